"""The Customers page: search, table, what they owe, and how complete what it shows is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from conductor_desktop.services.currencies import decimals_of
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.ui.customers.controller import CustomersController
from conductor_desktop.ui.customers.placeholders import CustomersContent
from conductor_desktop.ui.customers.table import CustomersTable
from conductor_desktop.ui.customers.wording import (
    Content,
    Rows,
    content_for,
    count_line,
    customers,
    verdict,
)
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.export_desk import ExportDesk, Words
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.fields import offer_clearing, search_by_keys
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.reading_tools import ReadingTools
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.parts.totals_strip import TotalsStrip, currency_words
from conductor_desktop.ui.theme import UNIT

CUSTOMERS = Words("customers", "customers", "Customers", customers)


class CustomersScreen(QWidget):
    """Says what is wanted to the controller and shows its state. Nothing loads until asked."""

    invoices_wanted = Signal(object, object)  # a Customer, and a list of its jobs

    def __init__(
        self,
        controller: CustomersController,
        parent: QWidget | None = None,
        *,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._model = controller.model
        self.setObjectName("customersScreen")
        self.setAccessibleName("Customers")
        # Made in the order in which the Tab key visits them.
        self._filter = QLineEdit(self)
        self.export_desk = ExportDesk(
            controller.exporter,
            controller.seen,
            lambda: self._model.formats,
            CUSTOMERS,
            self,
            policies=policies,
            folder=folder,
        )
        self._reading = ReadingTools("customers", "Loading customers", self)
        self._count = muted("", self)
        self._invoices = link_button("Show invoices", "customersInvoices", self)
        self.table = CustomersTable(self._model, self)
        self._content = CustomersContent(self.table, self)
        self._totals = TotalsStrip(
            "customers", ("Currency", "Customers", "Balance"), ("Balance",), self
        )
        self._name()
        self._build()
        self._wire()
        self._on_state_changed(controller.state)

    @property
    def content(self) -> Content:
        """What stands in the middle: the table, or why there is none."""
        return self._content.content

    def begin(self) -> None:
        """Opening the page is asking for the customers; after that only a click asks again."""
        if self._controller.state.phase is Phase.EMPTY_START:
            self._controller.load()

    def _name(self) -> None:
        self._filter.setObjectName("customersFilter")
        self._filter.setAccessibleName("Filter customers")
        self._filter.setPlaceholderText("Name, phone, town, balance>0")
        self._filter.setToolTip(
            "Words are looked for in everything the table shows; >500, <=20 or balance=0 are "
            "compared with the balance. Ctrl+F to write here, Esc to clear."
        )
        offer_clearing(self._filter)
        self._invoices.setToolTip("The invoices of the selected customer and its jobs (Enter)")
        self._count.setObjectName("customersCount")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT)
        column.addLayout(self._header())
        column.addLayout(self._status_row())
        column.addWidget(self.export_desk.panel)
        column.addWidget(self._content, 1)
        column.addWidget(self._totals)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._filter, 1)
        for widget in (self.export_desk.button, self._reading.refresh, self._reading.cancel):
            row.addWidget(widget)
        return row

    def _status_row(self) -> QHBoxLayout:
        # As high as its text whether or not there is any, so that the table stays where it is.
        self._count.setWordWrap(False)
        self._count.setFixedHeight(self._count.fontMetrics().height() + UNIT // 2)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(self._count)
        row.addWidget(self._reading.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._invoices)
        return row

    def _wire(self) -> None:
        self._filter.textChanged.connect(self._model.set_filter)
        self._reading.wire(self._controller.load, self._controller.cancel)
        self._content.load_clicked.connect(self._controller.load)
        self._content.clear_filter_clicked.connect(self._filter.clear)
        self._totals.retry_clicked.connect(self._controller.load)
        self._invoices.clicked.connect(self.table.show_invoices)
        self.table.invoices_wanted.connect(self._on_invoices_wanted)
        self.table.selectionModel().currentChanged.connect(self._offer_invoices)
        self._model.rows_changed.connect(self._show_rows)
        self._controller.state_changed.connect(self._on_state_changed)
        self._controller.loaded_changed.connect(self._reading.show_loaded)
        search_by_keys(self._filter, self, self.table)

    def _on_invoices_wanted(self, customer: object) -> None:
        current = self.table.current_customer
        if current is customer and current is not None:
            self.invoices_wanted.emit(current, self._model.jobs_of(current))

    def _offer_invoices(self) -> None:
        self._invoices.setEnabled(self.table.current_customer is not None)

    def _on_state_changed(self, state: State) -> None:
        self._filter.setEnabled(state.phase is not Phase.UNAVAILABLE)
        self._reading.show_state(state)
        if state.unavailable is not None:
            self._content.say_unavailable(state.unavailable)
        if state.problem is not None:
            self._content.say_failure(state.problem)
        self._show_rows()

    def _show_rows(self) -> None:
        state, model = self._controller.state, self._model
        formats, count, shown = model.formats, len(model.customers), model.shown_count
        matching = shown if model.is_filtered else None
        rows = Rows(count, self._controller.loaded.expected, matching)
        self._count.setText(count_line(state, rows, formats))
        self._content.say_no_match(model.filter_words, customers(count, formats))
        content = content_for(state.phase, count, shown)
        self._content.show_content(content)
        self._invoices.setVisible(content is Content.TABLE)
        self._offer_invoices()
        self.export_desk.offer(bool(shown))
        self._totals.setVisible(bool(count))
        if count:
            said = verdict(state, rows, formats)
            self._totals.show_verdict(said)
            lines = [
                (
                    currency_words(name),
                    formats.count(one.count),
                    formats.money(one.balance, decimals_of(name)),
                )
                for name, one in sorted(model.owed.items())
            ]
            self._totals.show_lines(lines, complete=said.complete)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.export_desk.look_again()
        # What was missing may be there by now, after the guided setup for example.
        if self._controller.state.phase is Phase.UNAVAILABLE:
            self._controller.reset()
