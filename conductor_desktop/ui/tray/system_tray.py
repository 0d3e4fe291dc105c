"""The system's own tray, and nothing but that: everything else is tested without one."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

LOOK_MS = 5_000
_SHOWN_MS = 20_000
_CLICKS = (
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
)


class SystemTray(QObject):
    """One icon, from ``show`` to ``hide``. The tray itself may go and come back meanwhile."""

    clicked = Signal()
    message_clicked = Signal()
    went = Signal()  # the tray, although an icon is to be shown
    came = Signal()

    def __init__(self, menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._icon: QSystemTrayIcon | None = None  # some systems complain where there is no tray
        self._state = QIcon(), ""
        self._was_there = False
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(self.look)

    @property
    def is_there(self) -> bool:
        """Whether there is a tray: some systems have none, and it can crash and restart."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def is_shown(self) -> bool:
        """Whether an icon is to be seen where there is a tray."""
        return self._looks.isActive()

    def show(self) -> None:
        """Show the icon from now on, at once or when there is a tray."""
        self._was_there = self.is_there
        self._looks.start()
        if self._was_there:
            self._put_up()

    def hide(self) -> None:
        """Take it away."""
        self._looks.stop()
        if self._icon is not None:
            self._icon.hide()

    def set_state(self, icon: QIcon, text: str) -> None:
        """What it looks like, and what is read at it."""
        self._state = icon, text
        if self._icon is not None:
            self._icon.setIcon(icon)
            self._icon.setToolTip(text)

    def say(self, title: str, text: str, icon: QIcon) -> None:
        """A notice beside the tray, in the place of the one before."""
        if self._icon is not None:
            self._icon.showMessage(title, text, icon, _SHOWN_MS)

    def say_nothing(self) -> None:
        """Take the notice back. Only Windows can; elsewhere it goes by itself."""
        if self._icon is not None and sys.platform == "win32":
            self._icon.showMessage("", "", QIcon(), 0)

    def look(self) -> None:
        """See whether the tray is still there, or there again."""
        is_there = self.is_there
        if is_there is self._was_there:
            return
        self._was_there = is_there
        if is_there:
            self._put_up()
            self.came.emit()
        else:
            self.went.emit()

    def _put_up(self) -> None:
        if self._icon is None:
            self._icon = QSystemTrayIcon(self)
            self._icon.setContextMenu(self._menu)
            self._icon.activated.connect(self._on_activated)
            self._icon.messageClicked.connect(self.message_clicked)
            self.set_state(*self._state)
        self._icon.hide()  # of a tray that is gone, which Qt may not have noticed
        self._icon.show()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _CLICKS:
            self.clicked.emit()
