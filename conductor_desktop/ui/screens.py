"""Builds the screens of the main window and ties them to each other.

Imported on a worker thread before it is used, because it brings in the whole client.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from conductor_desktop.conductor.models import Invoice
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import NotSetUp
from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection_names import names_of
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress, InvoicesService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.history.notices import TITLE
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.books import books_place
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.connection.noting import Noting
from conductor_desktop.ui.connection.pc import PcController
from conductor_desktop.ui.connection.screen import ConnectionScreen
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.view_keeper import ChoiceKeeper, ViewKeeper
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.formats import current_formats
from conductor_desktop.ui.parts.loading import Phase, Unavailable
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.ui.support_place import SupportPlace
from conductor_desktop.ui.timeline.controller import TimelineController
from conductor_desktop.ui.timeline.recording import Recording
from conductor_desktop.ui.timeline.screen import TimelineScreen
from conductor_desktop.ui.timeline.strip_card import StripCard
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.ui.front import MainFront
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.tasks import TaskRunner


class Filled(NamedTuple):
    """What watches the connection, and where it is shown."""

    connection: ConnectionController
    screen: ConnectionScreen


def fill_screens(
    front: MainFront,
    session: Session,
    providers: Providers,
    runner: TaskRunner,
    messages: Messages,
    *,
    check_at_once: bool = False,
) -> Filled:
    """Put the real screens into their places. Controllers live as long as the window.

    ``check_at_once`` really asks QuickBooks, without a click.
    """
    window, places = front
    vendor = session.profile.vendor
    connection = ConnectionController(
        providers.connection,
        providers.checks,
        runner,
        window,
        vendor=vendor.name if vendor else "",
        proof_before=session.profile.last_proof_at,
        kept_rest=providers.rest(),
        pace=lambda: providers.policies().pace,
    )
    timeline = _timeline(window, session, connection, providers, runner, messages)
    _note(window, session, connection, providers, runner)
    connection.start()
    screen = _connection(window, session, connection, providers, runner)
    strip = StripCard("connectionStrip", timeline, screen)
    screen.show_below_the_state(strip)
    places["connection"].fill(screen)
    folder = ExportFolder(
        session.settings.export_folder,
        lambda path: session.change(lambda now: replace(now, export_folder=path)),
        runner,
        window,
    )
    invoices = _invoices(window, session, providers, runner, vendor, folder)
    books = books_place(window, invoices, session, providers, runner, vendor, folder)
    places["invoices"].fill(books)
    happened = TimelineScreen(timeline)
    places["timeline"].fill(happened)
    strip.trouble_chosen.connect(lambda _day: window.show_screen("timeline"))
    strip.trouble_chosen.connect(happened.show_day)
    places["support"].fill(SupportPlace(window, providers, runner, vendor))
    if check_at_once:
        connection.check_now()
    return Filled(connection, screen)


def _connection(
    window: MainWindow,
    session: Session,
    controller: ConnectionController,
    providers: Providers,
    runner: TaskRunner,
) -> ConnectionScreen:
    screen = ConnectionScreen(controller, PcController(providers.checks, runner, window))
    screen.setup_requested.connect(window.setup_requested)
    screen.reconnect_requested.connect(window.reconnect_requested)
    screen.remove_requested.connect(window.remove_requested)

    def show(report: ConnectionReport) -> None:
        if report.company:
            name = session.profile_name
            told = session.settings.changed(name, company_name=report.company)
            window.set_company(names_of(told).get(name, report.company))

    controller.report_changed.connect(show)
    controller.mark_changed.connect(lambda mark: window.set_mark("connection", mark))
    return screen


def _note(
    window: MainWindow,
    session: Session,
    connection: ConnectionController,
    providers: Providers,
    runner: TaskRunner,
) -> None:
    """How it stands is in a file for scripts for as long as it is watched, in sight or not."""
    noting = Noting(lambda: providers.status_file(session), session.profile_name, runner, window)
    connection.changed.connect(lambda: noting.see(connection.watch))
    window.closed.connect(noting.stop)
    noting.see(connection.watch)


def _timeline(
    window: MainWindow,
    session: Session,
    connection: ConnectionController,
    providers: Providers,
    runner: TaskRunner,
    messages: Messages,
) -> TimelineController:
    """What has been noted down, and is from now on, for as long as the connection is watched."""
    recording = Recording(lambda: providers.history(session), session.profile_name, runner, window)
    recording.told.connect(lambda text: messages.show(Message(Kind.LOOK, TITLE, text)))
    connection.changed.connect(lambda: recording.see(connection.watch))
    window.closing.connect(recording.bring_up_to_now)
    recording.see(connection.watch)
    return TimelineController(recording, runner, window)


def _invoices(
    window: MainWindow,
    session: Session,
    providers: Providers,
    runner: TaskRunner,
    vendor: Vendor | None,
    folder: ExportFolder,
) -> InvoicesScreen:
    def source() -> _LateInvoices | Unavailable | None:
        if session.has_only_a_link:
            return Unavailable.held_by_vendor(vendor.name if vendor else "", "invoices")
        return _LateInvoices(providers.invoices)

    controller = InvoicesController(source, runner, InvoicesModel(current_formats, window), window)
    screen = InvoicesScreen(controller, policies=providers.policies, folder=folder)
    keeper = ViewKeeper(
        screen.table,
        session.profile.invoice_view,
        lambda view: session.update(invoice_view=view),
        runner,
    )
    window.closing.connect(keeper.keep_now)
    chosen = ChoiceKeeper(
        screen.asking,
        session.profile.invoice_choice,
        lambda choice: session.update(invoice_choice=choice),
        runner,
    )
    window.closing.connect(chosen.keep_now)

    def load_first(name: str) -> None:
        # Opening the screen is asking for its invoices; after that only a click asks again.
        if name == "invoices" and controller.state.phase is Phase.EMPTY_START:
            screen.asking.begin()

    window.screen_changed.connect(load_first)
    load_first(window.current_screen)
    return screen


class _LateInvoices:
    """An invoice source that is made on the worker thread that first reads from it."""

    def __init__(self, provider: Callable[[], InvoicesService | None]) -> None:
        self._provider = provider

    def load(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        service = self._provider()
        if service is None:
            raise NotSetUp
        return service.load(query, limit, on_progress, cancel)

    def open(self, invoice_id: str, cancel: CancelToken) -> Invoice:
        service = self._provider()
        if service is None:
            raise NotSetUp
        return service.open(invoice_id, cancel)
