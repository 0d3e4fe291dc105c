"""What stands where the table is while there are no rows to show: why, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.content_stack import ContentStack, nothing_matches
from conductor_desktop.ui.parts.panels import EmptyState


class InvoicesContent(ContentStack[Content]):
    """The table, one invoice, and every placeholder, one of them in front.

    With fields to filter by the table stays when nothing matches: they are written into.
    """

    everything_clicked = Signal()
    ask_for_all_clicked = Signal()

    def __init__(
        self, table: InvoicesTable, detail: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(Content.TABLE, parent)
        self._table = table
        self._nothing_below = EmptyState("invoicesNoMatchBelow", "", "", "", table.viewport())
        self._nothing_below.hide()
        below = QVBoxLayout(table.viewport())
        below.addWidget(self._nothing_below)
        self.add(Content.TABLE, table)
        self.add(Content.OPENED, detail)
        self._add_unloaded()
        self._add_answered()
        self.add_troubles("invoices", Content.UNAVAILABLE, Content.NO_MATCH, Content.FAILED)

    def show_content(self, content: Content) -> None:
        """Bring this to the front."""
        super().show_content(content)
        is_below = content is Content.NO_MATCH and self._table.has_filter_row
        self._nothing_below.setVisible(is_below)
        if is_below:
            self.setCurrentWidget(self._table)

    def say_no_match(self, text: str, scope: str) -> None:
        """The filter ``text`` is found in none of ``scope`` ("240 invoices")."""
        where = f"The filter looked through every column of {scope}, shown or not."
        super().say_no_match(text, where)
        self._nothing_below.say(nothing_matches(text), where)

    def _add_unloaded(self) -> None:
        self.add_empty(
            Content.NOT_LOADED,
            "Your invoices are one click away",
            "They are read from QuickBooks when you ask for them. If QuickBooks has to start "
            "first, that can take a minute.",
            "Load invoices",
            self.load_clicked,
        )
        self.add_empty(
            Content.WAITING,
            "Asking QuickBooks for your invoices…",
            "The first ones appear here as soon as QuickBooks answers. If QuickBooks has to start "
            "first, that can take a minute.",
        )
        self.add_empty(
            Content.STOPPED,
            "You stopped loading",
            "No invoice had arrived yet.",
            "Load again",
            self.load_clicked,
        )

    def _add_answered(self) -> None:
        self.add_empty(
            Content.NONE_IN_PERIOD,
            "No invoices in this period",
            "QuickBooks answered, and has none. There may be older ones.",
            "Show everything",
            self.everything_clicked,
        )
        self.add_empty(
            Content.NONE_LIKE_THESE,
            "No invoices like these",
            "QuickBooks answered, and has none that are what the filters ask for.",
            "Remove the filters",
            self.ask_for_all_clicked,
        )
        self.add_empty(
            Content.NONE_AT_ALL,
            "No invoices yet",
            "QuickBooks answered: this company file has no invoices.",
        )
