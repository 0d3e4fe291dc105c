"""The composition root: builds the services, for commands and windows alike, and opens the windows.

What there is one of is in ``this_run``; each service is made of it when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.once import Once

if TYPE_CHECKING:
    from conductor_desktop.app_windows import AppWindows
    from conductor_desktop.cli.context import Composition
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.company.service import CompanyService
    from conductor_desktop.services.connection import ConnectionService
    from conductor_desktop.services.connection.examination import Examination
    from conductor_desktop.services.customers import CustomersService
    from conductor_desktop.services.diagnostics import DiagnosticsService
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.services.policies import Policies
    from conductor_desktop.services.setup_file.found import Place
    from conductor_desktop.storage.secrets import SecretStore
    from conductor_desktop.workstation.pc import Workstation


@contextmanager
def compose(options: CommonOptions) -> Iterator[Composition]:
    """The app for one run of the program; everything it opened is closed at the end."""
    app = App(options)
    try:
        yield app
    finally:
        app.close()


class App:
    """What commands may ask for (``cli.context.Composition``), as a person has it."""

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
        from conductor_desktop.this_run import ThisRun  # which --version and --help do without

        self.run = ThisRun(options, secrets=secrets, this_pc=this_pc, live_api=live_api)
        self.windows = Once(self._make_windows)
        self._places = places
        self._open_file = open_file

    def close(self) -> None:
        """Let go of connections, the sandbox and the log file."""
        self.run.close()

    # ---- services

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        """The PC checks: of ``described_pc``, else of the PC that this profile is on."""
        from conductor_desktop.services.checks import PcChecks, Purpose

        session = self.run.session()
        profile = session.profile
        purpose = Purpose(
            self.run.way_in().api_url(session),
            profile.application,
            profile.expected_company or profile.company_name,
        )
        if described_pc is None:
            return PcChecks(self.run.pc_of(session), purpose)
        from conductor_desktop.workstation.described_pc import DescribedPc

        described = DescribedPc.load(described_pc)
        connection = described.description.connection
        return PcChecks(described, purpose.filled_from(connection) if connection else purpose)

    def policies(self, described_pc: Path | None = None) -> Policies:
        """What an IT admin has set, on ``described_pc`` or else on this one."""
        if described_pc is None:
            return self.run.policies()
        from conductor_desktop.services.policies import read_policies
        from conductor_desktop.workstation.described_pc import DescribedPc

        return read_policies(DescribedPc.load(described_pc))

    def connection(self) -> ConnectionService:
        """Of the EndUser that the options name, else of the one that setup settled."""
        self._make_sure()
        return self._connection()

    def _connection(self) -> ConnectionService:
        from conductor_desktop.services.connection import ConnectionService, Proof

        session = self.run.session()
        client, end_user_id = self.run.way_in().open(session)
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
        session = self.run.session()
        noted = self.run.status_file(session).read(datetime.now(UTC))
        if noted is None:
            return None
        return noted.since_of(session.profile_name, found.report, found.diagnosis)

    def invoices(self) -> InvoicesService:
        """Of the EndUser that the options name, else of the one that setup settled."""
        from conductor_desktop.services.invoices import InvoicesService

        return InvoicesService(*self._client_and_end_user())

    def customers(self) -> CustomersService:
        """Of the same EndUser."""
        from conductor_desktop.services.customers import CustomersService

        return CustomersService(*self._client_and_end_user())

    def company(self) -> CompanyService:
        """Of the same EndUser."""
        from conductor_desktop.services.company.service import CompanyService

        return CompanyService(*self._client_and_end_user())

    def _client_and_end_user(self) -> tuple[ConductorClient, str]:
        self._make_sure()
        return self.run.way_in().open(self.run.session())

    def _make_sure(self) -> None:
        """That no other connection may be meant."""
        self.run.way_in().make_sure(self.run.session())

    def diagnostics(self) -> DiagnosticsService:
        """The support bundle; what the connection looks like is asked of Conductor's notes."""
        from conductor_desktop.services.diagnostics import DiagnosticsService
        from conductor_desktop.services.diagnostics.versions import loaded_versions

        run = self.run
        return DiagnosticsService(
            run.home(),
            redactor=run.redactor(),
            settings=lambda: run.session().settings,
            profile=lambda: run.session().profile_name,
            secret_store=run.secrets,
            checks_factory=self.checks,
            pc=lambda: run.pc_of(run.session()),
            application=lambda: run.session().profile.application,
            connection=self._connection,
            api_url=lambda: run.way_in().api_url(run.session()),
            history=lambda profile, since: run.history().since(profile, since),
            versions=loaded_versions(),
            policies=lambda: run.policies().as_json(),
        )

    # ---- windows

    def run_window(self, file: Path | None) -> int:
        """Open the app; the services start once the first window is on the screen.

        ``file`` is a setup file or a bundle. With a window of this home open already, that one
        comes to the front and gets it.
        """
        from conductor_desktop.opening.window import open_window

        return open_window(self.windows(), file)

    def run_tour(self, output: Path, say: Callable[[str], None], *, on_screen: bool = False) -> int:
        """Walk the journey on a home folder of its own, so that nothing kept is touched."""
        self.run.policies().require_sandbox()
        from conductor_desktop.opening.tour import places_of_tour, take_tour, tours_home
        from conductor_desktop.sandbox.puppet import Puppet
        from conductor_desktop.ui.tour.made_up_pc import MadeUpPc, Vault

        with (
            tours_home(self.run.options.home, on_screen=on_screen) as home,
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
                return take_tour(app.windows(), pc, gateway, conductor, output, say)
            finally:
                app.close()

    def _make_windows(self) -> AppWindows:
        from conductor_desktop.app_windows import AppWindows

        return AppWindows(self.run, self, places=self._places, open_file=self._open_file)
