"""The second page: what this PC has, and what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.check_list import CheckList
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import subtitle
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.checks import CheckReport, CheckResult

_SUMMARIES = {
    "ok": "This PC is ready.",
    "look": "This PC is ready enough. Have a look at what is marked when you have time.",
    "stop": "Something is in the way. Do what the marked rows say, then check again.",
    "could not tell": "Not everything could be seen from here. You can go on; if connecting fails, "
    "come back to the rows that could not be told.",
}
_MARKS = {"ok": Mark.OK, "look": Mark.LOOK, "stop": Mark.STOP, "could not tell": Mark.UNKNOWN}

_NOT_DONE = "Windows did not let this app do that. Do by hand what the row says, then check again."


class ChecksPage(SetupPage):
    """Rows arrive one by one; Next works once all have.

    Whoever comes back from what a row's button opened is shown what has become of it.
    """

    check_wanted = Signal()
    continue_wanted = Signal()
    remedy_wanted = Signal(object)  # a Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "checksPage",
            "Check this PC",
            "QuickBooks and its Web Connector have to be on this PC. Nothing is changed, and "
            "QuickBooks is not touched.",
            parent,
        )
        self._verdict = ""
        self._is_away = False
        self._mark = StatusMark(Mark.BUSY, 24, self)
        self._summary = subtitle("", self)
        self._summary.setObjectName("checksSummary")
        self._again = plain_button("Check again", "checkAgain", self)
        self._again.clicked.connect(self.check_wanted)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Checking this PC")
        self._card = Card(self)
        self._list = CheckList("checksFine", self._card)
        self._list.remedy_wanted.connect(self._on_remedy)
        self._card.column.addWidget(self._list)
        scroll = ScrollColumn("What was found on this PC", self)
        scroll.column.addWidget(self._card)
        scroll.column.addStretch(1)
        verdict = QHBoxLayout()
        verdict.setSpacing(UNIT * 3 // 2)
        verdict.addWidget(self._mark)
        verdict.addWidget(self._summary, 1)
        verdict.addWidget(self._again)
        self.column.addLayout(verdict)
        self.column.addWidget(self._progress)
        self.column.addWidget(scroll, 1)

    @property
    def next_text(self) -> str:
        return "Continue anyway" if self._verdict == "stop" else "Next"

    @property
    def can_go_next(self) -> bool:
        return bool(self._verdict)

    def on_next(self) -> None:
        self.continue_wanted.emit()

    def on_enter(self) -> None:
        if not self._verdict:
            self.check_wanted.emit()

    def start(self) -> None:
        """The checks are running; rows of the last time go."""
        self._verdict = ""
        self._is_away = False
        self.problem.clear()
        self._list.clear()
        self._list.fold(False)
        self._card.hide()
        self._progress.show()
        self._again.setEnabled(False)
        self._say(Mark.BUSY, "Looking around…")
        self.next_changed.emit()

    def add_result(self, result: CheckResult) -> None:
        """One check has answered."""
        self._list.add(result)
        self._card.show()

    def finish(self, report: CheckReport) -> None:
        """All checks have answered; where something is to be done, what is fine steps aside."""
        self._stop_waiting()
        self._verdict = str(report.verdict)
        self._list.fold(self._verdict != "ok")
        self._say(_MARKS[self._verdict], _SUMMARIES[self._verdict])
        announce(self, _SUMMARIES[self._verdict])
        self.next_changed.emit()

    def show_remedy_done(self, done: bool) -> None:
        """What came of the click on a row's button."""
        if not done:
            self._is_away = False
            self._say(Mark.LOOK, _NOT_DONE)

    def forget(self) -> None:
        """What is shown was of another PC, or of another time: look again when entered."""
        self._verdict = ""

    def fail(self) -> None:
        """The checks could not be run; the reason is shown in ``problem``."""
        self._stop_waiting()
        self._say(Mark.UNKNOWN, "The checks could not be run.")
        self.next_changed.emit()

    def _say(self, mark: Mark, text: str) -> None:
        self._mark.set_mark(mark)
        self._summary.setText(text)

    def _stop_waiting(self) -> None:
        self._progress.hide()
        self._again.setEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_back = event.type() is QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self._is_away and self.isVisible():
            self._is_away = False
            self.check_wanted.emit()

    def _on_remedy(self, remedy: object) -> None:
        self._is_away = True
        self.remedy_wanted.emit(remedy)
