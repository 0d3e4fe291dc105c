"""What stands where the customers are while there are none to show: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.ui.customers.wording import Content
from conductor_desktop.ui.parts.loading import Unavailable
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState, at_the_top, centred

_LONGEST_FILTER = 40
_QUEUE = (
    "If invoices are being read, these come after them. If QuickBooks has to start first, that "
    "can take a minute."
)


class ContentStack(QStackedWidget):
    """The table and every placeholder, one of them in front."""

    load_clicked = Signal()
    clear_filter_clicked = Signal()

    def __init__(self, table: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[Content, QWidget] = {}
        self._add(Content.TABLE, table)
        self._add_empty(
            Content.NOT_LOADED,
            "Your customers are one click away",
            f"They are read from QuickBooks when you ask for them. {_QUEUE}",
            "Load customers",
            self.load_clicked,
        )
        self._add_empty(Content.WAITING, "Asking QuickBooks for your customers…", _QUEUE)
        self._add_empty(
            Content.STOPPED,
            "You stopped loading",
            "No customer had arrived yet.",
            "Load again",
            self.load_clicked,
        )
        self._add_empty(
            Content.NONE_AT_ALL,
            "No customers yet",
            "QuickBooks answered: this company file has no customers.",
        )
        self._unavailable = self._add_empty(Content.UNAVAILABLE, "", "")
        self._no_match = self._add_empty(
            Content.NO_MATCH, "", "", "Clear the filter", self.clear_filter_clicked
        )
        self._failure = MessagePanel("customersProblem", self)
        self._failure.action_clicked.connect(self.load_clicked)
        self._add(Content.FAILED, at_the_top(self._failure, self))

    @property
    def content(self) -> Content:
        """What is in front."""
        return next(key for key, page in self._pages.items() if page is self.currentWidget())

    def show_content(self, content: Content) -> None:
        """Bring this to the front."""
        self.setCurrentWidget(self._pages[content])

    def say_unavailable(self, why: Unavailable) -> None:
        """Why there is nothing to ask."""
        self._unavailable.say(why.heading, why.text)

    def say_failure(self, problem: AppError) -> None:
        """Why loading brought nothing."""
        self._failure.show_error(problem, "Try again")

    def say_no_match(self, text: str, scope: str) -> None:
        """The filter ``text`` is found in none of ``scope`` ("96 customers")."""
        shown = text if len(text) <= _LONGEST_FILTER else f"{text[:_LONGEST_FILTER]}…"
        self._no_match.say(
            f"Nothing matches “{shown}”",
            f"The filter looked through everything the table shows of {scope}.",
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
