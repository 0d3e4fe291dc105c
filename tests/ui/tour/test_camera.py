"""The tour's pictures, its report, and what an earlier tour has left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.hands import NotOnScreen
from tests.helpers.hands import clear_the_screen


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(320, 240)
    window.setStyleSheet("background: #ff0000")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_what_hangs_from_the_window_is_in_its_picture(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    menu = QMenu(window)
    menu.setStyleSheet("background: #0000ff")
    menu.addAction("An entry that is wide enough to be looked at")
    menu.popup(window.mapToGlobal(QPoint(10, 20)))
    qtbot.waitUntil(menu.isVisible)
    Camera(tmp_path).snap("menu", "A menu")
    image = QImage(str(tmp_path / "01-menu.png"))
    assert (image.width(), image.height()) == (320, 240)
    assert image.pixelColor(5, 5).name() == "#ff0000"
    assert image.pixelColor(14, 24).name() == "#0000ff"
    menu.close()


def report(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
    return content


def test_a_picture_is_numbered_and_shows_the_window_in_front(
    window: QWidget, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "new" / "folder")
    first, second = camera.snap("one", "Step one"), camera.snap("two", "Step two")
    assert (first.picture, second.picture) == ("01-one.png", "02-two.png")
    image = QImage(str(tmp_path / "new" / "folder" / "01-one.png"))
    assert (image.width(), image.height()) == (320, 240)
    assert image.pixelColor(160, 120).name() == "#ff0000"


def test_a_dialog_over_the_window_is_what_is_in_front(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.resize(100, 50)
    dialog.open()
    qtbot.waitExposed(dialog)
    Camera(tmp_path).snap("dialog", "A dialog")
    assert QImage(str(tmp_path / "01-dialog.png")).width() == 100
    dialog.close()


def test_without_a_window_there_is_no_picture(qtbot: QtBot, tmp_path: Path) -> None:
    clear_the_screen()
    with pytest.raises(NotOnScreen):
        Camera(tmp_path).snap("one", "Step one")


def test_the_report_lists_the_steps_in_order(window: QWidget, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    camera.snap("one", "Step one")
    camera.snap("two", "Step “two”")
    camera.finish(longest_stall_ms=12.34, failed_step=None, complete=True)
    content = report(tmp_path)
    steps = content.pop("steps")
    assert content == {"complete": True, "failedStep": None, "longestStallMs": 12.3}
    assert isinstance(steps, list)
    assert [(step["step"], step["title"], step["picture"]) for step in steps] == [
        ("one", "Step one", "01-one.png"),
        ("two", "Step “two”", "02-two.png"),
    ]
    assert all(step["seconds"] >= 0 for step in steps)


def test_a_tour_that_was_cut_off_does_not_claim_to_be_complete(tmp_path: Path) -> None:
    Camera(tmp_path)
    assert report(tmp_path)["complete"] is False


def test_what_an_earlier_tour_left_goes_and_nothing_else(tmp_path: Path) -> None:
    ours = ["01-welcome.png", "17-support-saved-failed.png", "support-bundle.zip"]
    others = ["holiday.png", "1-x.png", "notes.txt"]
    for name in (*ours, *others):
        (tmp_path / name).write_bytes(b"x")
    Camera(tmp_path, leftovers=["support-bundle.zip"])
    left = {path.name for path in tmp_path.iterdir()} - {"tour.json"}
    assert left == set(others)


@pytest.mark.parametrize("where", ["a file", "a file/folder", "bad\0name"])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        Camera(tmp_path / where)
    assert caught.value.exit_code is ExitCode.USAGE
    assert "--output" in caught.value.next_step


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tour.json").mkdir()
    with pytest.raises(InvalidInput):
        Camera(tmp_path)


def test_a_picture_that_cannot_be_written_is_one_sentence(window: QWidget, tmp_path: Path) -> None:
    camera = Camera(tmp_path / "pictures")
    (tmp_path / "pictures" / "tour.json").unlink()
    (tmp_path / "pictures").rmdir()
    with pytest.raises(InvalidInput) as caught:
        camera.snap("one", "Step one")
    assert caught.value.exit_code is ExitCode.USAGE


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def let_timers_run(qtbot: QtBot) -> None:
    """Long enough for every timer of 10 ms to have ticked."""
    timer = QTimer()
    timer.setInterval(10)
    timer.start()
    for _ in range(4):
        with qtbot.waitSignal(timer.timeout):
            pass


def test_the_watchdog_notes_how_long_the_window_stood_still(qtbot: QtBot) -> None:
    clock = Clock()
    watchdog = Watchdog(clock)
    watchdog.start()
    for seconds in (0.05, 0.25, 0.1):
        clock.now += seconds
        let_timers_run(qtbot)
    assert watchdog.longest_ms == pytest.approx(240)


def test_what_the_tour_itself_did_is_not_held_against_the_app(qtbot: QtBot) -> None:
    clock = Clock()
    watchdog = Watchdog(clock)
    clock.now += 5
    watchdog.start()
    clock.now += 0.25
    watchdog.forgive()
    let_timers_run(qtbot)
    assert watchdog.longest_ms == 0
