"""A tray that is there or not as the test says, and an app that may start with Windows or not."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu

from conductor_desktop.errors import AppError
from conductor_desktop.services.own_start import Starting
from conductor_desktop.ui.tray.system_tray import SystemTray


class FakeTray(SystemTray):
    """Remembers what it was told to show. The newest one made is ``FakeTray.newest``."""

    newest: FakeTray
    starts_there = True

    def __init__(self, menu: QMenu, parent: QObject) -> None:
        super().__init__(menu, parent)
        type(self).newest = self
        self.exists = self.starts_there
        self.menu = menu
        self.said: list[tuple[str, str]] = []
        self.text = ""
        self.icon = QIcon()

    @property
    def is_there(self) -> bool:
        return self.exists

    def set_state(self, icon: QIcon, text: str) -> None:
        self.icon, self.text = icon, text

    def say(self, title: str, text: str, icon: QIcon) -> None:
        self.said.append((title, text))

    def say_nothing(self) -> None:
        self.said.append(("", ""))

    def pick(self, name: str) -> None:
        """Open the menu and choose an entry of it, as a person would where it can be chosen."""
        self.menu.aboutToShow.emit()
        action = self.action(name)
        assert action.isVisible(), name
        assert action.isEnabled(), name
        action.trigger()

    def action(self, name: str) -> QAction:
        found = self.menu.findChild(QAction, name)
        assert isinstance(found, QAction), name
        return found

    def goes(self) -> None:
        """As when the Explorer crashes."""
        self.exists = False
        self.look()

    def comes(self) -> None:
        self.exists = True
        self.look()

    def _put_up(self) -> None:
        pass


@dataclass
class FakeStart:
    """The registry of a Windows that does as it is told, or refuses."""

    starting: Starting = Starting.NO
    failure: AppError | None = None
    settings_opened: int = 0
    asked: list[str] = field(default_factory=list)

    def look(self) -> Starting:
        self.asked.append("look")
        return self._answer(self.starting)

    def turn_on(self) -> Starting:
        self.asked.append("on")
        return self._answer(Starting.YES)

    def turn_off(self) -> Starting:
        self.asked.append("off")
        return self._answer(Starting.NO)

    def open_settings(self) -> bool:
        self.settings_opened += 1
        return True

    def _answer(self, starting: Starting) -> Starting:
        if self.failure is not None:
            raise self.failure
        self.starting = starting
        return starting
