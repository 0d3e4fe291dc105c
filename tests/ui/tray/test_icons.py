"""The tray icon: told apart without colour, on a light taskbar and on a dark one, in every size."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tray.icons import COLOURS, SIZES, picture, tray_icon
from tests.ui.test_theme import contrast

TASKBARS = ("#f3f3f3", "#ffffff", "#202020", "#101010")
DISTINCT = [mark for mark in Mark if mark is not Mark.WAITING]


def on(taskbar: str, image: QImage) -> QImage:
    """As it is seen there, without its colours."""
    seen = QImage(image.size(), QImage.Format.Format_RGB32)
    seen.fill(taskbar)
    painter = QPainter(seen)
    painter.drawImage(0, 0, image)
    painter.end()
    return seen.convertToFormat(QImage.Format.Format_Grayscale8)


def differing(one: QImage, other: QImage) -> float:
    """Which share of the pixels is clearly another shade."""
    size = one.width()
    spots = [(x, y) for x in range(size) for y in range(size)]
    far = [s for s in spots if abs(one.pixelColor(*s).red() - other.pixelColor(*s).red()) > 60]
    return len(far) / len(spots)


@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_stands_out_from_a_light_and_from_a_dark_taskbar(name: str) -> None:
    faint = {bar: round(contrast(COLOURS[name], bar), 2) for bar in TASKBARS}
    assert min(faint.values()) >= 3, faint
    assert contrast(COLOURS[name], "#ffffff") >= 3  # what is drawn on it


@pytest.mark.parametrize(("taskbar", "size"), [*product(("#f3f3f3", "#202020"), (16, 20, 24, 32))])
def test_no_two_states_look_alike_without_their_colours(
    qapp: QApplication, taskbar: str, size: int
) -> None:
    seen = {mark: on(taskbar, picture(mark, size)) for mark in DISTINCT}
    alike = {
        f"{one.name} and {other.name}": round(share, 3)
        for one, other in combinations(DISTINCT, 2)
        if (share := differing(seen[one], seen[other])) < 0.06
    }
    assert alike == {}


@pytest.mark.parametrize("mark", Mark)
@pytest.mark.parametrize("size", SIZES)
def test_each_size_is_drawn_for_itself_and_fills_its_square(
    qapp: QApplication, mark: Mark, size: int
) -> None:
    image = picture(mark, size)
    assert (
        tray_icon(mark).pixmap(QSize(size, size), 1.0).toImage().convertToFormat(image.format())
        == image
    )
    alphas = [[image.pixelColor(x, y).alpha() for x in range(size)] for y in range(size)]
    columns = [x for x in range(size) if any(row[x] > 128 for row in alphas)]
    assert (columns[0], columns[-1]) == (0, size - 1)
    for corner in ((0, 0), (size - 1, 0)):
        assert alphas[corner[1]][corner[0]] < 128


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
def test_at_each_scale_there_is_a_picture_of_just_that_size(
    qapp: QApplication, percent: int
) -> None:
    side = 16 * percent // 100
    icon = tray_icon(Mark.OK)
    assert QSize(side, side) in icon.availableSizes()


def test_a_picture_is_clear_where_nothing_is_drawn(qapp: QApplication) -> None:
    image = picture(Mark.UNKNOWN, 32)
    assert image.pixelColor(16, 8).alpha() == 0  # inside the ring
    assert image.pixelColor(0, 0) == Qt.GlobalColor.transparent
