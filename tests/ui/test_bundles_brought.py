"""A support bundle that is dropped on a window, or that another start of the app brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.support.controller import Stage
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tour.hands import can_click, find, reads, sees
from conductor_desktop.work import CancelToken
from tests.helpers import hands
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.setup_files import FULL, write
from tests.unit.services.diagnostics_world import World

DONE = Profile(
    mode=Mode.API_KEYS,
    base_url="http://127.0.0.1:9/v1",
    end_user=EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co."),
    setup_step=SetupStep.DONE,
    company_name="Big Construction Co.",
)

Start = Callable[..., RunningApp]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    world = World(tmp_path / "other-pc")
    service = world.service()
    return service.write(service.collect(CancelToken()), tmp_path / "from-a-customer.ZIP")


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the app, set up or not."""
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:

        def start(*, is_set_up: bool) -> RunningApp:
            home = tmp_path / "home"
            home.mkdir()
            if is_set_up:
                settings = Settings(profiles={ProfileName.LIVE: DONE})
                SettingsStore(home / "settings.json").save(settings)
            return stack.enter_context(RunningApp(qtbot, home, keyring))

        yield start


def drop(window: QWidget, *paths: Path) -> bool:
    return hands.drag_and_drop(window, [QUrl.fromLocalFile(str(path)) for path in paths])


def is_open(path: Path) -> Callable[[], bool]:
    """Whether the opened bundle is on the screen, under its band."""

    def look() -> bool:
        told = reads("openedAbout", path.name)() and sees("otherPcBanner")()
        return bool(told)

    return look


def is_collected(running: RunningApp) -> bool:
    """Whether anything of this PC was looked at for a bundle of its own."""
    [screen] = running.window.findChildren(SupportScreen)
    return screen._controller.stage is not Stage.NOTHING


@pytest.mark.parametrize("page", ["connection", "invoices", "timeline", "support"])
def test_a_bundle_can_be_dropped_on_any_page(start: Start, bundle: Path, page: str) -> None:
    running = start(is_set_up=True)
    running.open()
    running.wait_for("connectionScreen")
    running.press(f"nav{page.title()}")
    assert drop(running.window, bundle)
    running.wait(is_open(bundle))


def test_another_one_can_be_dropped_on_the_one_that_is_open(
    start: Start, bundle: Path, tmp_path: Path
) -> None:
    running = start(is_set_up=True)
    running.open()
    running.wait_for("connectionScreen")
    assert drop(running.window, bundle)
    running.wait(is_open(bundle))
    other = tmp_path / "second.zip"
    other.write_bytes(bundle.read_bytes())
    assert drop(running.window, other)
    running.wait(is_open(other))
    running.press("openedBack")
    running.wait_for("supportScreen")
    assert not sees("otherPcBanner")()


def test_this_pc_is_not_looked_at_for_a_bundle_of_another_one(start: Start, bundle: Path) -> None:
    running = start(is_set_up=True)
    running.open()
    running.wait_for("connectionScreen")
    running.settle()
    assert drop(running.window, bundle)
    running.wait(is_open(bundle))
    assert not is_collected(running)
    running.press("openedBack")
    running.wait(can_click("supportSave"))


def test_who_comes_from_an_error_sees_the_bundle_of_this_pc(start: Start, bundle: Path) -> None:
    running = start(is_set_up=True)
    running.open()
    running.wait_for("connectionScreen")
    assert drop(running.window, bundle)
    running.wait(is_open(bundle))
    running.desk.support.show()
    assert sees("supportScreen")()
    assert not sees("otherPcBanner")()
    running.wait(can_click("supportSave"))


def test_two_bundles_at_once_and_other_files_are_not_taken(
    start: Start, bundle: Path, tmp_path: Path
) -> None:
    running = start(is_set_up=True)
    running.open()
    running.wait_for("connectionScreen")
    assert not drop(running.window, bundle, tmp_path / "b.zip")
    assert not drop(running.window, tmp_path / "letter.txt")


def test_it_opens_beside_the_guided_setup_which_stays_as_it_is(start: Start, bundle: Path) -> None:
    running = start(is_set_up=False)
    running.open()
    assert drop(running.window, bundle)
    running.wait(is_open(bundle))
    beside = find("supportWindow")
    assert beside is not None
    assert running.window.isVisible()
    assert drop(beside, bundle)
    running.wait(is_open(bundle))


def test_a_setup_file_is_still_taken_in_where_bundles_are(start: Start, tmp_path: Path) -> None:
    running = start(is_set_up=False)
    running.open()
    assert drop(running.window, write(tmp_path, FULL))
    running.wait(reads("setupFileAbout", "From Acme Field Service."))


@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_later_start_brings_it_to_the_window_that_is_open(
    start: Start, bundle: Path, is_set_up: bool
) -> None:
    running = start(is_set_up=is_set_up)
    running.open()
    running.settle()
    running.desk.come_to_front(bundle)
    running.wait(is_open(bundle))


@pytest.mark.parametrize("is_set_up", [True, False])
def test_the_first_start_may_bring_one_before_there_are_any_pages(
    start: Start, bundle: Path, is_set_up: bool
) -> None:
    running = start(is_set_up=is_set_up)
    running.open()
    running.desk.support.open_bundle(bundle)
    running.wait(is_open(bundle))
    running.settle()
    assert not is_collected(running)


def test_the_first_start_may_lead_to_the_bundle_of_this_pc_before_there_are_any_pages(
    start: Start,
) -> None:
    running = start(is_set_up=True)
    running.open()
    running.desk.support.show()
    running.wait(can_click("supportSave"))


def test_one_that_is_refused_says_so_where_it_would_have_been(start: Start, tmp_path: Path) -> None:
    running = start(is_set_up=True)
    running.open()
    path = tmp_path / "holiday.zip"
    path.write_bytes(b"no archive")
    running.desk.support.open_bundle(path)
    running.wait(reads("openedProblem", "“holiday.zip” is not a support bundle"))
