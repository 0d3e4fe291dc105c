"""What stands in the middle of a page: its table, or why there is none and what to do about it."""

from __future__ import annotations

import enum
from typing import Generic, TypeVar

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.ui.parts.formats import one_line
from conductor_desktop.ui.parts.loading import Unavailable
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState, at_the_top, centred

_LONGEST_FILTER = 40

_Content = TypeVar("_Content", bound=enum.Enum)


class ContentStack(QStackedWidget, Generic[_Content]):
    """One page for each content, one of them in front. The value of a content names its page."""

    load_clicked = Signal()
    clear_filter_clicked = Signal()

    def __init__(self, table: _Content, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[_Content, QWidget] = {}
        self._content = table

    @property
    def content(self) -> _Content:
        """What is in front."""
        return self._content

    def show_content(self, content: _Content) -> None:
        """Bring this to the front."""
        self._content = content
        self.setCurrentWidget(self._pages[content])

    def add(self, content: _Content, page: QWidget) -> None:
        """What is shown as ``content``."""
        self._pages[content] = page
        self.addWidget(page)

    def add_empty(
        self,
        content: _Content,
        heading: str = "",
        text: str = "",
        action: str = "",
        clicked: SignalInstance | None = None,
    ) -> EmptyState:
        """A few words, and the one thing to do if there is any."""
        page = EmptyState(content.value, heading, text, action, self)
        if clicked is not None:
            page.action_clicked.connect(clicked)
        self.add(content, centred(page, self))
        return page

    def add_troubles(
        self, name: str, unavailable: _Content, no_match: _Content, failed: _Content
    ) -> None:
        """Those whose words are said later; ``name`` begins the name of the panel for errors."""
        self._unavailable = self.add_empty(unavailable)
        self._no_match = self.add_empty(
            no_match, action="Clear the filter", clicked=self.clear_filter_clicked
        )
        self._failure = MessagePanel(f"{name}Problem", self)
        self._failure.action_clicked.connect(self.load_clicked)
        self.add(failed, at_the_top(self._failure, self))

    def say_unavailable(self, why: Unavailable) -> None:
        """Why there is nothing to ask."""
        self._unavailable.say(why.heading, why.text)

    def say_failure(self, problem: AppError) -> None:
        """Why loading brought nothing."""
        self._failure.show_error(problem, "Try again")

    def say_no_match(self, text: str, looked_through: str) -> None:
        """The filter ``text`` is found nowhere; ``looked_through`` is a sentence about where."""
        self._no_match.say(nothing_matches(text), looked_through)


def nothing_matches(text: str) -> str:
    """A heading with what was typed, cut where it is long."""
    text = one_line(text)
    shown = text if len(text) <= _LONGEST_FILTER else f"{text[:_LONGEST_FILTER]}…"
    return f"Nothing matches “{shown}”"
