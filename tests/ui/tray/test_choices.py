"""What is chosen of the background on the Connection screen, and asked there once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel

from conductor_desktop.services.own_start import NotChanged, Starting
from conductor_desktop.storage.profiles import InBackground
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.tour.hands import can_click, click, find, reads, sees
from tests.helpers.accessibility import nameless
from tests.helpers.fake_tray import FakeStart, FakeTray
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Control, SandboxAccess, SandboxOptions, running_sandbox
from tests.ui.tray.conftest import Opens


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    """A service that the connection works with."""
    with running_sandbox(SandboxOptions(invoices=3)) as sandbox:
        yield sandbox


def box(name: str) -> QCheckBox:
    found = find(name)
    assert isinstance(found, QCheckBox), name
    return found


def told() -> str:
    label = find("startTold")
    assert isinstance(label, QLabel)
    return label.text()


def chosen(home: Path) -> InBackground:
    return SettingsStore(home / "settings.json").load().settings.in_background


def opened(opens: Opens, *, offers_start: bool = True, has_tray: bool = True) -> RunningApp:
    """The app with its card in sight, and told by Windows."""
    running = opens(offers_start=offers_start, has_tray=has_tray)
    running.wait_for("backgroundCard")
    running.settle()
    return running


# ---- keeping to watch


def test_whether_it_goes_on_is_chosen_and_kept(opens: Opens, home: Path) -> None:
    running = opened(opens)
    assert box("keepWatching").isChecked()
    click("keepWatching")
    running.settle()
    assert not chosen(home).keeps_watching
    assert running.window.close()


def test_without_a_tray_there_is_nothing_to_choose(opens: Opens) -> None:
    opened(opens, has_tray=False)
    assert not box("keepWatching").isEnabled()
    assert not box("keepWatching").isChecked()
    assert reads("backgroundCard", "closing the window ends the app")()
    FakeTray.newest.comes()
    assert box("keepWatching").isEnabled()
    assert box("keepWatching").isChecked()


def test_quit_stands_in_the_window_too(opens: Opens, exits: list[int]) -> None:
    opened(opens)
    click("quitApp")
    assert exits == [0]


def test_every_control_has_a_name(opens: Opens) -> None:
    opened(opens)
    card = find("backgroundCard")
    assert card is not None
    assert nameless(card) == []


# ---- starting with Windows


def test_where_it_cannot_start_with_windows_nothing_is_said_of_it(opens: Opens) -> None:
    opened(opens, offers_start=False)
    assert find("startWithWindows") is None
    assert not reads("backgroundCard", "sign in")()


def test_it_is_off_until_somebody_says_so(opens: Opens, start: FakeStart) -> None:
    running = opened(opens)
    assert not box("startWithWindows").isChecked()
    assert set(start.asked) == {"look"}
    click("startWithWindows")
    running.settle()
    assert box("startWithWindows").isChecked()
    assert start.starting is Starting.YES
    click("startWithWindows")
    running.settle()
    assert not box("startWithWindows").isChecked()
    assert start.asked[-2:] == ["on", "off"]


def test_it_shows_what_windows_has_and_not_what_was_clicked(opens: Opens, start: FakeStart) -> None:
    running = opened(opens)
    start.failure = NotChanged("Windows does not allow it.")
    click("startWithWindows")
    running.settle()
    assert not box("startWithWindows").isChecked()
    assert reads("startProblem", "Windows does not allow it.")()


def test_what_was_switched_off_in_windows_is_switched_on_there(
    opens: Opens, start: FakeStart
) -> None:
    start.starting = Starting.SWITCHED_OFF
    running = opened(opens)
    assert not box("startWithWindows").isChecked()
    assert not box("startWithWindows").isEnabled()
    assert "switched off in the Windows settings" in told()
    click("startSettings")
    running.settle()
    assert start.settings_opened == 1


def test_what_was_changed_in_windows_is_seen_when_one_comes_back(
    opens: Opens, start: FakeStart
) -> None:
    running = opened(opens)
    start.starting = Starting.YES
    click("navSupport")
    click("navConnection")
    running.settle()
    assert box("startWithWindows").isChecked()


def test_another_copy_that_starts_is_not_taken_for_this_one(opens: Opens, start: FakeStart) -> None:
    start.starting = Starting.ANOTHER
    opened(opens)
    assert not box("startWithWindows").isChecked()
    assert "Another copy" in told()


# ---- asked once


def proven(opens: Opens, sandbox: SandboxAccess) -> RunningApp:
    """The app after QuickBooks has answered."""
    running = opens(sandbox)
    running.press("connectionCheck")
    running.wait(reads("connectionHeadline", "Connected to"))
    running.settle()
    return running


def test_while_the_connection_does_not_work_there_are_other_questions(opens: Opens) -> None:
    opened(opens)
    assert find("startQuestion") is None


def test_it_is_asked_once_the_connection_works(opens: Opens, sandbox: SandboxAccess) -> None:
    proven(opens, sandbox)
    assert sees("startQuestion")()


def test_in_trouble_the_question_gives_way_and_comes_back(
    opens: Opens, sandbox: SandboxAccess
) -> None:
    running = opens(sandbox)
    running.wait_for("startQuestion")
    control = Control(sandbox)
    control.fault("key-rejected", match={"count": None})
    running.press("connectionCheck")
    running.wait(lambda: find("startQuestion") is None)
    control.clear()
    running.press("connectionCheck")
    running.wait_for("startQuestion")


@pytest.mark.parametrize(
    ("button", "starting"), [("startYes", Starting.YES), ("startNo", Starting.NO)]
)
def test_the_answer_is_carried_out_and_it_is_not_asked_again(
    opens: Opens,
    sandbox: SandboxAccess,
    home: Path,
    start: FakeStart,
    button: str,
    starting: Starting,
) -> None:
    running = proven(opens, sandbox)
    click(button)
    running.settle()
    assert start.starting is starting
    assert box("startWithWindows").isChecked() is (starting is Starting.YES)
    assert find("startQuestion") is None
    assert chosen(home).is_start_asked
    running.end()
    start.starting = Starting.NO
    proven(opens, sandbox)
    assert find("startQuestion") is None


def test_where_it_starts_already_nothing_is_asked(
    opens: Opens, sandbox: SandboxAccess, start: FakeStart
) -> None:
    start.starting = Starting.YES
    proven(opens, sandbox)
    assert find("startQuestion") is None
    assert can_click("startWithWindows")()


def test_who_ticks_the_box_has_answered(opens: Opens, sandbox: SandboxAccess, home: Path) -> None:
    running = proven(opens, sandbox)
    click("startWithWindows")
    running.settle()
    assert find("startQuestion") is None
    assert chosen(home).is_start_asked
