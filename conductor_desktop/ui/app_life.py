"""The life of the app, whichever window is open: what became of the run before, what goes on in the
background while the window is closed, and what is different in safe mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from conductor_desktop.once import Once
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.ui.collector import UiThreadCollector

if TYPE_CHECKING:
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.screens import Filled
    from conductor_desktop.ui.shell.window import MainWindow
    from conductor_desktop.ui.support_door import SupportDoor
    from conductor_desktop.ui.tasks import TaskRunner
    from conductor_desktop.ui.tray.background import Background


class AppLife(QObject):
    """With ``care`` it is in safe mode: nothing is beside the clock, and each window says so."""

    front_wanted = Signal()  # somebody asks for the window from beside the clock
    normal_start_wanted = Signal()  # out of safe mode

    def __init__(
        self,
        sessions: Sessions,
        providers: Providers,
        runner: TaskRunner,
        messages: Messages,
        support: SupportDoor,
        care: Care,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        UiThreadCollector(self)
        self._sessions = sessions
        self._providers = providers
        self._runner = runner
        self._messages = messages
        self._support = support
        self._care = care
        self.background = Once(self._make_background)

    def tell_of_last_time(self, run: WindowRun) -> None:
        """Say what has become of the run before this one, and note how this one goes."""
        from conductor_desktop.ui.shell.last_time import LastTimeTeller

        LastTimeTeller(run, self._messages, self._runner, self._support.show, self)

    def go_on_in(self, window: QMainWindow) -> None:
        """``window`` comes next, and is not up yet; nothing of the one before it goes on."""
        self._support.lead_from(window)
        if self._care:
            self._say_safe_mode(window)
        self.let_go()

    def watch(self, window: MainWindow, filled: Filled) -> None:
        """The screens of ``window`` are there: from now on closing it need not be the end."""
        if self._care:
            # Without an icon beside the clock, closing the window ends the app.
            end = QShortcut(QKeySequence("Ctrl+Q"), window)
            end.activated.connect(QCoreApplication.quit)
        else:
            self.background().watch(window, filled, self._sessions.current)

    def let_go(self) -> None:
        """Nothing goes on in the background any more."""
        if self.background.made is not None:  # or there was nothing to be watched
            self.background.made.let_go()

    def _make_background(self) -> Background:
        from conductor_desktop.ui.tray.background import Background

        return Background(
            self._sessions,
            self._messages,
            self._runner,
            self._providers.own_start,
            self.front_wanted.emit,
            self._support.show,
            parent=self,
        )

    def _say_safe_mode(self, window: QMainWindow) -> None:
        from conductor_desktop.ui.shell.safe_banner import SafeBanner, put_on_top

        if window.findChild(SafeBanner) is not None:
            return
        banner = SafeBanner(self._care, window)
        banner.normal_start_wanted.connect(self.normal_start_wanted)
        banner.support_wanted.connect(self._support.show)
        put_on_top(banner, window)
