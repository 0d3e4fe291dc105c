"""The eyes of the layout tests: each kind of bad layout is planted, and has to be the one seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.helpers.accessibility import unnamed
from tests.helpers.layout import layout_faults, out_of_sight

SENTENCE = "A sentence that is long enough to need a few lines where there is little room."


def good(window: QWidget) -> None:
    column = QVBoxLayout(window)
    label = QLabel(SENTENCE, window)
    label.setWordWrap(True)
    column.addWidget(label)
    row = QHBoxLayout()
    for text in ("Back", "Next"):
        row.addWidget(QPushButton(text, window))
    column.addLayout(row)
    column.addStretch()


def cut_below(window: QWidget) -> None:
    label = QLabel(SENTENCE, window)
    label.setWordWrap(True)
    label.setGeometry(10, 10, 120, 20)


def cut_at_the_side(window: QWidget) -> None:
    QLabel(SENTENCE, window).setGeometry(10, 10, 120, 20)


def long_word(window: QWidget) -> None:
    label = QLabel("x" * 80, window)
    label.setWordWrap(True)
    label.setGeometry(10, 10, 120, 200)


def narrow_button(window: QWidget) -> None:
    QPushButton("I have finished in QuickBooks", window).setGeometry(10, 10, 60, 30)


def outside(window: QWidget) -> None:
    QPushButton("OK", window).setGeometry(250, 10, 120, 30)


def one_over_the_other(window: QWidget) -> None:
    QPushButton("One", window).setGeometry(10, 10, 120, 30)
    QPushButton("Other", window).setGeometry(100, 20, 120, 30)


def popover(window: QWidget) -> None:
    """Over a button it lies because it should; two things inside it still may not overlap."""
    QPushButton("One", window).setGeometry(10, 10, 120, 30)
    box = QFrame(window)
    box.setProperty("kind", "popover")
    box.setGeometry(5, 5, 250, 150)
    QPushButton("Other", box).setGeometry(10, 10, 120, 30)


def sideways(window: QWidget) -> None:
    area = QScrollArea(window)
    area.setGeometry(0, 0, 200, 100)
    inner = QWidget()
    inner.resize(600, 50)
    area.setWidget(inner)


def to_the_side_of_what_scrolls(window: QWidget) -> None:
    area = QScrollArea(window)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setGeometry(0, 0, 200, 100)
    inner = QWidget()
    inner.resize(400, 50)
    QPushButton("OK", inner).setGeometry(250, 10, 60, 30)
    area.setWidget(inner)


def show(qtbot: QtBot, build: Callable[[QWidget], None]) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    build(window)
    window.show()
    qtbot.waitExposed(window)
    QApplication.sendPostedEvents()
    return window


def test_a_good_layout_has_no_fault(qtbot: QtBot) -> None:
    assert layout_faults(show(qtbot, good)) == []


def test_what_is_there_to_lie_over_others_may(qtbot: QtBot) -> None:
    window = show(qtbot, popover)
    assert layout_faults(window) == []
    other = QPushButton("Third", window.findChild(QFrame))
    other.setGeometry(60, 20, 120, 30)
    other.show()
    [fault] = layout_faults(window)
    assert "“Other” lies over" in fault


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (cut_below, "pixels in height"),
        (cut_at_the_side, "is cut: “A sentence"),
        (long_word, "is cut: “xxx"),
        (narrow_button, "pixels in width"),
        (outside, "sticks out"),
        (one_over_the_other, "“One” lies over QPushButton (no name) “Other”"),
        (sideways, "scrolls sideways"),
        (to_the_side_of_what_scrolls, "sticks out"),
    ],
)
def test_a_planted_fault_is_seen(
    qtbot: QtBot, build: Callable[[QWidget], None], words: str
) -> None:
    faults = layout_faults(show(qtbot, build))
    assert len(faults) >= 1
    assert any(words in fault for fault in faults), faults


def test_what_is_scrolled_away_or_outside_is_out_of_sight(qtbot: QtBot) -> None:
    for build, is_out in ((to_the_side_of_what_scrolls, True), (outside, True), (good, False)):
        window = show(qtbot, build)
        button = window.findChild(QPushButton)
        assert button is not None
        assert out_of_sight(button) is is_out, build.__name__


@pytest.mark.parametrize("control", [QLineEdit, QProgressBar, QPushButton])
def test_a_control_without_a_name_is_heard_of(qtbot: QtBot, control: type[QWidget]) -> None:
    window = show(qtbot, lambda window: control(window).setGeometry(10, 10, 100, 30))
    assert len(unnamed(window)) == 1
    found = window.findChild(control)
    assert isinstance(found, QWidget)
    found.setAccessibleName("Something")
    assert unnamed(window) == []
