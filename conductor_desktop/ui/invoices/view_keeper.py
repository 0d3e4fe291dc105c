"""Brings back how the invoice table was arranged and what was asked for, and keeps both."""

from __future__ import annotations

from collections.abc import Callable

from conductor_desktop.storage.invoice_choice import InvoiceChoice
from conductor_desktop.storage.table_view import TableView
from conductor_desktop.ui.invoices.asking_desk import AskingDesk
from conductor_desktop.ui.invoices.keeper import Keeper
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.tasks import TaskRunner


class ViewKeeper(Keeper[TableView]):
    """How the columns are arranged."""

    def __init__(
        self,
        table: InvoicesTable,
        kept: TableView | None,
        keep: Callable[[TableView], object],
        runner: TaskRunner,
    ) -> None:
        if kept is not None:
            table.arrange(kept)
        super().__init__(
            lambda: table.view, keep, runner, "the columns of the invoices", parent=table
        )
        table.arranged.connect(self.keep_soon)


class ChoiceKeeper(Keeper[InvoiceChoice]):
    """Which invoices are asked for."""

    def __init__(
        self,
        asking: AskingDesk,
        kept: InvoiceChoice | None,
        keep: Callable[[InvoiceChoice], object],
        runner: TaskRunner,
    ) -> None:
        if kept is not None:
            asking.recall(kept)
        super().__init__(
            lambda: asking.choice, keep, runner, "the period of the invoices", parent=asking
        )
        asking.choice_changed.connect(self.keep_soon)
