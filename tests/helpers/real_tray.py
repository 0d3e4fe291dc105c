"""A desktop with a tray, for one run of the app in it.

``python -m tests.helpers.real_tray ARGUMENTS...`` needs a display and a session bus of its own. It
plays the tray as a Linux desktop does, starts the app with ARGUMENTS, clicks the icon once it is
there and again when the window was closed, ends the app, and prints as JSON what the app said
meanwhile and with what it ended.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, QProcess, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

NAME = "org.kde.StatusNotifierWatcher"


@ClassInfo({"D-Bus Interface": NAME})  # type: ignore[call-arg]
class Tray(QObject):  # type: ignore[operator]
    """As much of one as an icon asks for."""

    StatusNotifierItemRegistered = Signal(str)
    StatusNotifierHostRegistered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.item = ""

    @Slot(str)
    def RegisterStatusNotifierItem(self, name: str) -> None:  # noqa: N802 - as the bus has it
        self.item = name
        self.StatusNotifierItemRegistered.emit(name)

    def _true(self) -> bool:
        return True

    def _zero(self) -> int:
        return 0

    IsStatusNotifierHostRegistered = Property(bool, _true)
    ProtocolVersion = Property(int, _zero)


class Person(QObject):
    """Starts the app and does something about what it says."""

    def __init__(self, tray: Tray) -> None:
        super().__init__()
        self._tray = tray
        self.said: list[dict[str, Any]] = []
        self._app = QProcess(self)
        self._app.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._app.readyReadStandardOutput.connect(self._on_output)
        self._app.finished.connect(self._on_finished)
        tray.StatusNotifierItemRegistered.connect(self._click_once_all_is_there)

    def begin(self) -> None:
        self._app.start(sys.executable, ["-m", "tests.helpers.tray_driver", *sys.argv[1:]])

    def _on_output(self) -> None:
        while self._app.canReadLine():
            fact = json.loads(bytes(self._app.readLine().data()))
            self.said.append(fact)
            if fact["did"] in ("watching", "closed"):
                self._click_once_all_is_there()
            elif any(one["did"] == "closed" for one in self.said):
                self._app.terminate()

    def _click_once_all_is_there(self) -> None:
        if not self._tray.item or not self.said:
            return
        click = QDBusMessage.createMethodCall(
            self._tray.item, "/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate"
        )
        click.setArguments([0, 0])
        QDBusConnection.sessionBus().send(click)

    def _on_finished(self, code: int) -> None:
        print(json.dumps({"said": self.said, "had_icon": bool(self._tray.item), "code": code}))
        QCoreApplication.quit()


if __name__ == "__main__":
    os.environ["CONDUCTOR_TEST_REAL_TRAY"] = "1"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    app = QCoreApplication([])
    tray = Tray()
    bus = QDBusConnection.sessionBus()
    everything = QDBusConnection.RegisterOption.ExportAllContents
    if not bus.registerService(NAME) or not bus.registerObject(
        "/StatusNotifierWatcher", tray, everything
    ):
        sys.exit("no session bus of its own")
    person = Person(tray)
    person.begin()
    sys.exit(app.exec())
