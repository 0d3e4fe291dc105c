"""What commands may ask of the app: the ``Composition`` that ``app`` builds and hands in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.cli.options import CommonOptions

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.company.service import CompanyService
    from conductor_desktop.services.connection import ConnectionService
    from conductor_desktop.services.connection.examination import Examination
    from conductor_desktop.services.customers import CustomersService
    from conductor_desktop.services.diagnostics import DiagnosticsService
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.services.policies import Policies


class Run(Protocol):
    """The run of the program that the command is."""

    options: CommonOptions
    """May change until the first use of anything else."""
    notice: str | None
    """What the person should know about the settings; said once, at the end of a command."""

    def record(self, bug: Exception) -> None:
        """Log what nobody expected. Never raises."""


class Composition(Protocol):
    """Builds what a command needs, when it needs it; everything is closed on exit."""

    @property
    def run(self) -> Run: ...

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        """The PC checks, of this PC or of one described in a file."""

    def policies(self, described_pc: Path | None = None) -> Policies:
        """What an IT admin has set, on this PC or on one described in a file."""

    def connection(self) -> ConnectionService:
        """Raises ``NotSetUp`` when there is no connection to ask about."""

    def noted_since(self, found: Examination) -> datetime | None:
        """Since when it is so, if the app is running and has noted the same."""

    def invoices(self) -> InvoicesService:
        """Raises ``NotSetUp`` when there is nothing to read invoices through."""

    def customers(self) -> CustomersService:
        """Raises ``NotSetUp`` when there is nothing to read customers through."""

    def company(self) -> CompanyService:
        """Raises ``NotSetUp`` when there is nobody to ask about the company."""

    def diagnostics(self) -> DiagnosticsService: ...

    def run_window(self, setup_file: Path | None) -> int:
        """Open the app; returns the exit code once it is closed."""

    def run_tour(self, output: Path, say: Callable[[str], None], *, on_screen: bool = False) -> int:
        """Walk every screen on the sandbox, a picture per step; returns the exit code."""


CompositionFactory = Callable[[CommonOptions], AbstractContextManager[Composition]]
