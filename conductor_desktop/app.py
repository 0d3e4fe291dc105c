"""The composition root: the only module that builds everything, each thing when it is needed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import AppError
from conductor_desktop.once import Once
from conductor_desktop.own_sandbox import OwnSandbox
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.paths import AppHome

if TYPE_CHECKING:
    from conductor_desktop.cli.context import Composition
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.auth_link import AuthLink
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.company.service import CompanyService
    from conductor_desktop.services.connection import ConnectionService
    from conductor_desktop.services.connection.examination import Examination
    from conductor_desktop.services.connection.kept_rest import KeptRest
    from conductor_desktop.services.connection.status_file import StatusFile
    from conductor_desktop.services.customers import CustomersService
    from conductor_desktop.services.diagnostics import DiagnosticsService
    from conductor_desktop.services.history.service import HistoryService
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.services.own_start import OwnStart
    from conductor_desktop.services.policies import Policies, PolicyReader
    from conductor_desktop.services.removal import RemovalService
    from conductor_desktop.services.session import Access, Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.services.setup import SetupService
    from conductor_desktop.services.setup_file.found import Place
    from conductor_desktop.storage.history.store import HistoryStore
    from conductor_desktop.storage.logs import LogSession
    from conductor_desktop.storage.profiles import Settings
    from conductor_desktop.storage.redaction import Redactor
    from conductor_desktop.storage.secrets import SecretStore
    from conductor_desktop.storage.settings import Loaded, SettingsStore
    from conductor_desktop.ui.desk import Desk
    from conductor_desktop.ui.front import Front
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.web.view import AuthView
    from conductor_desktop.way_in import WayIn
    from conductor_desktop.workstation.pc import Workstation

log = logging.getLogger(__name__)


@contextmanager
def compose(options: CommonOptions) -> Iterator[Composition]:
    """The app for one run of the program; everything it opened is closed at the end."""
    app = App(options)
    try:
        yield app
    finally:
        app.close()


class App:
    """Hands out what commands and windows need. Options may change until the first use."""

    def __init__(
        self,
        options: CommonOptions,
        *,
        secrets: Callable[[], SecretStore] | None = None,
        places: Callable[[Path | None], Sequence[Place]] | None = None,
        this_pc: Callable[[], Workstation] | None = None,
        open_file: Callable[[Path], None] | None = None,
        live_api: str | None = None,
    ) -> None:
        """What is not given is what a person has: this computer, its stores and Conductor."""
        self.options = options
        self.redactor = Once(_make_redactor)
        self.home = Once(self._open_home)
        self.loaded = Once(self._load_settings)
        self.sessions = Once(self._open_sessions)
        self.setup = Once(self._make_setup)
        self.sandbox = OwnSandbox(
            lambda: self.session().settings, lambda: self.policies().require_sandbox()
        )
        self.way_in = Once(self._make_way_in)
        self.secrets = Once(secrets or self._open_secrets)
        self.history = Once(self._open_history)
        self._places = places or _usual_places
        self._this_pc = this_pc or _this_pc
        self._policies = Once(self._make_policies)
        self._open_file = open_file
        self._live_api = live_api
        self.notice: str | None = None
        self._store: SettingsStore
        self._log: LogSession | None = None
        self._logs_at_once = True
        self._has_window = False
        self._care = Care.NONE

    def close(self) -> None:
        """Let go of connections, the sandbox and the log file."""
        if self.sessions.made is not None:
            self.sessions.made.close()
        self.sandbox.stop()
        if self._log is not None:
            self._log.stop()

    # ---- for the command line

    def record(self, bug: Exception) -> None:
        """Log what nobody expected, in a log opened for it if need be. Never raises."""
        try:
            home = self.home()
        except AppError:
            return  # without a folder to write to there is no log
        self._start_log(home)
        log.critical("unexpected error", exc_info=bug)

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        """The PC checks: of ``described_pc``, else of the PC that this profile is on."""
        from conductor_desktop.services.checks import PcChecks, Purpose
        from conductor_desktop.workstation.described_pc import DescribedPc

        profile = self.session().profile
        purpose = Purpose(
            self.way_in().api_url(self.session()),
            profile.application,
            profile.expected_company or profile.company_name,
        )
        if described_pc is None:
            return PcChecks(self.pc(), purpose)
        described = DescribedPc.load(described_pc)
        connection = described.description.connection
        return PcChecks(described, purpose.filled_from(connection) if connection else purpose)

    def policies(self, described_pc: Path | None = None) -> Policies:
        """What an IT admin has set, on ``described_pc`` or else on this one."""
        from conductor_desktop.services.policies import read_policies
        from conductor_desktop.workstation.described_pc import DescribedPc

        if described_pc is not None:
            return read_policies(DescribedPc.load(described_pc))
        return self._policies()()

    def pc(self) -> Workstation:
        """The sandbox's made-up PC in its profile, else this one."""
        return self._pc_of(self.session())

    def _pc_of(self, session: Session) -> Workstation:
        return self.sandbox.pc() if session.is_sandbox else self._this_pc()

    def connection(self) -> ConnectionService:
        """Of the EndUser that the options name, else of the one that setup settled."""
        self.way_in().make_sure(self.session())
        return self._connection()

    def _connection(self) -> ConnectionService:
        from conductor_desktop.services.connection import ConnectionService, Proof

        session = self.session()
        client, end_user_id = self.way_in().open(session)
        profile = session.profile
        if profile.end_user is None or profile.end_user.id != end_user_id:
            return ConnectionService(client, end_user_id)
        known = None
        if profile.last_proof_at is not None:
            known = Proof(profile.company_name, profile.last_proof_at)
        return ConnectionService(
            client,
            end_user_id,
            known,
            remember=session.remember_proof,
            answering=partial(client.last_page_at, end_user_id),
        )

    def noted_since(self, found: Examination) -> datetime | None:
        """Since when it is as ``found`` has it, if the running app has noted the same."""
        session = self.session()
        noted = self._status_file(session).read(datetime.now(UTC))
        if noted is None:
            return None
        return noted.since_of(session.profile_name, found.report, found.diagnosis)

    def invoices(self) -> InvoicesService:
        """Of the EndUser that the options name, else of the one that setup settled."""
        from conductor_desktop.services.invoices import InvoicesService

        self.way_in().make_sure(self.session())
        client, end_user_id = self.way_in().open(self.session())
        return InvoicesService(client, end_user_id)

    def customers(self) -> CustomersService:
        """Of the same EndUser."""
        from conductor_desktop.services.customers import CustomersService

        self.way_in().make_sure(self.session())
        return CustomersService(*self.way_in().open(self.session()))

    def company(self) -> CompanyService:
        """Of the same EndUser."""
        from conductor_desktop.services.company.service import CompanyService

        self.way_in().make_sure(self.session())
        return CompanyService(*self.way_in().open(self.session()))

    def diagnostics(self) -> DiagnosticsService:
        """The support bundle; what the connection looks like is asked of Conductor's notes."""
        from conductor_desktop.services.diagnostics import DiagnosticsService
        from conductor_desktop.services.diagnostics.versions import loaded_versions

        return DiagnosticsService(
            self.home(),
            redactor=self.redactor(),
            settings=lambda: self.session().settings,
            profile=lambda: self.session().profile_name,
            secret_store=self.secrets,
            checks_factory=self.checks,
            pc=self.pc,
            application=lambda: self.session().profile.application,
            connection=self._connection,
            api_url=lambda: self.way_in().api_url(self.session()),
            history=lambda profile, since: self.history().since(profile, since),
            versions=loaded_versions(),
            policies=lambda: self.policies().as_json(),
        )

    def run_window(self, file: Path | None) -> int:
        """Open the app; the services start once the first window is on the screen.

        ``file`` is a setup file or a bundle. With a window of this home open already, that one
        comes to the front and gets it.
        """
        from conductor_desktop.opening import open_window

        return open_window(self, file)

    def run_tour(self, output: Path, say: Callable[[str], None], *, on_screen: bool = False) -> int:
        """Walk the journey on a home folder of its own, so that nothing kept is touched."""
        self.policies().require_sandbox()
        from conductor_desktop.opening import places_of_tour, take_tour, tours_home
        from conductor_desktop.sandbox.puppet import Puppet
        from conductor_desktop.ui.tour.made_up_pc import MadeUpPc, Vault

        with (
            tours_home(self.options.home, on_screen=on_screen) as home,
            Puppet("Saltbush & Sons Outdoor Works", "Acme Field Service") as gateway,
            Puppet("Cedar & Finch Bakery", "Conductor", seed=2) as conductor,
        ):
            pc = MadeUpPc()
            app = type(self)(
                CommonOptions(home=home),
                secrets=Vault,
                places=places_of_tour(home),
                this_pc=lambda: pc.now,
                open_file=pc.open_file,
                live_api=conductor.base_url,
            )
            try:
                return take_tour(app, pc, gateway, conductor, output, say)
            finally:
                app.close()

    # ---- for a window

    def have_window(self) -> None:
        """A window shows the profile in use, and the log may wait for ``start_log``."""
        self._has_window, self._logs_at_once = True, False

    def take_care(self, care: Care) -> None:
        """Leave out what may have kept earlier starts from a good end; before the first use."""
        self._care = care

    def require_allowed(self) -> None:
        """Raises ``SwitchedOff`` when the options ask for what an IT admin does not allow."""
        if self.options.sandbox:
            self.policies().require_sandbox()

    def start_log(self) -> None:
        """Write the log of this run from now on."""
        self._start_log(self.home())

    def find_something_to_watch(self) -> bool:
        """Use a finished connection in this run; False when there is none.

        Where another company file is only being added, or the sandbox was looked at, the one that
        was watched before goes on being watched.
        """
        if not self.home().settings_file.exists():
            return False
        session = self.session()
        if session.profile.is_set_up and session.is_sandbox is self.options.sandbox:
            return True
        other = session.settings.other_than(session.profile_name)
        if other is None or (other == ProfileName.SANDBOX) is not self.options.sandbox:
            return False
        self.sessions().use(other)
        return True

    def first_front(self, messages: Once[Messages], *, set_up_again: bool) -> Front:
        """What to show at once; on a first run without reading settings, for there are none."""
        from conductor_desktop.ui.front import main_front, setup_front

        if not self.home().settings_file.exists():
            return setup_front(sandbox=self.options.sandbox)
        session = self.session()
        if set_up_again or not session.profile.is_set_up:
            return setup_front(sandbox=session.is_sandbox)
        settings = (
            replace(session.settings, window_geometry=None) if self._care else session.settings
        )
        return main_front(settings, session.profile_name, messages())

    def desk(self, messages: Messages | None = None) -> Desk:
        """The windows, not yet open, with everything they need."""
        from conductor_desktop.ui.desk import Desk, tell_of_settings
        from conductor_desktop.ui.messages import Messages
        from conductor_desktop.ui.providers import Providers
        from conductor_desktop.ui.tasks import Pool, TaskRunner
        from conductor_desktop.ui.web.engine import loading_pieces
        from conductor_desktop.ui.web.engine_files import warm_up

        self._has_window = True
        sessions = self.sessions()
        messages = messages or Messages()
        tell_of_settings(messages, self.loaded().notice)
        self.notice = None  # the window says it
        providers = Providers(
            setup=self.setup,
            removal=self._removal,
            checks=self.checks,
            connection=lambda: None if self.session().has_only_a_link else self.connection(),
            invoices=lambda: None if self.session().has_only_a_link else self.invoices(),
            customers=lambda: None if self.session().has_only_a_link else self.customers(),
            company=lambda: None if self.session().has_only_a_link else self.company(),
            history=self._history_of,
            diagnostics=self.diagnostics,
            create_view=self._create_view,
            warm_up=warm_up,
            engine_pieces=loading_pieces,
            stop_sandbox=self.sandbox.stop,
            rest=Once(self._kept_rest),
            status_file=self._status_file,
            own_start=self._own_start,
            home=self.home().root,
            policies=self.policies,
        )
        if self._care:
            from conductor_desktop.ui.careful import careful

            providers = careful(providers)
        runner = TaskRunner()
        runner.submit(lambda _task: self._sweep(), Pool.FILES)
        return Desk(sessions, providers, runner, messages, care=self._care)

    def _own_start(self) -> OwnStart | None:
        """Windows starts the installed app, in the folder it usually keeps its things in."""
        from conductor_desktop.services.own_start import OwnStart, command_for
        from conductor_desktop.workstation.run_entries import ThisUsersRunEntries
        from conductor_desktop.workstation.this_pc import ThisPc

        is_built = getattr(sys, "frozen", False)
        if sys.platform != "win32" or not is_built or self.options.home:
            return None
        command = command_for(sys.executable)
        return OwnStart(ThisUsersRunEntries(), command, ThisPc().open_settings)

    def _sweep(self) -> None:
        """Delete the connection files that an earlier run has left, however it ended."""
        from conductor_desktop.workstation.qwc.keeping import A_DAY, KeptFiles

        KeptFiles(self.home().connection_files).forget(older_than_seconds=A_DAY)

    def _status_file(self, session: Session) -> StatusFile:
        from conductor_desktop.services.connection.status_file import StatusFile

        return StatusFile(self.home().status_file(sandbox=session.is_sandbox))

    def _kept_rest(self) -> KeptRest:
        from conductor_desktop.services.connection.kept_rest import KeptRest

        return KeptRest(self.sessions())

    # ---- parts

    def _make_way_in(self) -> WayIn:
        from conductor_desktop.way_in import WayIn

        return WayIn(
            self.options, self.sandbox, lambda: self._has_window, self._live_api, self.policies
        )

    def _make_policies(self) -> PolicyReader:
        from conductor_desktop.services.policies import PolicyReader

        return PolicyReader(self._this_pc)

    def _open_home(self) -> AppHome:
        home = AppHome.locate(self.options.home)
        home.prepare()
        if self._logs_at_once:
            self._start_log(home)
        return home

    def _start_log(self, home: AppHome) -> None:
        if self._log is not None:
            return  # something has gone wrong before the window was there
        from conductor_desktop.storage.logs import start_logging

        self._log = start_logging(home, self.redactor())
        if self._policies.made is not None:
            self._policies.made.tell()

    def session(self) -> Session:
        """The profile in use."""
        return self.sessions().current

    def _open_sessions(self) -> Sessions:
        from conductor_desktop.services.kept_settings import KeptSettings
        from conductor_desktop.services.sessions import Sessions

        settings = self.loaded().settings  # this is what opens the store
        return Sessions(
            KeptSettings(self._store, settings, self._keep_out_of_the_log),
            self.way_in().profile_name(settings),
            secrets=self.secrets,
            new_client=self._new_client,
        )

    def _keep_out_of_the_log(self, settings: Settings) -> None:
        from conductor_desktop.storage.private_settings import private_values

        self.redactor().hide(private_values(settings))

    def _load_settings(self) -> Loaded:
        from conductor_desktop.storage.settings import SettingsStore

        self._store = SettingsStore(self.home().settings_file)
        loaded = self._read_with_care() if self._care else self._store.load()
        self.notice = loaded.notice
        return loaded

    def _read_with_care(self) -> Loaded:
        try:
            return self._store.load()
        except Exception:  # this may be why nothing opened: then it opens without
            log.exception("reading the settings failed")
            return self._store.leave_alone()

    def _open_secrets(self) -> SecretStore:
        from hashlib import sha256

        from conductor_desktop.storage.paths import is_usual_home
        from conductor_desktop.storage.secrets import SERVICE, open_secret_store

        if is_usual_home(self.options.home):
            return open_secret_store()
        # Two app folders of one Windows user must not overwrite each other's keys.
        folder = sha256(str(self.home().root).encode()).hexdigest()[:8]
        return open_secret_store(service=f"{SERVICE} ({folder})")

    def _make_setup(self) -> SetupService:
        from conductor_desktop.services.connection_file import open_with_windows
        from conductor_desktop.services.end_users import EndUsersService
        from conductor_desktop.services.setup import SetupService

        return SetupService(
            self.sessions(),
            start_sandbox=self.sandbox.access,
            connection_files=self.home().connection_files,
            live_api=self.way_in().live_api,
            new_end_users=lambda session: EndUsersService(session, machine_id=_machine_id),
            pc=self._this_pc,
            open_file=self._open_file or open_with_windows,
            places=self._places,
        )

    def _open_history(self) -> HistoryStore:
        from conductor_desktop.storage.history.store import HistoryStore

        return HistoryStore(self.home().history_file)

    def _history_of(self, session: Session) -> HistoryService:
        from conductor_desktop.services.history.service import HistoryService, mark_of

        end_user = session.profile.end_user
        owner = mark_of(end_user.id) if end_user is not None else None
        return HistoryService(self.history(), session.profile_name, owner=owner)

    def _removal(self, session: Session) -> RemovalService:
        from conductor_desktop.services.removal import RemovalService

        return RemovalService(
            self.sessions(),
            session,
            self._pc_of(session),
            history=self.history(),
            connection_files=self.home().connection_files,
            forget_connection_files=self.setup().forget_connection_files,
        )

    def _new_client(self, access: Access) -> ConductorClient:
        from conductor_desktop.conductor.client import ConductorClient

        for secret in (access.secret, access.publishable_key):
            if secret is not None:
                self.redactor().register(secret)
        return ConductorClient(access.base_url, access.secret)

    # ---- Qt

    def _create_view(self, link: AuthLink) -> AuthView:
        import PySide6

        from conductor_desktop.services.policies.auth_view import require_own_view
        from conductor_desktop.services.web_engine import require_fresh_engine
        from conductor_desktop.ui.web.engine import create_auth_view
        from conductor_desktop.ui.web.policy import LinkRefused, policy_for

        self.redactor().register(link.url)
        base_url = None if link.from_file else self.session().access.base_url
        policy = policy_for(link.url, base_url)
        if not policy.allows_page(link.url.reveal()):
            raise LinkRefused(from_file=link.from_file)
        policies = self.policies()
        require_own_view(policies)
        if policy.allow_loopback_port is None:  # not a page of this PC
            today = datetime.now(UTC).date()
            require_fresh_engine(PySide6.__version__, today, is_managed=policies.is_managed)
        return create_auth_view(policy, self.home().connection_files)


def _usual_places(downloads: Path | None) -> Sequence[Place]:
    from conductor_desktop.services.setup_file.found import usual_places

    # Run from its source, the app has no folder of its own that a vendor would put a file into.
    is_built = getattr(sys, "frozen", False)
    return usual_places(Path(sys.executable).parent if is_built else None, downloads)


def _this_pc() -> Workstation:
    from conductor_desktop.workstation.this_pc import ThisPc

    return ThisPc()


def _machine_id() -> str | None:
    from conductor_desktop.workstation.machine_id import machine_id
    from conductor_desktop.workstation.this_pc import ThisPc

    return machine_id(ThisPc())


def _make_redactor() -> Redactor:
    from conductor_desktop.storage.redaction import Redactor

    return Redactor.for_this_pc()
