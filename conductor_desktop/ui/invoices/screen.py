"""The Invoices screen: period, filter, table, and how complete what it shows is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.conductor.models import Customer
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.ui.invoices.asking_desk import AskingDesk
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.copy_desk import CopyDesk
from conductor_desktop.ui.invoices.detail import InvoiceDetail
from conductor_desktop.ui.invoices.foot import Foot
from conductor_desktop.ui.invoices.narrowing import with_jobs
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.placeholders import InvoicesContent
from conductor_desktop.ui.invoices.seen import Seen
from conductor_desktop.ui.invoices.status_row import StatusRow
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.invoices.wording import (
    Content,
    Rows,
    content_for,
    count_line,
    invoices,
    verdict,
)
from conductor_desktop.ui.parts.export_desk import ExportDesk, Words
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.fields import offer_clearing, search_by_keys
from conductor_desktop.ui.parts.formats import local_today
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.reading_tools import ReadingTools
from conductor_desktop.ui.theme import UNIT

INVOICES = Words("invoices", "invoices", "Invoices", invoices)
_ROOM_FOR_ALL = UNIT * 80
_WARM_UP_AFTER_MS = 200
_MANY = 2000  # what few of them add up to is shown at once


class InvoicesScreen(QWidget):
    """Says what is wanted to the controller and shows its state. Nothing loads until asked."""

    def __init__(
        self,
        controller: InvoicesController,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = local_today,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._model = controller.model
        self.setObjectName("invoicesScreen")
        self.setAccessibleName("Invoices")
        self._filter = QLineEdit(self)
        self.asking = AskingDesk(controller, today, self)
        self._reading = ReadingTools("invoices", "Loading invoices", self)
        self._rows_later = QTimer(self, singleShot=True, interval=0)
        self._rows_later.timeout.connect(self._show_first_rows)
        # Once, in a quiet moment after the screen has come: with the first rows it would be felt.
        self._warming: QTimer | None = QTimer(self, singleShot=True, interval=_WARM_UP_AFTER_MS)
        self._warming.timeout.connect(self._warm_up)
        self.export_desk = ExportDesk(
            controller.exporter,
            self._seen,
            lambda: self._model.formats,
            INVOICES,
            self,
            policies=policies,
            folder=folder,
        )
        self.table = InvoicesTable(self._model, self)
        self.detail = InvoiceDetail(
            lambda: self._model.formats,
            controller.runner,
            self,
            policies=policies,
            folder=folder,
        )
        self._content = InvoicesContent(self.table, self.detail, self)
        self._status = StatusRow(self.table, self._filter, self._reading.bar, self)
        self._copying = CopyDesk(controller.runner, self._status.say, self)
        self._foot = Foot(self._model, self)
        self._name()
        self._build()
        self._order_keys()
        self._wire()
        self._on_state_changed(controller.state)

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return self.asking.chooser.period

    @property
    def content(self) -> Content:
        """What stands in the middle: the table, or why there is none."""
        return self._content.content

    def load(self) -> None:
        """Read what is chosen from the start."""
        self.asking.load()

    def show_customer(self, customer: Customer, jobs: Sequence[Customer]) -> None:
        """Ask for all invoices of ``customer`` and its ``jobs``; nothing else hides any of them."""
        self._on_clear_filter_clicked()
        self.asking.ask_for_customer(with_jobs(customer, jobs))
        self.table.setFocus()

    def _name(self) -> None:
        self._filter.setObjectName("invoicesFilter")
        self._filter.setAccessibleName("Filter invoices")
        self._filter.setPlaceholderText("Text, >500, balance>0")
        self._filter.setToolTip(
            "Words are looked for in every column, shown or not; >500, <=20 or =99.50 are compared "
            "with the total, and 2026-03 finds a month. Name a column to ask of it alone: "
            "balance>0, due<2026-04, date=2026-01..2026-03, customer:ana, status=paid, and po= "
            "where there is none. Ctrl+F to write here, Esc to clear."
        )
        offer_clearing(self._filter)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT)
        column.addLayout(self._header())
        column.addWidget(self._status)
        column.addWidget(self.asking.filters.chips)
        column.addWidget(self.asking.everything)
        column.addWidget(self.export_desk.panel)
        column.addWidget(self._content, 1)
        column.addWidget(self._foot)

    def _header(self) -> QHBoxLayout:
        self._filter.setMinimumWidth(UNIT * 14)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._filter, 1)
        for widget in (
            self.asking.chooser,
            self.asking.filters.button,
            self.export_desk.button,
            self._reading.refresh,
            self._reading.cancel,
        ):
            row.addWidget(widget)
        return row

    def _order_keys(self) -> None:
        """Tab goes from left to right; what is below comes in the order it is made."""
        row_by_row = (
            self._filter,
            self.asking.chooser,
            self.asking.filters.button,
            self.export_desk.button,
            self._reading.refresh,
            self._reading.cancel,
            *self._status.buttons,
        )
        for one, next_one in pairwise(row_by_row):
            QWidget.setTabOrder(one, next_one)

    def _wire(self) -> None:
        self._filter.textChanged.connect(self._model.set_filter)
        self._filter.textEdited.connect(self._controller.opener.close)
        self.asking.offer_changed.connect(self._show_rows)
        self._status.clear_clicked.connect(self._on_clear_filter_clicked)
        self._status.problem_changed.connect(self._show_rows)
        self.table.filter_row_changed.connect(self._show_rows)
        self.export_desk.panel_changed.connect(self._show_rows)
        self.export_desk.all_columns_changed.connect(self._on_all_columns_changed)
        self.asking.recalled.connect(self._on_recalled)
        self._reading.wire(self.load, self._controller.cancel)
        self._content.load_clicked.connect(self.load)
        self._content.everything_clicked.connect(self.asking.ask_for_everything)
        self._content.ask_for_all_clicked.connect(self.asking.ask_without_filters)
        self._content.clear_filter_clicked.connect(self._on_clear_filter_clicked)
        self._foot.retry_clicked.connect(self.load)
        self.table.filter_wanted.connect(self._on_filter_wanted)
        self.table.copy_wanted.connect(self._copying.copy)
        self.table.wanted.connect(self._controller.opener.open)
        self._controller.opener.changed.connect(self._on_opened)
        self.detail.back_clicked.connect(self._controller.opener.close)
        self.detail.again_clicked.connect(self._controller.opener.again)
        self._controller.state_changed.connect(self._on_state_changed)
        self._controller.loaded_changed.connect(self._reading.show_loaded)
        self._model.rows_changed.connect(self._show_rows)
        search_by_keys(self._filter, self, self.table)

    def _seen(self) -> Seen:
        columns = tuple(COLUMNS[column].key for column in self.table.shown_columns())
        return replace(self.asking.seen(), columns=columns)

    def _on_all_columns_changed(self) -> None:
        self.asking.exports_all = self.export_desk.has_all_columns

    def _on_recalled(self) -> None:
        self.export_desk.has_all_columns = self.asking.exports_all

    def _on_filter_wanted(self, condition: str) -> None:
        asked = self._filter.text()
        if f" {condition} " not in f" {asked} ":
            self._filter.setText(f"{asked} {condition}".strip())

    def _on_clear_filter_clicked(self) -> None:
        self._filter.clear()
        self._model.choose_age(None)

    def _on_opened(self, opened: Opened | None) -> None:
        was_shown = self.content is Content.OPENED
        had_focus = was_shown and self.detail.isAncestorOf(QApplication.focusWidget() or self)
        if opened is not None:
            self.detail.show_opened(opened)
        self._show_rows()
        if opened is None and had_focus:
            self.table.setFocus()
        elif opened is not None and not was_shown:
            self.detail.back.setFocus()

    def _on_state_changed(self, state: State) -> None:
        available = state.phase is not Phase.UNAVAILABLE
        for widget in (
            self._filter,
            self.asking.chooser,
            self.asking.filters.button,
        ):
            widget.setEnabled(available)
        self._reading.show_state(state)
        if state.unavailable is not None:
            self._content.say_unavailable(state.unavailable)
        if state.problem is not None:
            self._content.say_failure(state.problem)
        self._show_rows()

    def _warm_up(self) -> None:
        """Make what the first rows need of fonts and style."""
        self._warming = None
        if self._model.invoices:  # they were quicker
            return
        self.table.warm_up()
        self._foot.warm_up()

    def _rows(self) -> Rows:
        model, loaded = self._model, self._controller.loaded
        return Rows(
            len(model.invoices),
            loaded.expected,
            model.shown_count if model.is_filtered else None,
            loaded.seconds_left,
            loaded.pace,
            loaded.breaks,
            self.asking.narrows,
        )

    def _show_rows(self) -> None:
        state, model, rows = self._controller.state, self._model, self._rows()
        self._status.say_count(count_line(state, rows, model.formats))
        self._content.say_no_match(model.filter_words, invoices(rows.count, model.formats))
        content = content_for(
            state.phase, self.asking.asked, rows.count, model.shown_count, narrowed=rows.narrowed
        )
        if self._controller.opener.is_open:
            content = Content.OPENED
        # Sums and then rows, each painted by itself: all of the first page at once is felt.
        are_first = content is Content.TABLE and self.content is Content.WAITING
        self._rows_later.stop()
        if are_first:
            self._rows_later.start()
        else:
            self._content.show_content(content)
        self._status.show_for(content, is_loading=state.phase is Phase.LOADING)
        self.export_desk.offer(bool(model.shown_count) and content is not Content.OPENED)
        if not rows.count or content is Content.OPENED:
            self._foot.show_nothing()
            return
        # What is said above the table needs the room in a small window.
        is_told = self.height() < _ROOM_FOR_ALL and bool(self.export_desk.panel.text)
        self._foot.show_rows(
            verdict(state, rows, self.asking.asked, model.formats),
            later=not are_first and (state.phase is Phase.LOADING or model.shown_count > _MANY),
            has_room_for_ageing=not (self.asking.everything.text or is_told),
        )

    def _show_first_rows(self) -> None:
        self._content.show_content(Content.TABLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.asking.float_panel()
        self._status.close_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._warming is not None:
            self._warming.start()
        self.export_desk.look_again()
        # What was missing may be there by now, after the guided setup for example.
        if self._controller.state.phase is Phase.UNAVAILABLE:
            self._controller.reset()
