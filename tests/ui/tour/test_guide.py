"""The tour's guide: step after step, and what becomes of a step that does not happen."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NoReturn, cast

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import AppError, ExitCode, InvalidInput
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.guide import Guide, Step
from conductor_desktop.ui.tour.hands import Finder, NotOnScreen
from conductor_desktop.ui.tour.journey import take_tour
from conductor_desktop.ui.tour.made_up_pc import MadeUpPc
from conductor_desktop.ui.tour.world import Service, World
from tests.helpers.hands import clear_the_screen
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp

Walk = Generator[Finder, None, None]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


class Group:
    """A guide, and what it says."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        walks: dict[str, Callable[[], Walk]],
        patience_seconds: float = 30.0,
    ) -> None:
        self._qtbot = qtbot
        self.said: list[str] = []
        self.camera = Camera(folder)
        steps = [Step(name, f"The step {name}", walk) for name, walk in walks.items()]
        self.guide = Guide(
            steps, self.camera, Watchdog(), self.said.append, patience_seconds=patience_seconds
        )

    def go(self) -> str:
        """Until the end; the name of the step that did not happen."""
        with self._qtbot.waitSignal(self.guide.ended, timeout=20_000) as ended:
            self.guide.start()
        assert ended.args is not None
        return str(ended.args[0])

    @property
    def pictures(self) -> list[str]:
        return [shot.picture for shot in self.camera.shots]


def at_once() -> Walk:
    yield lambda: True


def never() -> Walk:
    yield lambda: False


def missing() -> Walk:
    yield lambda: True
    raise NotOnScreen("“something” is not on the screen")


