"""The app in a process of its own that tells what its window does, one line of JSON each.

``python -m tests.helpers.window_driver ARGUMENTS...``, those of the app. It says ``listening`` when
later starts can be heard; then it minimizes its window, as somebody would who works elsewhere. At
each later start it says whether the window is ``front`` again, and what it says of the ``file``
that came, once it does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.instance.listener import Listener
from conductor_desktop.ui.tour.hands import find
from tests.helpers.patient_start import patiently


def tell(**facts: object) -> None:
    print(json.dumps({"process": os.getpid(), **facts}), flush=True)


class TellingListener(Listener):
    def start(self) -> None:
        super().start()
        desk = self.parent()
        assert isinstance(desk, Desk)
        desk.window.showMinimized()
        tell(did="listening")


class TellingDesk(Desk):
    def come_to_front(self, file: Path | None = None) -> None:
        super().come_to_front(file)
        look = QTimer(self)

        def see() -> None:
            window, about = self.window, find("setupFileAbout") or find("openedAbout")
            offered = about.text() if isinstance(about, QLabel) else None
            has_keyboard = QApplication.activeWindow() in (window, find("supportWindow"))
            is_front = has_keyboard and not window.isMinimized()
            if is_front and (offered or file is None):
                look.stop()
                tell(did="front", file=offered)

        look.timeout.connect(see)
        look.start(5)


if __name__ == "__main__":
    with (
        mock.patch("conductor_desktop.ui.desk.Desk", TellingDesk),
        mock.patch("conductor_desktop.ui.instance.listener.Listener", TellingListener),
    ):
        sys.exit(patiently())
