"""The main window: a sidebar, the screens, and what is said above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.placing import open_in_the_middle
from conductor_desktop.ui.shell.banner import SandboxBanner
from conductor_desktop.ui.shell.notices import Notices
from conductor_desktop.ui.shell.sidebar import NavButton, Sidebar
from conductor_desktop.ui.shell.switcher import Connections
from conductor_desktop.ui.theme import UNIT

_APP = "Conductor Desktop"


@dataclass(frozen=True)
class Screen:
    """One entry of the sidebar; ``name`` is a lower-case word, ``title`` is what people read."""

    name: str
    title: str
    widget: QWidget


class MainWindow(QMainWindow):
    """Shows screens it is given and knows nothing of what they do."""

    setup_requested = Signal()
    reconnect_requested = Signal()
    remove_requested = Signal()
    profile_chosen = Signal(str)  # the name of another profile, to be switched to
    another_company_requested = Signal()
    leave_sandbox_requested = Signal()
    screen_changed = Signal(str)  # the name of the screen now in front
    closing = Signal()  # somebody closes it, and perhaps it only goes out of sight
    closed = Signal()  # it did not only go out of sight

    def __init__(
        self, screens: Sequence[Screen], messages: Messages, *, sandbox: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setMinimumSize(900, UNIT * 64)
        open_in_the_middle(self, QSize(UNIT * 160, UNIT * 95), self.screen().availableGeometry())
        self._screens = tuple(screens)
        self._messages = messages
        self._sandbox = sandbox
        self._may_close: Callable[[], bool] | None = None
        # Made in the order in which the Tab key visits them.
        self._banner = SandboxBanner(self) if sandbox else None
        self._sidebar = Sidebar([(screen.name, screen.title) for screen in screens], self)
        self._notices = Notices(self)
        self._stack = QStackedWidget(self)
        self._build()
        self._wire()
        self.set_company("")
        self.show_screen(self._screens[0].name)

    @property
    def current_screen(self) -> str:
        """The name of the screen in front."""
        return self._screens[self._stack.currentIndex()].name

    @property
    def notice(self) -> str:
        """What is said above the screen; empty when nothing is."""
        return self._notices.text

    def show_screen(self, name: str) -> None:
        """Bring the screen ``name`` to the front. Raises ``KeyError``."""
        self._sidebar.button(name).setChecked(True)

    def set_company(self, name: str) -> None:
        """Whose books these are, in the sidebar and in the title; "" while nobody knows."""
        self._sidebar.switcher.set_company(name)
        parts = ["Sandbox" if self._sandbox else "", name, _APP]
        self.setWindowTitle(" · ".join(part for part in parts if part))

    def offer_connections(self, connections: Connections) -> None:
        """Let people go from one company to another; ``connections`` is asked at each click."""
        self._sidebar.switcher.offer(connections)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """From now on ``may_close`` says each time whether the window is really closed."""
        self._may_close = may_close

    def set_mark(self, screen: str, mark: Mark) -> None:
        """Show a state beside a screen's entry. Raises ``KeyError``."""
        self._sidebar.button(screen).set_mark(mark)

    def nav_button(self, name: str) -> NavButton:
        """The sidebar's entry of a screen. Raises ``KeyError``."""
        return self._sidebar.button(name)

    def geometry_to_save(self) -> str:
        """Where the window is, as text for the settings."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_geometry(self, saved: str) -> bool:
        """Go back to where ``geometry_to_save`` said; False, and nothing moves, if it is junk."""
        return self.restoreGeometry(QByteArray.fromBase64(saved.encode("utf-8")))

    def _build(self) -> None:
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addWidget(self._notices)
        content.addWidget(self._stack, 1)
        for screen in self._screens:
            self._stack.addWidget(screen.widget)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addLayout(content, 1)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._banner is not None:
            column.addWidget(self._banner)
        column.addLayout(row, 1)
        self.setCentralWidget(central)

    def _wire(self) -> None:
        if self._banner is not None:
            self._banner.leave_clicked.connect(self.leave_sandbox_requested)
        self._sidebar.chosen.connect(self._on_chosen)
        self._sidebar.setup_clicked.connect(self.setup_requested)
        self._sidebar.switcher.chosen.connect(self.profile_chosen)
        self._sidebar.switcher.another_wanted.connect(self.another_company_requested)
        self._messages.shown.connect(self._notices.add)
        self._messages.taken_back.connect(self._notices.remove)
        self._notices.offer_taken.connect(self._messages.offer_taken)
        for position, screen in enumerate(self._screens):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{position + 1}"), self)
            shortcut.activated.connect(self._sidebar.button(screen.name).click)

    def _on_chosen(self, position: int) -> None:
        self._stack.setCurrentIndex(position)
        self.screen_changed.emit(self._screens[position].name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            self._screens[self._stack.currentIndex()].widget.setFocus()
        self._messages.open_door()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        if self._may_close is None or self._may_close():
            super().closeEvent(event)
            self.closed.emit()
        else:
            event.ignore()
