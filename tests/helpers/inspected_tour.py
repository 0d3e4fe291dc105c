"""The tour in a window of a given size, with eyes instead of a camera; a process of its own.

    python -m tests.helpers.inspected_tour FOLDER 1024x640 dark

Prints as JSON what is wrong, by step. Scaled by ``QT_SCALE_FACTOR``, as Qt itself is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from conductor_desktop import app_windows
from conductor_desktop.app import App
from conductor_desktop.app_windows import AppWindows
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.ui import theme
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.tour import journey
from conductor_desktop.ui.tour.camera import Camera, Shot
from tests.helpers.accessibility import unnamed
from tests.helpers.layout import layout_faults, out_of_sight

faults: dict[str, list[str]] = {}


class Inspector(Camera):
    """Looks at the window, and takes the picture too, for people."""

    def snap(self, step: str, title: str) -> Shot:
        window = QApplication.activeWindow()
        if isinstance(window, QMainWindow):
            found = [*layout_faults(window), *unnamed(window), *_next_out_of_sight(window)]
            faults.update({step: found} if found else {})
        return super().snap(step, title)


class InspectedWindows(AppWindows):
    """Composed as always, and of the wanted size."""

    size = (0, 0)

    def desk(self, messages: Messages | None = None) -> Desk:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # An event filter of ours on the whole app crashes with the web engine (6.11.3).
        app.focusWindowChanged.connect(self._resize)
        return super().desk(messages)

    def _resize(self) -> None:
        window = QApplication.activeWindow()
        if isinstance(window, QMainWindow):
            window.resize(*self.size)


def _next_out_of_sight(window: QMainWindow) -> list[str]:
    button = window.findChild(QWidget, "setupNext")
    return ["setupNext is out of sight"] if button is not None and out_of_sight(button) else []


def main(output: str, size: str, scheme: str) -> int:
    if scheme == "dark":  # the offscreen platform knows no schemes
        theme.LIGHT = theme.DARK
    vars(journey)["Camera"] = Inspector
    width, height = map(int, size.split("x"))
    InspectedWindows.size = (width, height)
    vars(app_windows)["AppWindows"] = InspectedWindows
    code = App(CommonOptions()).run_tour(Path(output), lambda line: print(line, file=sys.stderr))
    print(json.dumps(faults, ensure_ascii=False, indent=2))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
