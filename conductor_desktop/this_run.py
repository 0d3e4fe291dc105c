"""What there is one of in a run of the program, from the log to the sandbox; opened when needed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import AppError
from conductor_desktop.once import Once
from conductor_desktop.own_sandbox import OwnSandbox
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.storage.paths import AppHome

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.connection.status_file import StatusFile
    from conductor_desktop.services.policies import Policies, PolicyReader
    from conductor_desktop.services.session import Access, Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.storage.history.store import HistoryStore
    from conductor_desktop.storage.logs import LogSession
    from conductor_desktop.storage.profiles import Settings
    from conductor_desktop.storage.redaction import Redactor
    from conductor_desktop.storage.secrets import SecretStore
    from conductor_desktop.storage.settings import Loaded, SettingsStore
    from conductor_desktop.way_in import WayIn
    from conductor_desktop.workstation.pc import Workstation

log = logging.getLogger(__name__)


class ThisRun:
    """What commands and windows have in common. ``options`` may change until the first use."""

    def __init__(
        self,
        options: CommonOptions,
        *,
        secrets: Callable[[], SecretStore] | None = None,
        this_pc: Callable[[], Workstation] | None = None,
        live_api: str | None = None,
    ) -> None:
        """What is not given is what a person has: this computer, its stores and Conductor."""
        self.options = options
        self.this_pc = this_pc or _this_pc
        self.redactor = Once(_make_redactor)
        self.home = Once(self._open_home)
        self.store = Once(self._make_store)
        self.loaded = Once(self._load_settings)
        self.secrets = Once(secrets or self._open_secrets)
        self.history = Once(self._open_history)
        self.sandbox = OwnSandbox(
            lambda: self.session().settings, lambda: self.policies().require_sandbox()
        )
        self.way_in = Once(self._make_way_in)
        self.sessions = Once(self._open_sessions)
        self.notice: str | None = None
        self.care = Care.NONE
        self._policies = Once(self._make_policies)
        self._live_api = live_api
        self._log: LogSession | None = None
        self._logs_at_once = True
        self._has_window = False

    def close(self) -> None:
        """Let go of connections, the sandbox and the log file."""
        if self.sessions.made is not None:
            self.sessions.made.close()
        self.sandbox.stop()
        if self._log is not None:
            self._log.stop()

    # ---- how it is run

    def have_window(self) -> None:
        """It has a window, which shows the profile in use."""
        self._has_window = True

    def log_later(self) -> None:
        """The log may wait for ``start_log``; before the first use."""
        self._logs_at_once = False

    def take_care(self, care: Care) -> None:
        """Leave out what may have kept earlier starts from a good end; before the first use."""
        self.care = care

    # ---- the log

    def record(self, bug: Exception) -> None:
        """Log what nobody expected, in a log opened for it if need be. Never raises."""
        try:
            home = self.home()
        except AppError:
            return  # without a folder to write to there is no log
        self._start_log(home)
        log.critical("unexpected error", exc_info=bug)

    def start_log(self) -> None:
        """Write the log of this run from now on."""
        self._start_log(self.home())

    def _start_log(self, home: AppHome) -> None:
        if self._log is not None:
            return  # something has gone wrong before the window was there
        from conductor_desktop.storage.logs import start_logging

        self._log = start_logging(home, self.redactor())
        if self._policies.made is not None:
            self._policies.made.tell()

    # ---- the connection in use, and the PC that it is on

    def session(self) -> Session:
        """The profile in use."""
        return self.sessions().current

    def pc_of(self, session: Session) -> Workstation:
        """The sandbox's made-up PC in its profile, else this one."""
        return self.sandbox.pc() if session.is_sandbox else self.this_pc()

    def policies(self) -> Policies:
        """What an IT admin has set on this PC; quick, and of any thread."""
        return self._policies()()

    def status_file(self, session: Session) -> StatusFile:
        """Where the running app notes how the connection stands."""
        from conductor_desktop.services.connection.status_file import StatusFile

        return StatusFile(self.home().status_file(sandbox=session.is_sandbox))

    # ---- how each is made

    def _open_home(self) -> AppHome:
        home = AppHome.locate(self.options.home)
        home.prepare()
        if self._logs_at_once:
            self._start_log(home)
        return home

    def _make_store(self) -> SettingsStore:
        from conductor_desktop.storage.settings import SettingsStore

        return SettingsStore(self.home().settings_file)

    def _load_settings(self) -> Loaded:
        loaded = self._read_with_care() if self.care else self.store().load()
        self.notice = loaded.notice
        return loaded

    def _read_with_care(self) -> Loaded:
        store = self.store()
        try:
            return store.load()
        except Exception:  # this may be why nothing opened: then it opens without
            log.exception("reading the settings failed")
            return store.leave_alone()

    def _open_secrets(self) -> SecretStore:
        from hashlib import sha256

        from conductor_desktop.storage.paths import is_usual_home
        from conductor_desktop.storage.secrets import SERVICE, open_secret_store

        if is_usual_home(self.options.home):
            return open_secret_store()
        # Two app folders of one Windows user must not overwrite each other's keys.
        folder = sha256(str(self.home().root).encode()).hexdigest()[:8]
        return open_secret_store(service=f"{SERVICE} ({folder})")

    def _open_history(self) -> HistoryStore:
        from conductor_desktop.storage.history.store import HistoryStore

        return HistoryStore(self.home().history_file)

    def _make_way_in(self) -> WayIn:
        from conductor_desktop.way_in import WayIn

        return WayIn(
            self.options, self.sandbox, lambda: self._has_window, self._live_api, self.policies
        )

    def _make_policies(self) -> PolicyReader:
        from conductor_desktop.services.policies import PolicyReader

        return PolicyReader(self.this_pc)

    def _open_sessions(self) -> Sessions:
        from conductor_desktop.services.kept_settings import KeptSettings
        from conductor_desktop.services.sessions import Sessions

        settings = self.loaded().settings
        return Sessions(
            KeptSettings(self.store(), settings, self._keep_out_of_the_log),
            self.way_in().profile_name(settings),
            secrets=self.secrets,
            new_client=self._new_client,
        )

    def _keep_out_of_the_log(self, settings: Settings) -> None:
        from conductor_desktop.storage.private_settings import private_values

        self.redactor().hide(private_values(settings))

    def _new_client(self, access: Access) -> ConductorClient:
        from conductor_desktop.conductor.client import ConductorClient

        for secret in (access.secret, access.publishable_key):
            if secret is not None:
                self.redactor().register(secret)
        return ConductorClient(access.base_url, access.secret)


def _this_pc() -> Workstation:
    from conductor_desktop.workstation.this_pc import ThisPc

    return ThisPc()


def _make_redactor() -> Redactor:
    from conductor_desktop.storage.redaction import Redactor

    return Redactor.for_this_pc()
