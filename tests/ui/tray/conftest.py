"""The app as composed, with a tray and a registry that do as the test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, InBackground, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from tests.helpers.fake_tray import FakeStart, FakeTray
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import SandboxAccess

BIG = EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co.")
DONE = Profile(
    mode=Mode.API_KEYS,
    end_user=BIG,
    setup_step=SetupStep.DONE,
    company_name="Big Construction Co.",
)

Opens = Callable[..., RunningApp]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start() -> FakeStart:
    return FakeStart()


@pytest.fixture
def exits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The codes with which the event loop was told to end; it is the test's, and goes on."""
    codes: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", lambda code=0: codes.append(code))
    return codes


@pytest.fixture
def opens(
    qtbot: QtBot,
    home: Path,
    start: FakeStart,
    exits: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Opens]:
    """Opens the app on a finished connection; what one start leaves behind the next one finds."""
    monkeypatch.setattr("conductor_desktop.ui.tray.background.SystemTray", FakeTray)
    monkeypatch.setattr(FakeTray, "starts_there", True)
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:

        def opens(
            sandbox: SandboxAccess | None = None,
            *,
            chosen: InBackground | None = None,
            has_tray: bool = True,
            offers_start: bool = True,
            out_of_sight: bool = False,
        ) -> RunningApp:
            FakeTray.starts_there = has_tray
            profile = replace(DONE, base_url="http://127.0.0.1:9/v1")
            if sandbox is not None:
                key = sandbox.secret_key.reveal()
                keyring.set_password("Conductor Desktop", "live/secret-key", key)
                end_user = replace(BIG, id=sandbox.end_user_id)
                profile = replace(DONE, base_url=sandbox.base_url, end_user=end_user)
            store = SettingsStore(home / "settings.json")
            settings = store.load().settings
            if not settings.profiles:
                settings = Settings(profiles={ProfileName.LIVE: profile})
            store.save(replace(settings, in_background=chosen or settings.in_background))
            running = stack.enter_context(RunningApp(qtbot, home, keyring))
            own_start = start if offers_start else None
            monkeypatch.setattr(running.app.windows(), "_own_start", lambda: own_start)
            if out_of_sight:
                running.desk.open(out_of_sight=True)
            else:
                running.open()
            running.wait(lambda: running.desk.life.background().tray.is_shown)
            return running

        yield opens


@pytest.fixture
def explained() -> InBackground:
    """Somebody who has been told what closing the window does."""
    return InBackground(is_explained=True)
