"""What every page of the guided setup has: a heading, a place for errors, and its Next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.texts import body, title
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.way_out import WayOut
    from conductor_desktop.ui.messages import Message


class SetupPage(QWidget):
    """One page. It emits intent and renders state; the controller does the work.

    ``next_changed`` says that ``next_text`` or ``can_go_next`` has another value. ``mends`` is what
    this page itself is the way out of.
    """

    next_changed = Signal()
    way_wanted = Signal(object)  # WayOut: the step that mends what went wrong here
    mends: ClassVar[WayOut | None] = None

    def __init__(
        self,
        name: str,
        heading: str,
        lead: str,
        parent: QWidget | None = None,
        *,
        most_unfolded: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.vendor = ""  # who sent the setup, where somebody did
        self._act: Callable[[], None] | None = None
        self.heading = title(heading, self)
        self.lead = body(lead, self)
        self.problem = MessagePanel(f"{name}Problem", self, most_unfolded=most_unfolded)
        self.problem.action_clicked.connect(self._on_action)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 2)
        self.column.setSpacing(UNIT * 3 // 2)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.lead)
        self.column.addWidget(self.problem)

    @property
    def next_text(self) -> str:
        """The words on the Next button."""
        return "Next"

    @property
    def can_go_next(self) -> bool:
        """Whether Next can work as things stand."""
        return True

    @property
    def drop_suffix(self) -> str:
        """The ending of a file that may be dropped on the window; "" while none may."""
        return ""

    def on_drop(self, path: Path) -> None:
        """Such a file was dropped."""
        raise NotImplementedError

    def on_next(self) -> None:
        """Next was clicked on this page."""
        raise NotImplementedError

    def on_enter(self) -> None:
        """The page has become the current one."""

    def on_return(self) -> None:
        """The person has come back to this page from another program."""

    def on_leave(self) -> None:
        """The person has gone to another page."""

    def show_error(self, error: AppError) -> None:
        """Say what went wrong on this page, beside what caused it."""
        self.tell(error)

    def tell(
        self, error: AppError, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say what went wrong, and whose turn it is.

        The button leads to the step that mends it. Where none does, it is called ``action``, and
        ``act`` is what it does.
        """
        from conductor_desktop.services.trouble import trouble_of
        from conductor_desktop.ui.messages import Message
        from conductor_desktop.ui.setup.trouble_words import WAYS

        way = trouble_of(error).way_out
        if way is not None and way is not self.mends:
            action, act = WAYS[way], partial(self.way_wanted.emit, way)
        self.say(Message.of(error, self.vendor), action, act)

    def say(
        self, message: Message, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a message where errors stand, with a button that does ``act``."""
        self._act = act
        self.problem.show_message(message, action)

    def _on_action(self) -> None:
        if self._act is not None:
            self._act()


class ScrollColumn(QScrollArea):
    """A column that scrolls down when the window is low, and never sideways.

    ``name`` is what a screen reader calls it: it takes the keyboard, to be scrolled.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_fitted = False
        self._decoration: QWidget | None = None
        self._inner = QWidget(self)
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(UNIT * 3 // 2)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def decorate(self, widget: QWidget) -> None:
        """Put ``widget`` at the end, to be seen only where nothing has to be scrolled for it."""
        self._decoration = widget
        self.column.addWidget(widget)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_range_changed(self, _lowest: int, highest: int) -> None:
        self.column.setContentsMargins(0, 0, UNIT if highest else 0, 0)  # beside the scroll bar

    def _fit(self) -> None:
        # By itself the column is as high as its wrapping texts would be in a narrow window, and
        # scrolls although everything is in sight. Where nothing scrolls there is nothing to mend,
        # and the first paint need not wait for the sums.
        if not self._is_fitted and not self.verticalScrollBar().maximum():
            return
        self._is_fitted = True
        self._fit_decoration()
        height = self.column.minimumHeightForWidth(self.viewport().width())
        self._inner.setMinimumHeight(max(height, 0))  # below zero while there is no text in it

    def _fit_decoration(self) -> None:
        if self._decoration is None:
            return
        needed = self.column.minimumHeightForWidth(self.viewport().width())
        if self._decoration.isHidden():
            needed += self._decoration.sizeHint().height() + self.column.spacing()
        self._decoration.setHidden(needed > self.viewport().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(UNIT * 40, UNIT * 6)  # what is said above it has its room first
