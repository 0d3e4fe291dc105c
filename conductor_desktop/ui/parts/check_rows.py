"""One answer of the PC checks as a row: mark, title, sentence, what to do and whose job it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.checks import CheckResult

_TITLE_WIDTH = UNIT * 20
_MARK_SIZE = 20

_MARKS = {"ok": Mark.OK, "look": Mark.LOOK, "stop": Mark.STOP}

_OWNERS = {
    "you": "",
    "quickbooks_admin": "For the QuickBooks administrator of your company: ",
    "it": "For whoever looks after this PC: ",
    "vendor": "For your software vendor: ",
}


class CheckRow(QWidget):
    """Shows one ``CheckResult``; the evidence is its tooltip, and one click helps where it can."""

    remedy_wanted = Signal(object)  # the Remedy

    def __init__(self, result: CheckResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"check-{result.id}")
        self.result = result
        self.mark = mark_of(result)
        name = body(result.title, self)
        name.setProperty("kind", "strong")
        name.setFixedWidth(_TITLE_WIDTH)
        name.setMinimumHeight(_MARK_SIZE)  # so that its words stand at the mark's middle
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        sentence = selectable(muted(result.sentence, self))
        sentence.setFont(name.font())  # on one line with the title
        texts.addWidget(sentence)
        advice = self._advice()
        if advice:
            texts.addWidget(selectable(body(advice, self)))
        self._add_remedy(texts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(StatusMark(self.mark, _MARK_SIZE, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setToolTip("\n".join(result.evidence))
        self.setAccessibleName(f"{result.title}: {self.mark.value}. {result.sentence}")

    def _advice(self) -> str:
        if self.mark is Mark.OK or not self.result.action:
            return ""
        return f"{_OWNERS.get(str(self.result.owner or ''), '')}{self.result.action}"

    def _add_remedy(self, texts: QVBoxLayout) -> None:
        remedy = self.result.remedy
        if remedy is None:
            return
        button = plain_button(remedy.label, f"remedy-{self.result.id}", self)
        button.clicked.connect(lambda: self.remedy_wanted.emit(remedy))
        texts.addSpacing(UNIT // 2)
        texts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def mark_of(result: CheckResult) -> Mark:
    """The mark that stands for an answer; whatever is not known is never shown as fine."""
    return _MARKS.get(str(result.answer), Mark.UNKNOWN)
