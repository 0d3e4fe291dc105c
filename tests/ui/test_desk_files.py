"""A setup file that comes when the app is set up already, or open already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from tests.helpers import hands
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.setup_files import FULL, LINK_ONLY, write

DONE = Profile(
    mode=Mode.API_KEYS,
    base_url="http://127.0.0.1:9/v1",
    end_user=EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co."),
    setup_step=SetupStep.DONE,
    company_name="Big Construction Co.",
)

Start = Callable[..., RunningApp]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(qtbot: QtBot, home: Path) -> Iterator[Start]:
    """Starts the app on one home and one keyring, also twice at the same time."""
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:

        def start(*, sandbox: bool = False) -> RunningApp:
            return stack.enter_context(RunningApp(qtbot, home, keyring, sandbox=sandbox))

        yield start


def set_up(home: Path) -> None:
    home.mkdir()
    SettingsStore(home / "settings.json").save(Settings(profiles={ProfileName.LIVE: DONE}))


def kept(home: Path) -> Profile:
    return SettingsStore(home / "settings.json").load().settings.profiles[ProfileName.LIVE]


def drop(running: RunningApp, *paths: Path) -> bool:
    return hands.drag_and_drop(running.window, [QUrl.fromLocalFile(str(path)) for path in paths])


def test_a_file_dropped_on_the_main_window_begins_the_setup_and_can_be_cancelled(
    start: Start, home: Path, tmp_path: Path
) -> None:
    set_up(home)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    assert drop(running, write(tmp_path, FULL))
    running.wait(reads("setupFileAbout", "From Acme Field Service."))
    assert kept(home) == DONE
    running.press("setupBack")
    running.wait_for("connectionScreen")
    assert kept(home) == DONE


def test_nothing_else_can_be_dropped_on_the_main_window(
    start: Start, home: Path, tmp_path: Path
) -> None:
    set_up(home)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    setup_file = write(tmp_path, FULL)
    assert not drop(running, setup_file, write(tmp_path, FULL, "b.conductor-setup"))
    assert not drop(running, write(tmp_path, FULL, "acme.json"))
    assert not drop(running)
    assert find("mainWindow") is not None


def test_a_file_dropped_on_the_sandboxs_window_leads_out_of_it(
    start: Start, tmp_path: Path
) -> None:
    running = start(sandbox=True)
    running.open()
    running.wait_for("checksPage")
    assert drop(running, write(tmp_path, LINK_ONLY))
    running.wait(reads("setupFileAbout", "From Acme."))
    running.press("setupNext")
    running.wait_for("checksPage")
    assert not running.app.run.session().is_sandbox
    assert find("sandboxBanner") is None


def test_a_start_with_a_file_while_the_setup_is_half_way_offers_it_and_loses_nothing(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = start()
    first.open(write(tmp_path, LINK_ONLY))
    first.press("setupNext")
    first.wait_for("checksPage")
    first.settle()
    first.end()
    half_way = kept(home)
    assert half_way.setup_step is SetupStep.CHECKS
    second = start()
    second.open(write(tmp_path, FULL, "other.conductor-setup"))
    second.wait(reads("setupFileAbout", "From Acme Field Service."))
    second.settle()
    assert kept(home) == half_way
    second.press("setupNext")
    second.wait_for("checksPage")
    second.settle()
    assert kept(home).base_url == FULL["apiBaseUrl"]


def test_a_later_start_brings_its_file_to_the_main_window(
    start: Start, home: Path, tmp_path: Path
) -> None:
    set_up(home)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    running.desk.come_to_front()
    assert find("mainWindow") is not None
    running.desk.come_to_front(write(tmp_path, FULL))
    running.wait(reads("setupFileAbout", "From Acme Field Service."))
    assert kept(home) == DONE
    running.press("setupBack")
    running.wait_for("connectionScreen")


def test_a_later_start_brings_its_file_to_the_setup_that_is_open(
    start: Start, home: Path, tmp_path: Path
) -> None:
    running = start()
    running.open(write(tmp_path, LINK_ONLY))
    running.press("setupNext")
    running.wait_for("checksPage")
    running.settle()
    window = running.window
    running.desk.come_to_front(write(tmp_path, FULL, "other.conductor-setup"))
    running.wait(reads("setupFileAbout", "From Acme Field Service."))
    assert running.window is window
    assert kept(home).setup_step is SetupStep.CHECKS  # nothing is lost before it is taken


def test_a_file_that_comes_while_the_window_changes_is_offered_in_the_next(
    start: Start, home: Path, tmp_path: Path
) -> None:
    running = start(sandbox=True)
    running.open()
    running.wait_for("checksPage")
    running.press("sandboxLeave")
    running.desk.come_to_front(write(tmp_path, FULL))
    running.desk.come_to_front()  # a third start takes nothing from the second
    running.wait(reads("setupFileAbout", "From Acme Field Service."))
    assert not running.app.run.session().is_sandbox


def test_a_second_app_may_take_a_file_in_while_the_first_is_open(
    start: Start, home: Path, tmp_path: Path
) -> None:
    set_up(home)
    first = start()
    first.open()
    first.wait_for("connectionScreen")
    second = start()
    second.open(write(tmp_path, FULL))
    second.wait(reads("setupFileAbout", "From Acme Field Service."))
    click("setupNext")
    second.wait_for("checksPage")
    second.settle()
    second.end()
    first.end()  # what it remembers of its window comes last
    settings = SettingsStore(home / "settings.json").load().settings
    profile = settings.profile  # one of its own: the file is of another vendor
    assert (profile.mode, profile.base_url) == (Mode.SETUP_FILE, FULL["apiBaseUrl"])
    assert kept(home) == DONE
    again = start()
    again.open()
    assert sees("setupWindow")()
    again.wait_for("checksPage")  # goes on where the second one was
