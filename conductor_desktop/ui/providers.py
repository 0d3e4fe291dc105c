"""What the windows are given to work with: every service as a way to get it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.company.service import CompanyService
    from conductor_desktop.services.connection import ConnectionService
    from conductor_desktop.services.connection.kept_rest import KeptRest
    from conductor_desktop.services.connection.status_file import StatusFile
    from conductor_desktop.services.customers import CustomersService
    from conductor_desktop.services.diagnostics import DiagnosticsService
    from conductor_desktop.services.history.service import HistoryService
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.services.own_start import OwnStart
    from conductor_desktop.services.policies import Policies
    from conductor_desktop.services.removal import RemovalService
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.setup import SetupService
    from conductor_desktop.ui.setup.connect import ViewFactory
    from conductor_desktop.work import CancelToken


@dataclass(frozen=True)
class Providers:
    """How the window gets its services. Each is first called on a worker thread, and may block.

    ``connection``, ``invoices``, ``customers`` and ``company`` give None when this PC has no way to
    ask Conductor.
    """

    setup: Callable[[], SetupService]
    removal: Callable[[Session], RemovalService]
    checks: Callable[[], PcChecks]
    connection: Callable[[], ConnectionService | None]
    invoices: Callable[[], InvoicesService | None]
    customers: Callable[[], CustomersService | None]
    company: Callable[[], CompanyService | None]
    history: Callable[[Session], HistoryService]
    diagnostics: Callable[[], DiagnosticsService]
    create_view: ViewFactory
    warm_up: Callable[[CancelToken], object]  # reads what create_view will load
    engine_pieces: Callable[[], Iterable[Callable[[], object]]]  # load it, on the UI thread
    stop_sandbox: Callable[[], None]
    status_file: Callable[[Session], StatusFile]
    rest: Callable[[], KeptRest]  # one and the same; of the UI thread
    own_start: Callable[[], OwnStart | None]  # None where the app cannot start with Windows
    home: Path
    policies: Callable[[], Policies]  # quick, and of any thread
