"""Goes on watching while the window is closed, where an icon beside the clock leads back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from conductor_desktop.services.connection_names import company_of
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import Pool
from conductor_desktop.ui.tray.choices import Choices
from conductor_desktop.ui.tray.explanation import ExplanationDialog
from conductor_desktop.ui.tray.icons import tray_icon
from conductor_desktop.ui.tray.menu import TrayMenu
from conductor_desktop.ui.tray.system_tray import SystemTray
from conductor_desktop.ui.tray.telling import Telling
from conductor_desktop.ui.tray.words import tip

if TYPE_CHECKING:
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.storage.profiles import InBackground
    from conductor_desktop.ui.connection.controller import ConnectionController
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.screens import Filled
    from conductor_desktop.ui.shell.window import MainWindow
    from conductor_desktop.ui.tasks import TaskRunner
    from conductor_desktop.ui.tray.starts import StartsWithWindows


class Background(QObject):
    """One main window at a time is watched; without a tray closing it ends the app as ever."""

    def __init__(
        self,
        sessions: Sessions,
        messages: Messages,
        runner: TaskRunner,
        own_start: Callable[[], StartsWithWindows | None],
        bring_to_front: Callable[[], None],
        show_support: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._messages = messages
        self._runner = runner
        self._own_start = own_start
        self._bring_to_front = bring_to_front
        self._show_support = show_support
        self._window: MainWindow | None = None
        self._connection: ConnectionController | None = None
        self._session: Session | None = None
        self._telling: Telling | None = None
        self._is_ending = False
        self._is_out_of_sight = False
        self._shown: tuple[Mark, str] | None = None
        self._menu = TrayMenu(_pauses)
        self.tray = SystemTray(self._menu, self)
        self._wire()

    @property
    def chosen(self) -> InBackground:
        """What the person chose of all this."""
        return self._sessions.settings.in_background

    def watch(self, window: MainWindow, filled: Filled, session: Session) -> None:
        """From now on ``window`` may be closed without an end to the watching."""
        connection, screen = filled
        self._window, self._connection, self._session = window, connection, session
        self._telling = Telling(
            connection, session, self.tray, self._messages, self._runner, window
        )
        window.ask_before_closing(self._may_close)
        QShortcut(QKeySequence("Ctrl+Q"), window).activated.connect(self.end)
        connection.changed.connect(self._show_state)
        start = None if session.is_sandbox else self._own_start()
        Choices(self, screen, connection, start, self._runner, window)
        self._show_state()
        self.tray.show()

    def keep_out_of_sight(self, window: QMainWindow) -> None:
        """``window`` comes up without anybody asking for it: nobody is to be disturbed."""
        if not self.tray.is_there:
            self._is_out_of_sight = True  # until there is one
            window.showMinimized()

    def let_go(self) -> None:
        """Another window comes, or none: nothing is watched."""
        if self._telling is not None:
            self._telling.stop()
        self._window = self._connection = self._session = self._telling = None
        self._shown = None
        self._is_out_of_sight = False
        self.tray.hide()

    def choose(self, **choice: Any) -> None:
        """Keep what the person chose. Raises nothing: at worst it is asked once more."""

        def work(_task: object) -> object:
            self._sessions.update_settings(
                lambda now: replace(now, in_background=replace(now.in_background, **choice))
            )
            return None

        self._runner.submit(work, Pool.FILES)

    def end(self) -> None:
        """Really end the app, wherever its window is."""
        self._is_ending = True
        QCoreApplication.exit(0)

    def _wire(self) -> None:
        self._menu.check_wanted.connect(self._on_check)
        self._menu.pause_wanted.connect(self._on_pause)
        self._menu.resume_wanted.connect(self._on_resume)
        self._menu.open_wanted.connect(self._bring_to_front)
        self._menu.support_wanted.connect(self._show_support)
        self._menu.quit_wanted.connect(self.end)
        self.tray.clicked.connect(self._bring_to_front)
        self.tray.message_clicked.connect(self._on_message_clicked)
        self.tray.went.connect(self._on_tray_went)
        self.tray.came.connect(self._on_tray_came)
        # Windows ends the session: whoever asks a window to close then must not be refused.
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._on_about_to_quit)

    # ---- closing and opening

    def _may_close(self) -> bool:
        """Whether the window may really be closed; else it is out of sight, or explains itself."""
        chosen = self.chosen
        window = self._window
        if window is None or self._is_ending:
            return True
        if not self.tray.is_there or not chosen.keeps_watching:
            return True
        if chosen.is_explained:
            window.hide()
        else:
            self._explain(window)
        return False

    def _explain(self, window: MainWindow) -> None:
        if window.findChild(ExplanationDialog) is not None:
            return
        mark = self._shown[0] if self._shown else Mark.UNKNOWN
        dialog = ExplanationDialog(mark, window)
        dialog.understood.connect(self._on_understood)
        dialog.quit_wanted.connect(self._on_quit)
        dialog.open()

    def _on_understood(self) -> None:
        self.choose(is_explained=True)
        if self._window is not None:
            self._window.hide()

    def _on_quit(self) -> None:
        self.choose(is_explained=True)
        self.end()

    def _on_about_to_quit(self) -> None:
        self._is_ending = True

    def _on_message_clicked(self) -> None:
        self._bring_to_front()
        if self._window is not None:
            self._window.show_screen("connection")

    def _on_tray_went(self) -> None:
        """Nothing leads to a hidden window any more; it waits in the taskbar, in nobody's way."""
        window = self._window
        if window is not None and window.isHidden():
            self._is_out_of_sight = True
            window.showMinimized()

    def _on_tray_came(self) -> None:
        window = self._window
        if window is not None and self._is_out_of_sight and window.isMinimized():
            window.hide()
        self._is_out_of_sight = False

    # ---- the connection

    def _show_state(self) -> None:
        connection, session = self._connection, self._session
        if connection is None or session is None:
            return
        text, is_paused = connection.text, connection.is_paused
        mark = Mark.PAUSED if is_paused else text.mark
        self._menu.show_state(
            text.headline,
            can_check=text.can_ask and not connection.is_busy,
            is_paused=is_paused,
        )
        shown = mark, tip(text.headline, company_of(session.profile), is_sandbox=session.is_sandbox)
        if shown != self._shown:
            self._shown = shown
            self.tray.set_state(tray_icon(mark), shown[1])

    def _on_check(self) -> None:
        if self._connection is not None:
            self._connection.check_now()

    def _on_pause(self, until: datetime | None) -> None:
        if self._connection is not None:
            self._connection.pause(until)

    def _on_resume(self) -> None:
        if self._connection is not None:
            self._connection.resume()


def _pauses() -> Sequence[tuple[str, str, datetime | None]]:
    from conductor_desktop.ui.connection.watching_card import pauses

    return pauses(datetime.now(UTC))
