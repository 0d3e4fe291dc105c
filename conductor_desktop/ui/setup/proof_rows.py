"""The three things that are read, and the one invoice, as a person recognises them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.theme import UNIT, sized_font

if TYPE_CHECKING:
    from conductor_desktop.conductor.models import InvoiceRow
    from conductor_desktop.services.proof import ProofProgress


_NAME_WIDTH, _TIME_WIDTH = UNIT * 22, UNIT * 11


class ProofRow(QWidget):
    """What is asked, its answer, and how long that took."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = StatusMark(Mark.WAITING, 20, self)
        name = QLabel(text, self)
        name.setFixedWidth(_NAME_WIDTH)
        self._answer = body("", self)
        self._answer.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._time = muted("", self)
        self._time.setWordWrap(False)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time.setMinimumWidth(_TIME_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(self._mark)
        row.addWidget(name)
        row.addWidget(self._answer, 1)
        row.addWidget(self._time)

    def show_waiting(self) -> None:
        """Its turn has not come."""
        self._mark.set_mark(Mark.WAITING)
        self._answer.setText("")
        self._time.setText("")

    def show_progress(self, progress: ProofProgress) -> None:
        """It is asked, or has been answered."""
        if progress.seconds is None:
            self._mark.set_mark(Mark.BUSY)
            self._answer.setText("Asking…")
            return
        self._mark.set_mark(Mark.OK)
        self._answer.setText(progress.text)
        self._time.setText(took(progress.seconds))

    def show_failed(self) -> None:
        """If it was being asked, that came to nothing."""
        if self._mark.mark is Mark.BUSY:
            self._mark.set_mark(Mark.STOP)
            self._answer.setText("It did not work")

    def show_stopped(self) -> None:
        """If it was being asked, somebody has stopped that."""
        if self._mark.mark is Mark.BUSY:
            self._mark.set_mark(Mark.UNKNOWN)
            self._answer.setText("Stopped")

    def show_doubt(self) -> None:
        """It was answered, and not as expected."""
        self._mark.set_mark(Mark.LOOK)


class InvoiceCard(Card):
    """The one invoice that proves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verifyInvoice")
        self._number = QLabel(self)
        self._number.setFont(sized_font(11, bold=True))
        self._customer = QLabel(self)
        self._total = QLabel(self)
        self._total.setFont(sized_font(14, bold=True))
        self._date = muted("", self)
        left, right = QVBoxLayout(), QVBoxLayout()
        for label, column in (
            (self._number, left),
            (self._customer, left),
            (self._total, right),
            (self._date, right),
        ):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self._date.setWordWrap(False)
        for label in (self._total, self._date):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.addLayout(left, 1)
        row.addLayout(right)
        self.column.addWidget(muted("One of your invoices", self))
        self.column.addLayout(row)

    def show_invoice(self, invoice: InvoiceRow) -> None:
        """Show this one."""
        locale = QLocale()
        customer = invoice.customer.full_name if invoice.customer else None
        currency = invoice.currency.full_name if invoice.currency else ""
        self._number.setText(f"Invoice {invoice.ref_number or '(no number)'}")
        self._customer.setText(customer or "No customer")
        self._total.setText(f"{invoice.total:,.2f} {currency or ''}".strip())
        day = invoice.transaction_date
        self._date.setText(
            locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
        )
