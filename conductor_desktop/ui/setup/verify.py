"""The last page: proof that the connection works, not hope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.theme import UNIT, sized_font

if TYPE_CHECKING:
    from conductor_desktop.conductor.models import InvoiceRow
    from conductor_desktop.errors import AppError
    from conductor_desktop.services.proof import ProofProgress, ProvenConnection

_STEPS = {
    "answers": "QuickBooks answers",
    "company": "The company's name",
    "invoice": "One invoice",
}


_LEAD = (
    "The app now reads two things from QuickBooks through the new connection. "
    "QuickBooks may need up to a minute."
)


_NAME_WIDTH, _TIME_WIDTH = UNIT * 22, UNIT * 11


class VerifyPage(SetupPage):
    """Three rows that tick as each is read, then what was read and how long it took."""

    proof_wanted = Signal(bool)  # whether another company's name is accepted
    finish_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "verifyPage",
            "See that it works",
            _LEAD,
            parent,
        )
        self._proven = False
        self._rows = {step: _ProofRow(text, self) for step, text in _STEPS.items()}
        self._again = plain_button("Check again", "verifyAgain", self)
        self._again.clicked.connect(self._on_again)
        self._again.hide()
        self._done = MessagePanel("verifyDone", self)
        self._invoice = _InvoiceCard(self)
        self._invoice.hide()
        self._card = Card(self)
        for row in self._rows.values():
            self._card.column.addWidget(row)
        scroll = ScrollColumn("What was read", self)
        scroll.column.addWidget(self._card)
        scroll.column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addWidget(self._done)
        scroll.column.addWidget(self._invoice)
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        self.problem.action_clicked.connect(self._on_accept)

    @property
    def next_text(self) -> str:
        return "Finish"

    @property
    def can_go_next(self) -> bool:
        return self._proven

    def on_next(self) -> None:
        self.finish_wanted.emit()

    def on_enter(self) -> None:
        self.proof_wanted.emit(False)  # whatever was proven before may be about somebody else

    def start(self) -> None:
        """The proof is being gathered anew."""
        self._proven = False
        self.lead.setText(_LEAD)
        self.problem.clear()
        self._done.clear()
        self._invoice.hide()
        self._again.hide()
        self._card.show()
        for row in self._rows.values():
            row.show_waiting()
        self.next_changed.emit()

    def show_progress(self, progress: ProofProgress) -> None:
        """One of the three has started, or is there."""
        self._rows[str(progress.step)].show_progress(progress)

    def show_proof(self, proof: ProvenConnection) -> None:
        """All three are there."""
        self._proven = True
        self._done.show_message(
            Message(
                Kind.OK,
                f"Connected to {proof.company}",
                f"Read through the new connection in {took(proof.seconds)}.",
            )
        )
        if proof.invoice is not None:
            self._invoice.show_invoice(proof.invoice)
            self._invoice.show()
        self.next_changed.emit()

    def show_link_only(self, vendor: str) -> None:
        """This PC cannot ask Conductor; the vendor sees whether it works."""
        self.start()
        self._proven = True
        self.lead.setText(f"This PC cannot ask QuickBooks; {vendor} can.")
        self._card.hide()
        self._done.show_message(
            Message(
                Kind.INFO,
                "Your part is done",
                "Your setup file holds a link alone and no token, so this PC cannot read invoices "
                f"itself; {vendor} can see whether the connection works. Ask them if in doubt.",
            )
        )
        self.next_changed.emit()

    def show_failure(self, error: AppError, can_accept: bool) -> None:
        """The proof failed; with ``can_accept`` the person may say that it is right anyway."""
        self.tell(error, "This is the right company" if can_accept else "")
        for row in self._rows.values():
            row.stop()
        self._again.show()
        self.next_changed.emit()

    def _on_again(self) -> None:
        self.proof_wanted.emit(False)

    def _on_accept(self) -> None:
        self.proof_wanted.emit(True)


class _ProofRow(QWidget):
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
        self._mark.set_mark(Mark.WAITING)
        self._answer.setText("")
        self._time.setText("")

    def show_progress(self, progress: ProofProgress) -> None:
        if progress.seconds is None:
            self._mark.set_mark(Mark.BUSY)
            self._answer.setText("Asking…")
            return
        self._mark.set_mark(Mark.OK)
        self._answer.setText(progress.text)
        self._time.setText(took(progress.seconds))

    def stop(self) -> None:
        if self._mark.mark is Mark.BUSY:
            self._mark.set_mark(Mark.STOP)
            self._answer.setText("No answer that helps.")


class _InvoiceCard(Card):
    """The one invoice that proves it, as a person recognises an invoice."""

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
