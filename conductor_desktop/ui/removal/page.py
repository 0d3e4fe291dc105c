"""What the person reads: the question, what there is, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.removal import Findings, Trace
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted, subtitle
from conductor_desktop.ui.removal.trace_row import TraceRow
from conductor_desktop.ui.shell.page import Page
from conductor_desktop.ui.theme import UNIT

_STAYS = "The app’s own log and the support bundles you have saved stay. No key is in them."


class RemovalPage(Page):
    """Renders ``Findings``; before the first there is only the question."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("removalPage", "", parent)
        self._lead = body("", self)
        self._lead.setObjectName("removalLead")
        self._warning = MessagePanel("removalWarning", self)
        self.problem = MessagePanel("removalProblem", self)
        self._here = _TraceCard("On this PC", "removalHere", self)
        self._here.note.setText(_STAYS)
        self._elsewhere = _TraceCard("Elsewhere", "removalElsewhere", self)
        for widget in (self._lead, self._warning, self.problem, self._here, self._elsewhere):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._ask(name)

    def show_findings(self, findings: Findings) -> None:
        """What the evidence says now."""
        self.problem.clear()
        if findings.is_removed:
            self._tell(findings)
        else:
            self._ask(findings.name)
        self._here.show_traces(findings.here)
        self._elsewhere.show_traces(findings.elsewhere)
        self._elsewhere.note.setText(
            "Do these in any order. A line is ticked as soon as this PC shows that it is done."
            if findings.is_removed
            else "This app cannot do these for you. The steps stay here after the removal."
        )

    def show_error(self, error: AppError) -> None:
        """Our part could not be done."""
        self.problem.show_error(error)

    def _ask(self, name: str) -> None:
        self.set_heading(f"Remove “{name}” from this PC?")
        self._lead.setText(
            "Conductor Desktop then has no key to this connection, and can neither check it nor "
            "show its invoices. Nothing in QuickBooks is deleted."
        )
        self._warning.show_message(
            Message(
                Kind.LOOK,
                f"The removal of “{name}” cannot be undone",
                "To connect this company again, go through the guided setup with its setup file "
                "or its keys.",
            )
        )

    def _tell(self, findings: Findings) -> None:
        self.set_heading(f"“{findings.name}” is removed from this PC")
        self._lead.setText(
            "What is left to do elsewhere stands below."
            if findings.elsewhere
            else "There is nothing left to do."
        )
        self._warning.clear()


class _TraceCard(Card):
    """Places under one heading, with a note below them."""

    def __init__(self, heading: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(UNIT // 2)
        self.note = muted("", self)
        self.column.addWidget(subtitle(heading, self))
        self.column.addLayout(self._rows)
        self.column.addWidget(self.note)
        self.hide()

    def show_traces(self, traces: Sequence[Trace]) -> None:
        """Show these instead; nothing at all while there are none."""
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for trace in traces:
            self._rows.addWidget(TraceRow(trace, self))
        self.setVisible(bool(traces))
