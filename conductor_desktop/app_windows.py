"""The app's windows: what is on the screen at once, and the desk with every service it needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from conductor_desktop.once import Once
from conductor_desktop.storage.names import ProfileName

if TYPE_CHECKING:
    from conductor_desktop.cli.context import Composition
    from conductor_desktop.services.auth_link import AuthLink
    from conductor_desktop.services.connection.kept_rest import KeptRest
    from conductor_desktop.services.history.service import HistoryService
    from conductor_desktop.services.own_start import OwnStart
    from conductor_desktop.services.removal import RemovalService
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.setup import SetupService
    from conductor_desktop.services.setup_file.found import Place
    from conductor_desktop.this_run import ThisRun
    from conductor_desktop.ui.desk import Desk
    from conductor_desktop.ui.front import Front
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.web.view import AuthView


Service = TypeVar("Service")


class AppWindows:
    """Windows ask for the same ``services`` as commands do, and for a few more that are here."""

    def __init__(
        self,
        run: ThisRun,
        services: Composition,
        *,
        places: Callable[[Path | None], Sequence[Place]] | None = None,
        open_file: Callable[[Path], None] | None = None,
    ) -> None:
        """``places`` are where setup files are looked for, and ``open_file`` hands one of the
        connection over; what is not given is what a person has."""
        self.run = run
        self.setup = Once(self._make_setup)
        self._services = services
        self._places = places or _usual_places
        self._open_file = open_file

    # ---- which window

    def require_allowed(self) -> None:
        """Raises ``SwitchedOff`` when the options ask for what an IT admin does not allow."""
        if self.run.options.sandbox:
            self.run.policies().require_sandbox()

    def find_something_to_watch(self) -> bool:
        """Use a finished connection in this run; False when there is none.

        Where another company file is only being added, or the sandbox was looked at, the one that
        was watched before goes on being watched.
        """
        if not self.run.home().settings_file.exists():
            return False
        session, wants_sandbox = self.run.session(), self.run.options.sandbox
        if session.profile.is_set_up and session.is_sandbox is wants_sandbox:
            return True
        other = session.settings.other_than(session.profile_name)
        if other is None or (other == ProfileName.SANDBOX) is not wants_sandbox:
            return False
        self.run.sessions().use(other)
        return True

    def first_front(self, messages: Once[Messages], *, set_up_again: bool) -> Front:
        """What to show at once; on a first run without reading settings, for there are none."""
        from conductor_desktop.ui.front import front_of, setup_front

        if not self.run.home().settings_file.exists():
            return setup_front(sandbox=self.run.options.sandbox)
        session = self.run.session()
        wants_main = session.profile.is_set_up and not set_up_again
        return front_of(session, messages, main=wants_main, care=self.run.care)

    def desk(self, messages: Messages | None = None) -> Desk:
        """The windows, not yet open, with everything they need."""
        from conductor_desktop.ui.desk import Desk, tell_of_settings
        from conductor_desktop.ui.messages import Messages
        from conductor_desktop.ui.tasks import Pool, TaskRunner

        run = self.run
        run.have_window()
        sessions = run.sessions()
        messages = messages or Messages()
        tell_of_settings(messages, run.loaded().notice)
        run.notice = None  # the window says it
        providers = self._providers()
        if run.care:
            from conductor_desktop.ui.careful import careful

            providers = careful(providers)
        runner = TaskRunner()
        runner.submit(lambda _task: self._sweep(), Pool.FILES)
        return Desk(sessions, providers, runner, messages, care=run.care)

    def _sweep(self) -> None:
        """Delete the connection files that an earlier run has left, however it ended."""
        from conductor_desktop.workstation.qwc.keeping import A_DAY, KeptFiles

        KeptFiles(self.run.home().connection_files).forget(older_than_seconds=A_DAY)

    # ---- what they work with

    def _providers(self) -> Providers:
        from conductor_desktop.ui.providers import Providers
        from conductor_desktop.ui.web.engine import loading_pieces
        from conductor_desktop.ui.web.engine_files import warm_up

        run, services = self.run, self._services
        return Providers(
            setup=self.setup,
            removal=self._removal,
            checks=services.checks,
            connection=self._if_possible(services.connection),
            invoices=self._if_possible(services.invoices),
            customers=self._if_possible(services.customers),
            company=self._if_possible(services.company),
            history=self._history,
            diagnostics=services.diagnostics,
            create_view=self.create_view,
            warm_up=warm_up,
            engine_pieces=loading_pieces,
            stop_sandbox=run.sandbox.stop,
            rest=Once(self._kept_rest),
            status_file=run.status_file,
            own_start=self._own_start,
            home=run.home().root,
            policies=run.policies,
        )

    def _if_possible(self, service: Callable[[], Service]) -> Callable[[], Service | None]:
        """None where this PC has no way to ask Conductor."""
        return lambda: None if self.run.session().has_only_a_link else service()

    def _make_setup(self) -> SetupService:
        from conductor_desktop.services.connection_file import open_with_windows
        from conductor_desktop.services.end_users import EndUsersService
        from conductor_desktop.services.setup import SetupService

        return SetupService(
            self.run.sessions(),
            start_sandbox=self.run.sandbox.access,
            connection_files=self.run.home().connection_files,
            live_api=self.run.way_in().live_api,
            new_end_users=lambda session: EndUsersService(session, machine_id=_machine_id),
            pc=self.run.this_pc,
            open_file=self._open_file or open_with_windows,
            places=self._places,
        )

    def _removal(self, session: Session) -> RemovalService:
        from conductor_desktop.services.removal import RemovalService

        return RemovalService(
            self.run.sessions(),
            session,
            self.run.pc_of(session),
            history=self.run.history(),
            connection_files=self.run.home().connection_files,
            forget_connection_files=self.setup().forget_connection_files,
        )

    def _history(self, session: Session) -> HistoryService:
        from conductor_desktop.services.history.service import HistoryService, mark_of

        end_user = session.profile.end_user
        owner = mark_of(end_user.id) if end_user is not None else None
        return HistoryService(self.run.history(), session.profile_name, owner=owner)

    def _kept_rest(self) -> KeptRest:
        from conductor_desktop.services.connection.kept_rest import KeptRest

        return KeptRest(self.run.sessions())

    def _own_start(self) -> OwnStart | None:
        """Windows starts the installed app, in the folder it usually keeps its things in."""
        from conductor_desktop.services.own_start import OwnStart, command_for
        from conductor_desktop.workstation.run_entries import ThisUsersRunEntries
        from conductor_desktop.workstation.this_pc import ThisPc

        is_built = getattr(sys, "frozen", False)
        if sys.platform != "win32" or not is_built or self.run.options.home:
            return None
        command = command_for(sys.executable)
        return OwnStart(ThisUsersRunEntries(), command, ThisPc().open_settings)

    def create_view(self, link: AuthLink) -> AuthView:
        """What shows ``link`` inside the app. Raises what ``view_for`` does."""
        from conductor_desktop.ui.web.admission import view_for

        self.run.redactor().register(link.url)
        base_url = None if link.from_file else self.run.session().access.base_url
        folder = self.run.home().connection_files
        return view_for(link, base_url, self.run.policies(), folder)


def _usual_places(downloads: Path | None) -> Sequence[Place]:
    from conductor_desktop.services.setup_file.found import usual_places

    # Run from its source, the app has no folder of its own that a vendor would put a file into.
    is_built = getattr(sys, "frozen", False)
    return usual_places(Path(sys.executable).parent if is_built else None, downloads)


def _machine_id() -> str | None:
    from conductor_desktop.workstation.machine_id import machine_id
    from conductor_desktop.workstation.this_pc import ThisPc

    return machine_id(ThisPc())
