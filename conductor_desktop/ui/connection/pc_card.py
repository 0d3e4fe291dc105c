"""The card that says what this PC itself can tell, whatever Conductor says."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.checks import CheckReport, CheckResult
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.check_list import CheckList
from conductor_desktop.ui.parts.check_rows import mark_of
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT


class PcCard(Card):
    """Rows arrive one by one; on another run each stays until its successor is there.

    What is fine is folded away: here it is of interest only to whoever asks.
    """

    recheck_clicked = Signal()
    remedy_wanted = Signal(object)  # a Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pcCard")
        self._summary = muted("", self)
        self._summary.setObjectName("pcSummary")
        self._recheck = plain_button("Check this PC again", "pcRecheck", self)
        self._recheck.clicked.connect(self.recheck_clicked)
        self._problem = MessagePanel("pcProblem", self)
        self._list = CheckList("pcFine", self, folded=True)
        self._list.remedy_wanted.connect(self.remedy_wanted)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        texts.addWidget(subtitle("This PC", self))
        texts.addWidget(self._summary)
        head = QHBoxLayout()
        head.addLayout(texts, 1)
        head.addWidget(self._recheck, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.column.addWidget(self._problem)
        self.column.addSpacing(UNIT // 2)
        self.column.addWidget(self._list)

    def start(self) -> None:
        """The checks are running."""
        self._problem.clear()
        self._summary.setText("Looking at this PC…")

    def add_result(self, result: CheckResult) -> None:
        """Show one answer, instead of the same check's former answer if there is one."""
        self._list.add(result)

    def finish(self, report: CheckReport) -> None:
        """All answers are there; rows of checks that say nothing any more go."""
        self._list.keep_only({result.id for result in report.results})
        self._summary.setText(summary_of(report))

    def show_remedy_done(self, done: bool) -> None:
        """What came of the click on a row's button."""
        if not done:
            self._summary.setText("Windows did not let this app do that. Do by hand what it says.")

    def fail(self, error: AppError) -> None:
        """The checks could not be run."""
        self._summary.setText("")
        self._problem.show_error(error)


def summary_of(report: CheckReport) -> str:
    """The report in one sentence: the worst first, what could not be told never left out."""
    counts = Counter(mark_of(result) for result in report.results)
    if not report.results:
        return "Nothing was looked at."
    if counts[Mark.OK] == len(report.results):
        return "Everything this app can see on this PC is as it should be."
    said = [
        f"{counts[mark]} {one if counts[mark] == 1 else many}"
        for mark, one, many in _PARTS
        if counts[mark]
    ]
    return f"{', '.join(said)}."


_PARTS = (
    (Mark.STOP, "needs fixing", "need fixing"),
    (Mark.LOOK, "needs a look", "need a look"),
    (Mark.UNKNOWN, "could not be told", "could not be told"),
    (Mark.OK, "is fine", "are fine"),
)
