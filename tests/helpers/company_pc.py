"""A PC with any number of connections: what it keeps, and the starts of the app on it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pytestqt.qtbot import QtBot

from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.session import Session
from conductor_desktop.storage.names import Mode
from conductor_desktop.storage.profiles import EndUserRef, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import SandboxAccess
from tests.ui.setup.stage import PretendedView

if TYPE_CHECKING:
    from conductor_desktop.ui.web.view import AuthView


class CompanyPc:
    """Its web views are pretended ones; all else is as the app composes it."""

    def __init__(self, qtbot: QtBot, home: Path, stack: ExitStack) -> None:
        self._qtbot, self._stack = qtbot, stack
        self.home = home
        self.keyring = MemoryKeyring()
        self.views: list[PretendedView] = []

    @property
    def settings(self) -> Settings:
        return SettingsStore(self.home / "settings.json").load().settings

    @property
    def kept(self) -> tuple[Settings, dict[tuple[str, str], str]]:
        """What tells of the connections, and not of the window or of the PC itself."""
        settings = replace(self.settings, window_geometry=None, previous_profile=None, machine=None)
        return settings, dict(self.keyring.entries)

    @property
    def everything(self) -> str:
        """All texts of all files, and the names of all keys."""
        files = [path for path in self.home.rglob("*") if path.is_file()]
        texts = [path.read_bytes().decode("utf-8", "replace") for path in files]
        return " ".join([*texts, *map(str, files), *(name for _, name in self.keyring.entries)])

    def connect(self, sandbox: SandboxAccess, company: str) -> None:
        """As an earlier run of the app has left it."""
        self.home.mkdir(exist_ok=True)
        sessions = sessions_in(self.home, keyring=self.keyring)
        session = sessions.begin_another()
        sessions.claim(session)
        session.keep(access_to(sandbox), Mode.API_KEYS)
        self._settle(session, sandbox.end_user_id, company)
        session.finish()
        sessions.close()

    def start(self, **options: object) -> RunningApp:
        """The app, not open yet."""
        running = RunningApp(self._qtbot, self.home, self.keyring, **options)  # type: ignore[arg-type]
        running.app.windows().create_view = self._create_view  # type: ignore[method-assign]
        return self._stack.enter_context(running)

    def open(self, **options: object) -> RunningApp:
        """The app with its main window, once its screens are there."""
        running = self.start(**options)
        running.open()
        running.wait_for("connectionScreen")
        running.settle()
        return running

    @staticmethod
    def _settle(session: Session, end_user_id: str, company: str) -> None:
        user = session.client.retrieve_end_user(end_user_id, CancelToken()).value
        session.update(
            end_user=EndUserRef(user.id, user.source_id, user.email, company), company_name=company
        )

    def _create_view(self, link: AuthLink) -> AuthView:
        self.views.append(PretendedView())
        return cast("AuthView", self.views[-1])
