"""Every day after: the connection, the invoices, the support bundle, and what may go wrong."""

from __future__ import annotations

from pathlib import Path

from conductor_desktop.ui.tour.dialogs import OPEN, SAVE, give_name
from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import (
    can_click,
    choose,
    click,
    click_header,
    click_row,
    click_tab,
    double_click_row,
    reads,
    sees,
    write,
)
from conductor_desktop.ui.tour.stage import Stage


class EveryDay:
    """In the main window of the sandbox, from its proof to the day on which all is well again."""

    def __init__(self, stage: Stage, bundle: Path) -> None:
        self._stage = stage
        self._bundle = bundle

    def steps(self) -> list[Step]:
        return [
            Step("connection", "The connection, every day after", self._finish),
            Step("connection-details", "What support would ask for", self._look_at_details),
            Step("invoices", "The invoices of the last 90 days, complete", self._invoices),
            Step("invoices-estimate", "How long everything would take", self._ask_for_all),
            Step("invoices-all", "All of them", self._all_invoices),
            Step("invoices-sorted", "Sorted by total", self._sort),
            Step("invoices-filtered", "Filtered, with the totals of what is shown", self._filter),
            Step("invoices-age", "What has been overdue for a month or two", self._choose_age),
            Step("invoices-filters", "What QuickBooks can be asked for", self._open_filters),
            Step("invoices-asked", "Only what was asked for", self._ask_for_some),
            Step("invoice-detail", "One of them, with its lines", self._open_invoice),
            Step("invoice-pdf", "Saved as a PDF", self._save_pdf),
            Step("invoices-exported", "What is seen, in a workbook", self._export),
            Step("customers", "The customers, and what they owe", self._customers),
            Step("customers-found", "One of them, found by name", self._find_customers),
            Step("customer-invoices", "All invoices of one of them", self._invoices_of_one),
            Step("company", "Whose books these are", self._company),
            Step("support", "The support bundle, seen before it leaves", self._support),
            Step("support-saved", "The support bundle, saved", self._save_bundle),
            Step("bundle-opened", "That bundle, as support opens it", self._open_bundle),
            Step("log", "The app's own log, as it is written", self._look_at_log),
            Step("reopened", "Closed and opened again: it goes on where it was", self._reopen),
            Step("cause-dialog", "A window waits in QuickBooks", self._see_dialog),
            Step("cause-web-connector", "The Web Connector was closed", self._see_closed),
            Step("recovered", "It works again", self._see_recovery),
            Step("timeline", "What happened, to be read aloud", self._timeline),
        ]

    def _finish(self) -> Walk:
        click("setupNext")
        yield from self._stage.see_connection()

    def _look_at_details(self) -> Walk:
        click("connectionDetails")
        yield sees("connectionDetailsCopy")

    def _invoices(self) -> Walk:
        click("navInvoices")
        yield sees("invoicesTable")
        yield reads("invoicesScreen", "Complete")

    def _ask_for_all(self) -> Walk:
        click("invoicesPeriod")
        yield lambda: choose("invoicesPeriod", "Everything")
        yield sees("invoicesEverythingLoad")

    def _all_invoices(self) -> Walk:
        click("invoicesEverythingLoad")
        yield reads("invoicesScreen", "all 240 invoices")

    def _sort(self) -> Walk:
        click_header("invoicesTable", "Total")
        click_header("invoicesTable", "Total")
        yield sees("invoicesTable")

    def _filter(self) -> Walk:
        write("invoicesFilter", "overdue")
        yield sees("invoicesTotals")

    def _choose_age(self) -> Walk:
        yield can_click("invoicesAge2")
        click("invoicesAge2")
        yield reads("invoicesScreen", "The amounts are for")

    def _open_filters(self) -> Walk:
        click("invoicesAge2")
        click("invoicesFiltersButton")
        yield sees("invoicesFilters")
        write("invoicesFilterNumber", "1")

    def _ask_for_some(self) -> Walk:
        click("invoicesFiltersApply")
        yield sees("invoicesChip0")
        yield reads("invoicesScreen", "with these filters")

    def _open_invoice(self) -> Walk:
        double_click_row("invoicesTable", 0)
        yield sees("invoiceDetailLines")

    def _save_pdf(self) -> Walk:
        yield can_click("invoiceDetailPdf")
        click("invoiceDetailPdf")
        yield from give_name(self._stage.world.downloads / "Invoice.pdf", SAVE)
        yield sees("invoiceDetailFolder")

    def _export(self) -> Walk:
        click("invoiceDetailBack")
        yield can_click("invoicesExport")
        click("invoicesExport")
        yield from give_name(self._stage.world.downloads / "Invoices.xlsx", SAVE)
        yield sees("invoicesExportFolder")

    def _customers(self) -> Walk:
        click("invoicesExportClose")
        click_tab("booksTabs", "Customers")
        yield reads("customersScreen", "Complete")

    def _find_customers(self) -> Walk:
        write("customersFilter", "okonkwo")
        yield reads("customersCount", "match the filter")
        click_row("customersTable", 0)

    def _invoices_of_one(self) -> Walk:
        double_click_row("customersTable", 0)
        yield sees("invoicesChip0")
        yield reads("invoicesScreen", "with these filters")

    def _company(self) -> Walk:
        click_tab("booksTabs", "Company")
        yield can_click("companyCopy")

    def _support(self) -> Walk:
        click("navSupport")
        yield can_click("supportSave")

    def _save_bundle(self) -> Walk:
        click("supportSave")
        yield from give_name(self._bundle, SAVE)
        yield self._bundle.exists
        yield sees("supportSavedPath")

    def _open_bundle(self) -> Walk:
        click("supportOpen")
        yield from give_name(self._bundle, OPEN)
        yield sees("openedEvidence")

    def _look_at_log(self) -> Walk:
        click("openedBack")
        yield can_click("supportLog")
        click("supportLog")
        yield sees("logTable")
        yield reads("logCount", "New ones appear")

    def _reopen(self) -> Walk:
        self._stage.open_app()
        yield from self._stage.see_connection()

    def _see_dialog(self) -> Walk:
        yield from self._look_at_pc("dialog-waiting", "A QuickBooks window is waiting")
        yield can_click("connectionRemedy")

    def _see_closed(self) -> Walk:
        yield from self._look_at_pc("web-connector-closed", "The Web Connector is closed")
        yield sees("connectionStepsList")

    def _see_recovery(self) -> Walk:
        yield from self._look_at_pc("sandbox", "answered through Conductor")

    def _timeline(self) -> Walk:
        click("navTimeline")
        yield sees("timelineList")
        yield reads("timelineCount", "1 outage")

    def _look_at_pc(self, name: str, headline: str) -> Walk:
        """Twice, because once may be nothing."""
        self._stage.world.put_sandbox_on(name)
        for _ in range(2):
            click("pcRecheck")
            yield lambda: not reads("pcSummary", "Looking at this PC…")()
            yield reads("connectionScreen", headline)
