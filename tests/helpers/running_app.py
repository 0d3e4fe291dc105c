"""The app as composed for real, on a home folder and a keyring of the test's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.tour.hands import Finder, can_click, click, sees
from tests.helpers.hands import clear_the_screen
from tests.helpers.keyring import MemoryKeyring

# As the app does: the engine asks for it before the application is made.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

WAIT_MS = 30_000


class _Mortal:
    """One process's way to the keyring."""

    def __init__(self, keyring: MemoryKeyring) -> None:
        self._keyring = keyring
        self.is_dead = False

    def get_password(self, service: str, username: str) -> str | None:
        return self._alive.get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._alive.set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._alive.delete_password(service, username)

    @property
    def _alive(self) -> MemoryKeyring:
        if self.is_dead:
            raise OSError("this process is dead")
        return self._keyring


class RunningApp:
    """From opening the first window to the end of the program; a context manager."""

    def __init__(
        self,
        qtbot: QtBot,
        home: Path,
        keyring: MemoryKeyring,
        *,
        base_url: str | None = None,
        sandbox: bool = False,
        parts: Mapping[str, Any] | None = None,
    ) -> None:
        self._qtbot = qtbot
        options = CommonOptions(home=str(home), base_url=base_url, sandbox=sandbox)
        self._keyring = _Mortal(keyring)
        self.app = App(options, secrets=lambda: KeyringStore(self._keyring), **(parts or {}))
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """Made at first use, so that a test can change the app before."""
        if self._desk is None:
            self._desk = self.app.windows().desk()
        return self._desk

    @property
    def window(self) -> QMainWindow:
        return self.desk.window

    def open(self, setup_file: Path | None = None) -> None:
        """Show the first window and wait until it has the keyboard."""
        clear_the_screen()
        self.desk.open(setup_file)
        self._qtbot.waitUntil(lambda: self.window.isActiveWindow(), timeout=WAIT_MS)

    def wait(self, finder: Finder) -> None:
        self._qtbot.waitUntil(finder, timeout=WAIT_MS)

    def wait_for(self, name: str) -> None:
        """Until the widget of this name is on the screen."""
        self.wait(sees(name))

    def press(self, name: str) -> None:
        """Click it as soon as that is possible."""
        self.wait(can_click(name))
        click(name)

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.wait(lambda: self.desk._runner.is_idle)

    def kill(self) -> None:
        """As if the process had been killed: whatever is under way is neither kept nor heard."""

        def refuse(*_arguments: object, **_more: object) -> None:
            raise SettingsNotSaved("settings.json", "this process is dead")

        store = self.app.run.store()
        store.save = store.change = refuse  # type: ignore[method-assign]
        self._keyring.is_dead = True
        self.end()

    def end(self) -> None:
        """As if the last window had been closed."""
        if self._desk is not None:
            window = self._desk._one_window.now
            self._desk.shut_down()
            self._desk = None
            if window is not None:
                window.deleteLater()
        self.app.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
