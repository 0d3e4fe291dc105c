"""The app in a process of its own, with a tray, that tells what it does, one line of JSON each.

The tray is made up, or the desktop's with ``CONDUCTOR_TEST_REAL_TRAY`` in the environment.
``python -m tests.helpers.tray_driver ARGUMENTS...``, those of the app. It says ``watching`` once
the icon is there and later starts can be heard, and ``front`` when one of them or a click has asked
for the window; with each whether a window is ``visible``. In the desktop's tray it closes the
window when that has come for the first time, as a person would, and says ``closed``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QTimer

from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.instance.listener import Listener
from conductor_desktop.ui.tray.system_tray import SystemTray
from tests.helpers.fake_tray import FakeTray
from tests.helpers.patient_start import patiently

IS_REAL = "CONDUCTOR_TEST_REAL_TRAY" in os.environ


def tell(did: str, desk: Desk) -> None:
    print(json.dumps({"did": did, "visible": desk.window.isVisible()}), flush=True)


class TellingListener(Listener):
    def start(self) -> None:
        super().start()
        desk = self.parent()
        assert isinstance(desk, Desk)
        look = QTimer(self)

        def see() -> None:
            if desk.life.background().tray.is_shown:
                look.stop()
                tell("watching", desk)

        look.timeout.connect(see)
        look.start(5)


class TellingDesk(Desk):
    is_closed_again = not IS_REAL

    def come_to_front(self, file: Path | None = None) -> None:
        super().come_to_front(file)
        tell("front", self)
        if not self.is_closed_again:
            self.is_closed_again = True
            self.window.close()
            # Said from the event loop, which has to go on for that.
            soon = QTimer(self)
            soon.setSingleShot(True)
            soon.timeout.connect(lambda: tell("closed", self))
            soon.start()


if __name__ == "__main__":
    kind = SystemTray if IS_REAL else FakeTray
    with (
        mock.patch("conductor_desktop.ui.desk.Desk", TellingDesk),
        mock.patch("conductor_desktop.ui.instance.listener.Listener", TellingListener),
        mock.patch("conductor_desktop.ui.tray.background.SystemTray", kind),
    ):
        sys.exit(patiently())
