"""The fields for what QuickBooks is asked for besides the period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from conductor_desktop.conductor.query import PaymentStatus
from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.ui.invoices.narrowing import Named, Narrowing, NumberWay
from conductor_desktop.ui.parts.buttons import plain_button, primary_button
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.formats import Formats, fold, one_line
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.theme import UNIT

_PAYMENTS = {
    "Paid or not": PaymentStatus.ALL,
    "Paid": PaymentStatus.PAID,
    "Not paid": PaymentStatus.NOT_PAID,
}
_LONGEST_NUMBER = 20
_LONGEST_NAME = 250


class FilterPanel(Card):
    """Hidden until wanted. Enter or the button applies, Esc leaves things as they were."""

    applied = Signal(object)  # a Narrowing
    left = Signal()
    opened = Signal()

    def __init__(self, formats: Callable[[], Formats], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesFilters")
        self.setProperty("kind", "popover")
        self._formats = formats
        self._customers: Sequence[Named] = ()
        self._currencies: Sequence[Named] = ()
        self._first = self._field("From", "Dated from")
        self._last = self._field("To", "Dated until")
        self._payment = Choice("invoicesFilterPaid", "Paid or not", self)
        self._payment.addItems(list(_PAYMENTS))
        self._way = Choice("invoicesFilterWay", "How the number is looked for", self)
        self._way.addItems([way.value for way in NumberWay])
        self._number = self._field("Number", "Number", _LONGEST_NUMBER)
        self._number_to = self._field("NumberTo", "Last number", _LONGEST_NUMBER)
        self._changed = self._field("Changed", "Changed since")
        self._customer = Choice("invoicesFilterCustomer", "Customer", self)
        self._customer.setEditable(True)
        self._customer.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self._currency = Choice("invoicesFilterCurrency", "Currency", self)
        self._problem = body("", self)
        self._problem.setProperty("kind", "problem")
        self._problem.setObjectName("invoicesFiltersProblem")
        self._apply = primary_button("Show these", "invoicesFiltersApply", self)
        self._clear = plain_button("Clear all", "invoicesFiltersClear", self)
        self._close = plain_button("Close", "invoicesFiltersClose", self)
        self._build()
        self._wire()
        self.hide()

    def open_with(
        self, now: Narrowing, customers: Sequence[Named], currencies: Sequence[Named]
    ) -> None:
        """Show what is set; ``customers`` and ``currencies`` are those that can be chosen."""
        self._offer(now, customers, currencies)
        formats = self._formats()
        sample = formats.day(formats.today)
        for field, day in (
            (self._first, now.first),
            (self._last, now.last),
            (self._changed, now.changed_since),
        ):
            field.setPlaceholderText(sample)
            field.setText(formats.day(day) if day else "")
        self._payment.setCurrentIndex(list(_PAYMENTS.values()).index(now.payment))
        self._way.setCurrentIndex(list(NumberWay).index(now.way))
        self._number.setText(now.number)
        self._number_to.setText(now.number_to)
        self._say("")
        self._on_way_changed()
        self.show()
        self.opened.emit()
        self._first.setFocus()
        self._first.selectAll()

    def show_problem(self, problem: AppError) -> None:
        """Why what is written cannot be asked for."""
        self._say(f"{problem.explanation} {problem.next_step}")

    def _offer(
        self, now: Narrowing, customers: Sequence[Named], currencies: Sequence[Named]
    ) -> None:
        self._customers, self._currencies = customers, currencies
        self._customer.clear()
        self._customer.addItems(["", *(one_line(one.name) for one in customers)])
        self._customer.setCurrentIndex(_place(now.customer, customers))
        line = self._customer.lineEdit()
        if line is not None:
            line.setMaxLength(_LONGEST_NAME)
            line.setPlaceholderText("Any customer")
            line.setAccessibleName("Customer")
        completer = self._customer.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._currency.clear()
        self._currency.addItems(["Any currency", *(one_line(one.name) for one in currencies)])
        self._currency.setCurrentIndex(_place(now.currency, currencies))
        self._currency.setEnabled(bool(currencies))

    def _field(self, name: str, spoken: str, longest: int = 30) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(f"invoicesFilter{name}")
        field.setAccessibleName(spoken)
        field.setMaxLength(longest)
        return field

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(UNIT)
        self._until = muted("to", self)
        self._to = muted("to", self)
        rows: list[tuple[str, list[QWidget], str, QWidget]] = [
            ("Dated from", [self._first, self._until, self._last], "Paid", self._payment),
            (
                "Number",
                [self._way, self._number, self._to, self._number_to],
                "Changed since",
                self._changed,
            ),
            ("Customer", [self._customer], "Currency", self._currency),
        ]
        for row, (first, fields, second, field) in enumerate(rows):
            grid.addWidget(self._label(first), row, 0)
            line = QHBoxLayout()
            line.setSpacing(UNIT)
            for one in fields:
                if isinstance(one, QLabel):
                    one.setWordWrap(False)
                line.addWidget(one, 0 if isinstance(one, QLabel) or one is self._way else 1)
            grid.addLayout(line, row, 1)
            grid.addWidget(self._label(second), row, 2)
            grid.addWidget(field, row, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self._problem, 1)
        for button in (self._clear, self._close, self._apply):
            buttons.addWidget(button)
        self.column.addLayout(grid)
        self.column.addLayout(buttons)

    def _label(self, text: str) -> QLabel:
        label = muted(text, self)
        label.setWordWrap(False)
        return label

    def _wire(self) -> None:
        self._apply.clicked.connect(self._on_apply)
        self._clear.clicked.connect(self._on_clear)
        self._close.clicked.connect(self._on_close)
        self._way.currentIndexChanged.connect(self._on_way_changed)
        for field in (self._first, self._last, self._number, self._number_to, self._changed):
            field.returnPressed.connect(self._on_apply)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_close)

    def _on_way_changed(self) -> None:
        is_range = self._chosen_way is NumberWay.RANGE
        self._to.setVisible(is_range)
        self._number_to.setVisible(is_range)

    @property
    def _chosen_way(self) -> NumberWay:
        return list(NumberWay)[self._way.currentIndex()]

    def _on_apply(self) -> None:
        try:
            wanted = self._read()
        except InvalidInput as problem:
            self.show_problem(problem)
        else:
            self.applied.emit(wanted)

    def _on_clear(self) -> None:
        self.applied.emit(Narrowing())

    def _on_close(self) -> None:
        self.hide()
        self.left.emit()

    def _read(self) -> Narrowing:
        is_range = self._chosen_way is NumberWay.RANGE
        return Narrowing(
            first=self._day(self._first),
            last=self._day(self._last),
            payment=list(_PAYMENTS.values())[self._payment.currentIndex()],
            way=self._chosen_way,
            number=self._number.text().strip(),
            number_to=self._number_to.text().strip() if is_range else "",
            customer=self._read_customer(),
            changed_since=self._day(self._changed),
            currency=([None, *self._currencies])[max(self._currency.currentIndex(), 0)],
        )

    def _day(self, field: QLineEdit) -> date | None:
        text = field.text().strip()
        if not text:
            return None
        formats = self._formats()
        day = formats.read_day(text)
        if day is None:
            field.setFocus()
            raise InvalidInput(
                "That is not a day",
                f"“{text}” is not a day.",
                f"Write it like {formats.day(formats.today)}.",
            )
        return day

    def _read_customer(self) -> Named | None:
        text = fold(one_line(self._customer.currentText()))
        if not text:
            return None
        for one in self._customers:
            if fold(one_line(one.name)) == text:
                return one
        self._customer.setFocus()
        raise InvalidInput(
            "That customer is not known here",
            "Customers can be chosen once an invoice of theirs was here, or Customers was opened.",
            "Open Customers first, or choose one from the list.",
        )

    def _say(self, text: str) -> None:
        self._problem.setText(text)


def _place(one: Named | None, others: Sequence[Named]) -> int:
    return 0 if one is None else [*others].index(one) + 1
