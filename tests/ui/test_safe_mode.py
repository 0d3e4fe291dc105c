"""Safe mode: the connections are there, and what may keep the app from running is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.last_time.errors import NoPageInSafeMode
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.shell.safe_banner import SafeBanner
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp

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
    """Starts the app in safe mode, or with another ``care``."""
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:

        def start(care: Care = Care.STARTS_FAIL) -> RunningApp:
            running = RunningApp(qtbot, home, keyring)
            running.app.run.take_care(care)
            return stack.enter_context(running)

        yield start


def remember(home: Path, settings: Settings | None = None) -> None:
    home.mkdir()
    settings = settings or Settings(profiles={ProfileName.LIVE: DONE})
    SettingsStore(home / "settings.json").save(settings)


def test_the_main_window_says_so_and_has_the_connection(start: Start, home: Path) -> None:
    remember(home)
    running = start()
    running.open()
    assert reads("safeBanner", "Safe mode")()
    running.wait_for("connectionScreen")
    assert "Big Construction Co." in running.window.windowTitle()


def test_the_setup_says_so_too(start: Start) -> None:
    running = start(Care.WANTED)
    running.open()
    assert reads("safeBanner", "was started with it")()


def test_without_it_there_is_no_band(start: Start, home: Path) -> None:
    remember(home)
    running = start(Care.NONE)
    running.open()
    assert find("safeBanner") is None


def test_nothing_is_watched_until_somebody_resumes_and_no_pause_is_kept(
    start: Start, home: Path
) -> None:
    remember(home)
    running = start()
    running.open()
    running.wait(reads("connectionScreen", "Paused"))
    running.settle()
    running.end()
    assert SettingsStore(home / "settings.json").load().settings.paused_until is None
    normal = start(Care.NONE)
    normal.open()
    normal.wait_for("connectionScreen")
    assert not reads("connectionScreen", "Paused")()


def test_closing_the_window_ends_the_app_and_nothing_is_beside_the_clock(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "conductor_desktop.ui.tray.background.SystemTray",
        lambda *_: pytest.fail("a tray was made"),
    )
    remember(home)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    window = running.window
    window.close()
    assert not window.isVisible()


def test_no_page_is_opened_in_the_app(start: Start) -> None:
    running = start()
    running.open()
    providers = running.desk._providers
    link = AuthLink(Secret("https://connect.conductor.is/x"), None)
    with pytest.raises(NoPageInSafeMode) as refused:
        providers.create_view(link)
    assert "Open in my browser" in str(refused.value)
    assert list(providers.engine_pieces()) == []
    assert providers.own_start() is None


def test_where_the_window_was_is_not_gone_back_to(start: Start, home: Path) -> None:
    remember(home)
    first = start(Care.NONE)
    first.open()
    usual = first.window.size()
    first.window.resize(usual.width() + 60, usual.height() + 40)
    assert isinstance(first.window, MainWindow)
    geometry = first.window.geometry_to_save()
    first.end()
    kept = SettingsStore(home / "settings.json")
    kept.save(replace(kept.load().settings, window_geometry=geometry))
    safe = start()
    safe.open()
    assert safe.window.size() == usual


def test_settings_that_cannot_even_be_read_are_left_alone(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever they made the app fail at, the next start that works has them again."""
    remember(home)
    before = (home / "settings.json").read_bytes()

    def fail(_data: bytes) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("conductor_desktop.storage.settings.decode", fail)
        with pytest.raises(ZeroDivisionError):
            start(Care.NONE).open()
        safe = start()
        safe.open()
        safe.wait(reads("notice", "Reading the settings is what the app failed at."))
        assert find("setupWindow") is not None
        safe.end()
    caplog.clear()
    assert (home / "settings.json").read_bytes() == before


def test_its_band_leads_to_the_support_page(start: Start, home: Path) -> None:
    remember(home)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    running.press("safeSupport")
    assert sees("supportScreen")()


def test_in_the_setup_the_support_page_comes_beside_it(start: Start) -> None:
    running = start()
    running.open()
    running.press("safeSupport")
    running.wait_for("supportScreen")
    assert sees("welcomePage")()
    beside = find("supportWindow")
    assert beside is not None
    click("safeSupport")  # which only brings it to the front
    running.settle()
    assert len(running.window.findChildren(type(beside), "supportWindow")) == 1
    beside.close()
    running.settle()


def test_it_asks_to_be_started_normally(qtbot: QtBot, start: Start) -> None:
    running = start()
    running.open()
    with qtbot.waitSignal(running.desk.life.normal_start_wanted):
        running.press("safeNormal")


def test_a_window_has_one_band(start: Start) -> None:
    running = start()
    running.open()
    running.desk.life.go_on_in(running.window)
    QCoreApplication.sendPostedEvents()
    shown = [band for band in running.window.findChildren(SafeBanner) if band.isVisible()]
    assert len(shown) == 1
