"""The last page: proof that the connection works, not hope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.setup.likely import LikelyCauses
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.setup.proof_rows import InvoiceCard, ProofRow
from conductor_desktop.ui.setup.trouble_words import WAYS
from conductor_desktop.ui.setup.verify_words import NOT_DONE, STOPPED, of_failure, of_proof
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.proof import ProofProgress, ProvenConnection
    from conductor_desktop.services.proof_failure import Failure

_STEPS = {
    "answers": "QuickBooks answers",
    "company": "The company's name",
    "invoice": "One invoice",
}
_MOST_UNFOLDED = 6
_LEAD = (
    "The app now reads the company's name and one invoice from QuickBooks, through the new "
    "connection."
)


class VerifyPage(SetupPage):
    """Three rows that tick as each is read, then what was read and how long it took.

    What failed stands above them, with whose turn it is, the steps, and the button that helps.
    """

    proof_wanted = Signal(object)  # the name of a company that a person says is right, or None
    cancel_wanted = Signal()
    finish_wanted = Signal()
    remedy_wanted = Signal(object)  # a Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "verifyPage",
            "See that it works",
            _LEAD,
            parent,
            most_unfolded=_MOST_UNFOLDED,
        )
        self._proven = False
        self._failure: Failure | None = None
        self._rows = {step: ProofRow(text, self) for step, text in _STEPS.items()}
        self._cancel = plain_button("Cancel", "verifyCancel", self)
        self._again = plain_button("Check again", "verifyAgain", self)
        self._accept = plain_button("This is the right company", "verifyAccept", self)
        self._go_way = plain_button("", "verifyWay", self)
        self._help = plain_button("", "verifyHelp", self)
        self._buttons = (self._again, self._accept, self._go_way, self._help)
        self._done = MessagePanel("verifyDone", self)
        self._invoice = InvoiceCard(self)
        self._likely = LikelyCauses("verifyLikely", self)
        self._proof = Card(self)
        self._build()
        self._connect()

    @property
    def next_text(self) -> str:
        return "Finish"

    @property
    def can_go_next(self) -> bool:
        return self._proven

    def on_next(self) -> None:
        self.finish_wanted.emit()

    def on_enter(self) -> None:
        self.proof_wanted.emit(None)  # whatever was proven before may be about somebody else

    def start(self) -> None:
        """The proof is being gathered anew."""
        self._begin()
        self._cancel.show()
        self._cancel.setFocus()

    def show_progress(self, progress: ProofProgress) -> None:
        """One of the three has started, or is there."""
        self._rows[str(progress.step)].show_progress(progress)

    def show_proof(self, proof: ProvenConnection) -> None:
        """All three are there."""
        self._cancel.clearFocus()  # or Qt would give the keyboard to whatever comes next, not Next
        self._cancel.hide()
        self._proven = True
        message = of_proof(proof)
        buttons = [self._again] if message.kind is not Kind.OK else []
        self._done.show_message(message, buttons=buttons)
        if proof.invoice is not None:
            self._invoice.show_invoice(proof.invoice)
            self._invoice.show()
        self.next_changed.emit()

    def show_link_only(self, vendor: str) -> None:
        """This PC cannot ask Conductor; the vendor sees whether it works."""
        self._begin()
        self._proven = True
        self.lead.setText(f"This PC cannot ask QuickBooks; {vendor} can.")
        self._proof.hide()
        self._done.show_message(
            Message(
                Kind.INFO,
                "Your part is done",
                "Your setup file holds a link alone and no token, so this PC cannot read invoices "
                f"itself; {vendor} can see whether the connection works. Ask them if in doubt.",
            )
        )
        self.next_changed.emit()

    def show_failure(self, failure: Failure) -> None:
        """The proof failed: why, whose turn it is, and the button that helps."""
        self._cancel.hide()
        self._failure = failure
        for row in self._rows.values():
            row.show_failed()
        if failure.company is not None:
            self._rows["company"].show_doubt()
        self._likely.show_causes(failure.likely)
        self._ask(of_failure(failure, self.vendor, _MOST_UNFOLDED), self._buttons_for(failure))

    def show_stopped(self) -> None:
        """Somebody has had enough of waiting."""
        self._cancel.hide()
        for row in self._rows.values():
            row.show_stopped()
        self._ask(STOPPED, [self._again])

    def show_remedy_done(self, done: bool) -> None:
        """What came of a click that was to help on this PC."""
        if self._failure is not None and not done:
            message = of_failure(self._failure, self.vendor, _MOST_UNFOLDED)
            self._ask(replace(message, text=f"{message.text} {NOT_DONE}"), [self._again])

    def _begin(self) -> None:
        self._proven = False
        self._failure = None
        self.lead.setText(_LEAD)
        self.problem.clear()
        self._done.clear()
        self._invoice.hide()
        self._likely.hide()
        self._proof.show()
        for row in self._rows.values():
            row.show_waiting()
        self.next_changed.emit()

    def _buttons_for(self, failure: Failure) -> list[QPushButton]:
        """What helps most comes first."""
        buttons = [self._again]
        if failure.way_out is not None:
            self._go_way.setText(WAYS[failure.way_out])
            buttons.insert(0 if failure.way_helps_most else 1, self._go_way)
        if failure.company is not None:
            buttons.append(self._accept)
        if failure.remedy is not None:
            self._help.setText(failure.remedy.label)
            buttons.insert(0, self._help)
        return buttons

    def _ask(self, message: Message, buttons: list[QPushButton]) -> None:
        """Show what is to be done now; the first of ``buttons`` is the one that helps most."""
        self.problem.show_message(message, buttons=buttons)
        buttons[0].setFocus()
        self.next_changed.emit()

    def _on_accept(self) -> None:
        if self._failure is not None:
            self.proof_wanted.emit(self._failure.company)

    def _on_way(self) -> None:
        if self._failure is not None:
            self.way_wanted.emit(self._failure.way_out)

    def _on_help(self) -> None:
        if self._failure is not None:
            self.remedy_wanted.emit(self._failure.remedy)

    def _build(self) -> None:
        for row in self._rows.values():
            self._proof.column.addWidget(row)
        self._proof.column.addSpacing(UNIT // 2)
        self._proof.column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = ScrollColumn("What was read", self)
        # The steps may need more room than there is, so they scroll with the rest.
        for widget in (self.problem, self._likely, self._proof, self._done, self._invoice):
            scroll.column.addWidget(widget)
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        for hidden in (*self._buttons, self._cancel, self._invoice):
            hidden.hide()

    def _connect(self) -> None:
        self._cancel.clicked.connect(self.cancel_wanted)
        self._again.clicked.connect(lambda: self.proof_wanted.emit(None))
        self._accept.clicked.connect(self._on_accept)
        self._go_way.clicked.connect(self._on_way)
        self._help.clicked.connect(self._on_help)
        self._likely.remedy_wanted.connect(self.remedy_wanted)
