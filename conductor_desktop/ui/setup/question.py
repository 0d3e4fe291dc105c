"""A question beside what raised it, with a button for each answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.end_user_questions import Choice, EndUserQuestion


class QuestionPanel(QFrame):
    """Shows one question; hidden while there is none, and as soon as it is answered."""

    answered = Signal(object)  # Choice

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "panel-look")
        self._title = subtitle("", self)
        self._text = selectable(body("", self))
        self._details = selectable(muted("", self))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(UNIT)
        self._shown: list[QPushButton] = []
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 2)
        for label in (self._title, self._text, self._details):
            texts.addWidget(label)
        texts.addSpacing(UNIT // 2)
        texts.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(StatusMark(Mark.LOOK, 22, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.hide()

    @property
    def text(self) -> str:
        """Title and text as a person reads them; empty while hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}"

    def ask(self, question: EndUserQuestion) -> None:
        """Show ``question`` in place of the one before."""
        self._title.setText(question.title)
        self._text.setText(f"{question.explanation} {question.next_step}")
        details = " · ".join(f"{name}: {value}" for name, value in question.details.items())
        self._details.setText(details)
        self._details.setVisible(bool(details))
        self._offer(question.choices)
        self.setAccessibleName(question.title)
        self.show()

    def clear(self) -> None:
        """Nothing to ask any more."""
        self.hide()

    def _offer(self, choices: tuple[Choice, ...]) -> None:
        while self._buttons.count():
            self._buttons.takeAt(0)
        for button in self._shown:
            button.hide()
            button.deleteLater()
        self._shown = [self._button(choice) for choice in choices]
        for button in self._shown:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def _button(self, choice: Choice) -> QPushButton:
        button = plain_button(choice.value, f"answer-{choice.name.lower()}", self)
        button.clicked.connect(partial(self._on_clicked, choice))
        return button

    def _on_clicked(self, choice: Choice) -> None:
        self.hide()
        self.answered.emit(choice)
