"""What went wrong last time is said once, in whichever window, and leads to the support bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.services.last_time.run import WindowRun
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.run_file import Ended, RunFile, RunRecord, Trouble
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.shell.last_time import LastTimeTeller
from conductor_desktop.ui.tour.hands import click, reads, sees
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp

DONE = Profile(
    mode=Mode.API_KEYS,
    base_url="http://127.0.0.1:9/v1",
    end_user=EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co."),
    setup_step=SetupStep.DONE,
)
TITLE = "Something went wrong last time"

Start = Callable[[], RunningApp]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> RunFile:
    return RunFile(tmp_path / "window.run")


@pytest.fixture
def start(qtbot: QtBot, home: Path) -> Iterator[Start]:
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:
        yield lambda: stack.enter_context(RunningApp(qtbot, home, keyring))


def connect(home: Path) -> None:
    home.mkdir()
    settings = Settings(profiles={ProfileName.LIVE: DONE})
    SettingsStore(home / "settings.json").save(settings)


def begin(tmp_path: Path) -> WindowRun:
    return WindowRun.begin(tmp_path / "window.run", tmp_path)


def after_a_crash(tmp_path: Path) -> WindowRun:
    begin(tmp_path).end(Ended.ERROR)
    return begin(tmp_path)


def record(file: RunFile) -> RunRecord:
    read = file.read()
    assert read is not None
    return read


def test_the_main_window_says_it_and_its_button_leads_to_the_support_page(
    start: Start, home: Path, tmp_path: Path, file: RunFile
) -> None:
    connect(home)
    running = start()
    running.desk.life.tell_of_last_time(after_a_crash(tmp_path))
    assert record(file).untold is Trouble.CRASH  # as long as there is no window to read it in
    running.open()
    running.wait_for("connectionScreen")
    assert reads("notice", TITLE)()
    running.wait(lambda: record(file).untold is None)
    click("noticeOffer")
    assert sees("supportScreen")()
    assert not sees("notice")()


def test_the_setup_says_it_and_shows_the_support_page_beside_it(
    start: Start, tmp_path: Path
) -> None:
    running = start()
    running.desk.life.tell_of_last_time(after_a_crash(tmp_path))
    running.open()
    running.wait(reads("notice", TITLE))
    click("noticeOffer")
    running.wait_for("supportWindow")
    running.wait_for("supportScreen")
    assert sees("welcomePage")()


def test_it_can_be_dismissed(start: Start, home: Path, tmp_path: Path) -> None:
    connect(home)
    running = start()
    running.desk.life.tell_of_last_time(after_a_crash(tmp_path))
    running.open()
    running.wait(reads("notice", TITLE))
    click("noticeAction")
    assert not sees("notice")()
    assert not sees("supportScreen")()


def test_nothing_is_said_after_a_run_that_ended_well(
    start: Start, home: Path, tmp_path: Path
) -> None:
    connect(home)
    begin(tmp_path).end(Ended.QUIT)
    running = start()
    running.desk.life.tell_of_last_time(begin(tmp_path))
    running.open()
    running.wait_for("connectionScreen")
    assert not sees("notice")()


def test_in_safe_mode_the_band_has_said_it(
    start: Start, home: Path, tmp_path: Path, file: RunFile
) -> None:
    connect(home)
    after_a_crash(tmp_path).end(Ended.ERROR)
    run = begin(tmp_path)
    assert run.care is Care.STARTS_FAIL
    running = start()
    running.app.run.take_care(run.care)
    running.desk.life.tell_of_last_time(run)
    running.open()
    running.wait_for("connectionScreen")
    assert not sees("notice")()
    running.wait(lambda: record(file).untold is None)


def test_a_run_that_has_lasted_for_a_minute_has_settled(
    start: Start, tmp_path: Path, file: RunFile
) -> None:
    running = start()
    running.desk.life.tell_of_last_time(begin(tmp_path))
    teller = running.desk.findChild(LastTimeTeller)
    assert teller is not None
    assert teller._settled.interval() == 60_000
    assert teller._settled.isActive()
    assert not record(file).settled
    teller._settled.timeout.emit()  # as if the minute had passed
    running.wait(lambda: record(file).settled)
