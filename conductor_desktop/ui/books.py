"""Builds what shows the books: invoices, customers and the company, and ties them to each other.

Imported on a worker thread before it is used, because it brings in the whole client.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from conductor_desktop.conductor.models import Company, Customer
from conductor_desktop.errors import NotSetUp
from conductor_desktop.services.company.service import CompanyService
from conductor_desktop.services.customers import CustomerList, CustomerProgress, CustomersService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.company.controller import CompanyController
from conductor_desktop.ui.company.screen import CompanyScreen
from conductor_desktop.ui.customers.controller import CustomersController
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.customers.screen import CustomersScreen
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.formats import current_formats
from conductor_desktop.ui.parts.loading import Unavailable
from conductor_desktop.ui.shell.tabs import Tab, TabbedPlace
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.tasks import TaskRunner


def books_place(
    window: MainWindow,
    invoices: InvoicesScreen,
    session: Session,
    providers: Providers,
    runner: TaskRunner,
    vendor: Vendor | None,
    folder: ExportFolder,
) -> TabbedPlace:
    """The three pages behind the entry of the invoices. Each is asked for when it is opened."""
    model = CustomersModel(current_formats, window)
    invoices.asking.filters.listed = lambda: model.customers
    customers = _customers(model, window, session, providers, runner, vendor, folder)
    company = _company(window, session, providers, runner, vendor, folder)
    place = TabbedPlace(
        "books",
        (
            Tab("invoices", "Invoices", invoices),
            Tab("customers", "Customers", customers),
            Tab("company", "Company", company),
        ),
        window,
    )

    def begin(name: str) -> None:
        if name == "customers":
            customers.begin()
        elif name == "company":
            company.begin()

    def show_invoices(customer: Customer, jobs: list[Customer]) -> None:
        place.show_page("invoices")
        invoices.show_customer(customer, jobs)

    place.page_changed.connect(begin)
    customers.invoices_wanted.connect(show_invoices)
    return place


def _customers(
    model: CustomersModel,
    window: MainWindow,
    session: Session,
    providers: Providers,
    runner: TaskRunner,
    vendor: Vendor | None,
    folder: ExportFolder,
) -> CustomersScreen:
    def source() -> _LateCustomers | Unavailable:
        if session.has_only_a_link:
            return Unavailable.held_by_vendor(vendor.name if vendor else "", "customers")
        return _LateCustomers(providers.customers)

    controller = CustomersController(source, runner, model, window)
    return CustomersScreen(controller, policies=providers.policies, folder=folder)


def _company(
    window: MainWindow,
    session: Session,
    providers: Providers,
    runner: TaskRunner,
    vendor: Vendor | None,
    folder: ExportFolder,
) -> CompanyScreen:
    def source() -> _LateCompany | Unavailable:
        if session.has_only_a_link:
            name = vendor.name if vendor else ""
            return Unavailable.held_by_vendor(name, "company’s details")
        return _LateCompany(providers.company)

    controller = CompanyController(source, runner, window)
    return CompanyScreen(controller, current_formats, policies=providers.policies, folder=folder)


class _LateCustomers:
    """A source that is made on the worker thread that first reads from it."""

    def __init__(self, provider: Callable[[], CustomersService | None]) -> None:
        self._provider = provider

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        service = self._provider()
        if service is None:
            raise NotSetUp
        return service.load(on_progress, cancel)


class _LateCompany:
    """The same for the company."""

    def __init__(self, provider: Callable[[], CompanyService | None]) -> None:
        self._provider = provider

    def read(self, cancel: CancelToken) -> Company:
        service = self._provider()
        if service is None:
            raise NotSetUp
        return service.read(cancel)
