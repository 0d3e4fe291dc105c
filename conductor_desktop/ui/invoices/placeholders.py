"""What stands where the table is while there are no rows to show: why, and the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.formats import one_line
from conductor_desktop.ui.parts.loading import Unavailable
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState, at_the_top, centred

_LONGEST_FILTER = 40


class ContentStack(QStackedWidget):
    """The table, one invoice, and every placeholder, one of them in front.

    With fields to filter by the table stays when nothing matches: they are written into.
    """

    load_clicked = Signal()
    everything_clicked = Signal()
    clear_filter_clicked = Signal()
    ask_for_all_clicked = Signal()

    def __init__(
        self, table: InvoicesTable, detail: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pages: dict[Content, QWidget] = {}
        self._table = table
        self._nothing_below = EmptyState("invoicesNoMatchBelow", "", "", "", table.viewport())
        self._nothing_below.hide()
        below = QVBoxLayout(table.viewport())
        below.addWidget(self._nothing_below)
        self._content = Content.TABLE
        self._add(Content.TABLE, table)
        self._add(Content.OPENED, detail)
        self._add_unloaded()
        self._add_answered()
        self._unavailable = self._add_empty(Content.UNAVAILABLE, "", "")
        self._no_match = self._add_empty(
            Content.NO_MATCH, "", "", "Clear the filter", self.clear_filter_clicked
        )
        self._failure = MessagePanel("invoicesProblem", self)
        self._failure.action_clicked.connect(self.load_clicked)
        self._add(Content.FAILED, at_the_top(self._failure, self))

    @property
    def content(self) -> Content:
        """What is in front."""
        return self._content

    def show_content(self, content: Content) -> None:
        """Bring this to the front."""
        self._content = content
        is_below = content is Content.NO_MATCH and self._table.has_filter_row
        self._nothing_below.setVisible(is_below)
        self.setCurrentWidget(self._pages[Content.TABLE if is_below else content])

    def say_unavailable(self, why: Unavailable) -> None:
        """Why there is nothing to ask."""
        self._unavailable.say(why.heading, why.text)

    def say_failure(self, problem: AppError) -> None:
        """Why loading brought nothing."""
        self._failure.show_error(problem, "Try again")

    def say_no_match(self, text: str, scope: str) -> None:
        """The filter ``text`` is found in none of ``scope`` ("240 invoices")."""
        text = one_line(text)
        shown = text if len(text) <= _LONGEST_FILTER else f"{text[:_LONGEST_FILTER]}…"
        heading = f"Nothing matches “{shown}”"
        for page in (self._no_match, self._nothing_below):
            page.say(heading, f"The filter looked through every column of {scope}, shown or not.")

    def _add_unloaded(self) -> None:
        self._add_empty(
            Content.NOT_LOADED,
            "Your invoices are one click away",
            "They are read from QuickBooks when you ask for them. If QuickBooks has to start "
            "first, that can take a minute.",
            "Load invoices",
            self.load_clicked,
        )
        self._add_empty(
            Content.WAITING,
            "Asking QuickBooks for your invoices…",
            "The first ones appear here as soon as QuickBooks answers. If QuickBooks has to start "
            "first, that can take a minute.",
        )
        self._add_empty(
            Content.STOPPED,
            "You stopped loading",
            "No invoice had arrived yet.",
            "Load again",
            self.load_clicked,
        )

    def _add_answered(self) -> None:
        self._add_empty(
            Content.NONE_IN_PERIOD,
            "No invoices in this period",
            "QuickBooks answered, and has none. There may be older ones.",
            "Show everything",
            self.everything_clicked,
        )
        self._add_empty(
            Content.NONE_LIKE_THESE,
            "No invoices like these",
            "QuickBooks answered, and has none that are what the filters ask for.",
            "Remove the filters",
            self.ask_for_all_clicked,
        )
        self._add_empty(
            Content.NONE_AT_ALL,
            "No invoices yet",
            "QuickBooks answered: this company file has no invoices.",
        )

    def _add_empty(
        self,
        content: Content,
        heading: str,
        text: str,
        action: str = "",
        clicked: SignalInstance | None = None,
    ) -> EmptyState:
        page = EmptyState(content.value, heading, text, action, self)
        if clicked is not None:
            page.action_clicked.connect(clicked)
        self._add(content, centred(page, self))
        return page

    def _add(self, content: Content, page: QWidget) -> None:
        self._pages[content] = page
        self.addWidget(page)
