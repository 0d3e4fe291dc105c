"""The big card: the state in words, what to do, whose turn it is, the steps, and the proof."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.services.checks import Remedy
from conductor_desktop.ui.connection.words import StateText, for_support
from conductor_desktop.ui.parts.buttons import plain_button, primary_button, set_kind
from conductor_desktop.ui.parts.details import Details
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.steps import Steps
from conductor_desktop.ui.parts.texts import body, chip, muted, selectable, title
from conductor_desktop.ui.theme import UNIT, sized_font

_MARK_SIZE = 48


class StateCard(Card):
    """Renders a ``StateText``; its buttons say what is wanted."""

    check_clicked = Signal()
    cancel_clicked = Signal()
    resume_clicked = Signal()
    setup_clicked = Signal()
    remedy_wanted = Signal(object)  # a Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stateCard")
        self._mark = StatusMark(Mark.BUSY, _MARK_SIZE, self)
        self._headline = self._label(title("", self), "connectionHeadline")
        self._headline.setFont(sized_font(15.0, bold=True))
        self._explanation = self._label(body("", self), "connectionExplanation")
        self._next_step = self._label(body("", self), "connectionNextStep")
        self._next_step.setProperty("kind", "strong")
        self._turn = self._label(chip("", self), "connectionTurn")
        self._steps = Steps("connectionSteps", self)
        self._proof = self._label(muted("", self), "connectionProof")
        self._rest = self._label(muted("", self), "connectionRest")
        self._note = self._label(muted("", self), "connectionNote")
        self._setup = primary_button("Open the guided setup", "connectionSetup", self)
        self._setup.clicked.connect(self.setup_clicked)
        self._remedy: Remedy | None = None
        self._help = primary_button("", "connectionRemedy", self)
        self._help.clicked.connect(self._on_help)
        self._check = plain_button("Check now", "connectionCheck", self)
        self._check.clicked.connect(self.check_clicked)
        self._cancel = plain_button("Cancel", "connectionCancel", self)
        self._cancel.clicked.connect(self.cancel_clicked)
        self._resume = plain_button("Resume", "connectionResume", self)
        self._resume.setAccessibleName("Resume watching")
        self._resume.clicked.connect(self.resume_clicked)
        self._resume.hide()
        self._details = Details("connectionDetails", self)
        self._build()

    @property
    def mark(self) -> Mark:
        """The mark shown now."""
        return self._mark.mark

    def show_text(self, text: StateText, note: str, *, busy: bool, is_paused: bool = False) -> None:
        """Show ``text``; ``busy`` while QuickBooks is being asked."""
        self._mark.set_mark(text.mark)
        for label, words in (
            (self._headline, text.headline),
            (self._explanation, text.explanation),
            (self._next_step, text.next_step),
            (self._turn, text.turn),
            (self._proof, text.proof),
            (self._rest, text.rest),
            (self._note, note),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._steps.show_steps(text.steps, text.if_that_fails, for_support(text))
        self._details.show_lines(text.details, is_trouble=text.mark is Mark.STOP)
        self._setup.setVisible(text.offers_setup and not busy)
        self._remedy = None if busy else text.remedy
        self._help.setText(text.remedy.label if text.remedy else "")
        self._help.setVisible(self._remedy is not None)
        # One primary button at a time: where something else helps, checking again does not.
        set_kind(self._setup, "plain" if text.remedy else "primary")
        set_kind(self._check, "plain" if text.offers_setup or text.remedy else "primary")
        self._resume.setVisible(is_paused and not busy)
        self._swap(busy=busy, can_ask=text.can_ask)

    def _swap(self, *, busy: bool, can_ask: bool) -> None:
        """Check now and Cancel take each other's place, and the keyboard focus with it."""
        coming, going = (self._cancel, self._check) if busy else (self._check, self._cancel)
        had_focus = going.hasFocus()
        coming.setVisible(busy or can_ask)
        if had_focus and coming.isVisible():
            coming.setFocus()
        going.hide()

    def _on_help(self) -> None:
        if self._remedy is not None:
            self.remedy_wanted.emit(self._remedy)

    def _label(self, label: QLabel, name: str) -> QLabel:
        label.setObjectName(name)
        return selectable(label)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(UNIT)
        texts.addWidget(self._headline)
        texts.addWidget(self._explanation)
        texts.addWidget(self._next_step)
        texts.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignLeft)
        texts.addWidget(self._steps)
        texts.addWidget(self._proof)
        texts.addWidget(self._rest)
        texts.addWidget(self._note)
        texts.addSpacing(UNIT)
        texts.addLayout(self._buttons())
        texts.addWidget(self._details)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 2)
        self.column.addLayout(row)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        buttons: tuple[QPushButton, ...] = (
            self._help,
            self._setup,
            self._check,
            self._cancel,
            self._resume,
        )
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row