def test_steps_happen_in_order_with_a_picture_and_a_line_each(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    done: list[str] = []

    def walk(name: str) -> Callable[[], Walk]:
        def go() -> Walk:
            done.append(f"{name} begins")
            yield lambda: True
            done.append(f"{name} goes on")
            yield lambda: True

        return go

    group = Group(qtbot, tmp_path, {"one": walk("one"), "two": walk("two")})
    assert group.go() == ""
    assert done == ["one begins", "one goes on", "two begins", "two goes on"]
    assert group.pictures == ["01-one.png", "02-two.png"]
    assert [line.split("s  ")[1] for line in group.said] == ["The step one", "The step two"]
    assert group.guide.unfinished is None


def test_a_step_goes_on_only_when_what_it_waits_for_is_there(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    looks: list[int] = []

    def look() -> bool:
        looks.append(1)
        return len(looks) == 5

    def walk() -> Walk:
        yield look
        assert len(looks) == 5

    assert Group(qtbot, tmp_path, {"one": walk}).go() == ""
    assert len(looks) == 5


def test_what_is_not_on_the_screen_ends_the_tour_and_is_named(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    group = Group(qtbot, tmp_path, {"one": at_once, "two": missing, "three": at_once})
    assert group.go() == "two"
    assert group.said[-1] == "Step “two” did not happen: “something” is not on the screen."
    assert group.pictures == ["01-one.png", "02-two-failed.png"]
    assert group.guide.problem is None


def test_patience_has_an_end(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    group = Group(qtbot, tmp_path, {"one": never}, patience_seconds=0.1)
    assert group.go() == "one"
    assert group.said == ["Step “one” did not happen: it took too long."]


def test_patience_has_an_end_even_while_a_dialog_has_the_event_loop(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    dialog = QDialog(window)

    def walk() -> Walk:
        dialog.exec()
        yield lambda: True

    group = Group(qtbot, tmp_path, {"one": walk, "two": at_once}, patience_seconds=0.1)
    group.guide.ended.connect(dialog.reject)
    assert group.go() == "one"
    assert group.pictures == ["01-one-failed.png"]


def test_a_bug_in_a_step_is_logged_and_the_step_is_named(
    qtbot: QtBot, window: QWidget, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def walk() -> Walk:
        yield lambda: True
        raise ZeroDivisionError("a bug")

    group = Group(qtbot, tmp_path, {"one": walk})
    assert group.go() == "one"
    assert "a bug" in caplog.text
    caplog.clear()


def test_a_step_may_fail_in_words(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    def walk() -> Walk:
        yield lambda: True
        raise AppError("It broke", "It did.", "Mend it.")

    group = Group(qtbot, tmp_path, {"one": walk})
    assert group.go() == "one"
    assert group.said == ["Step “one” did not happen: It broke. It did. Mend it."]
    assert group.guide.problem is None


def test_a_picture_that_cannot_be_written_ends_the_tour_with_its_reason(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    def walk() -> Walk:
        for path in (tmp_path / "pictures").iterdir():
            path.unlink()
        (tmp_path / "pictures").rmdir()
        yield lambda: True

    group = Group(qtbot, tmp_path / "pictures", {"one": walk})
    assert group.go() == "one"
    assert group.guide.problem is not None
    assert "--output" in group.guide.problem.next_step


def test_without_any_window_the_step_is_still_named(qtbot: QtBot, tmp_path: Path) -> None:
    clear_the_screen()
    group = Group(qtbot, tmp_path, {"one": missing})
    assert group.go() == "one"
    assert group.pictures == []


# ---- the tour around it, on the app as it is composed


def desk_that_fails() -> NoReturn:
    raise AppError("No desk", "There is none.", "Build one.")


def world(folder: Path) -> World:
    """Of a tour that does not come to where anything of it is used."""
    nobody = cast("Service", None)
    return World(lambda _pc: None, MadeUpPc(), nobody, nobody, folder, lambda _care: None)


def tour(
    qapp: QApplication, make_desk: Callable[[], Desk], folder: Path, patience_seconds: float = 30.0
) -> tuple[int, list[str]]:
    said: list[str] = []
    try:
        code = take_tour(
            qapp,
            make_desk,
            world(folder),
            folder,
            said.append,
            patience_seconds=patience_seconds,
        )
        return code, said
    finally:
        qapp.setQuitOnLastWindowClosed(True)


def report(folder: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / "tour.json").read_text(encoding="utf-8"))
    return content


def test_a_tour_whose_first_step_fails_exits_1_and_names_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    code, said = tour(qapp, desk_that_fails, tmp_path)
    assert code == ExitCode.ATTENTION
    assert said[0].startswith("Step “welcome” did not happen: No desk.")
    assert (report(tmp_path)["complete"], report(tmp_path)["failedStep"]) == (False, "welcome")


def test_a_tour_that_finds_another_app_than_expected_exits_1_and_shows_where(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "open", lambda _desk, _file=None, _front=None: None)
    with RunningApp(qtbot, tmp_path / "home", MemoryKeyring()) as running:
        code, _ = tour(qapp, running.app.windows().desk, tmp_path / "pictures", 0.1)
    assert code == ExitCode.ATTENTION
    assert report(tmp_path / "pictures")["failedStep"] == "welcome"


def test_an_app_that_ends_in_the_middle_is_not_a_complete_tour(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_desk = Desk.open

    def open_and_end(desk: Desk, *args: object) -> None:
        open_desk(desk)
        qapp.exit(0)

    monkeypatch.setattr(Desk, "open", open_and_end)
    with RunningApp(qtbot, tmp_path / "home", MemoryKeyring()) as running:
        code, _ = tour(qapp, running.app.windows().desk, tmp_path / "pictures")
    assert code == ExitCode.ATTENTION
    content = report(tmp_path / "pictures")
    assert (content["complete"], content["failedStep"]) == (False, "welcome")


def test_a_tour_that_loses_its_folder_says_so_in_a_sentence(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = tmp_path / "pictures"
    open_desk = Desk.open

    def open_and_remove(desk: Desk, *args: object) -> None:
        open_desk(desk)
        (pictures / "tour.json").unlink()
        pictures.rmdir()

    monkeypatch.setattr(Desk, "open", open_and_remove)
    with (
        RunningApp(qtbot, tmp_path / "home", MemoryKeyring()) as running,
        pytest.raises(InvalidInput) as caught,
    ):
        tour(qapp, running.app.windows().desk, pictures)
    assert caught.value.exit_code is ExitCode.USAGE
