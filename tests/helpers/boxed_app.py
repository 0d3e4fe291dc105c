"""The app as the windowed program starts it: without a console, and with a box that is read.

``python -m tests.helpers.boxed_app HOW ARGUMENTS...``. HOW is one of ``dying_app.WAYS``, or
``start`` for a bug before there is a window. What the box says is printed as a line of JSON, with
whether another start could be the only one meanwhile.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from unittest import mock

from PySide6.QtWidgets import QMessageBox

from conductor_desktop.app_windows import AppWindows
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.ui.instance.later import is_first
from tests.helpers.dying_app import WAYS, DyingDesk
from tests.helpers.patient_start import patiently


def read(box: QMessageBox) -> int:
    place = OpenWindow.of(AppHome.locate(sys.argv[-1]).root, sandbox=False)
    with ExitStack() as held:
        free = is_first(place, held)
    facts = {"title": box.text(), "text": box.informativeText(), "free": free}
    print(json.dumps(facts), flush=True)
    return 0


def fail(*_arguments: object, **_more: object) -> None:
    raise RuntimeError("for mary.poppins@big.example")


if __name__ == "__main__":
    how = sys.argv.pop(1)
    DyingDesk.end = staticmethod(WAYS.get(how, fail))
    sys.stderr = None
    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(QMessageBox, "exec", read))
        if how == "start":
            patched.enter_context(mock.patch.object(AppWindows, "first_front", fail))
        patched.enter_context(mock.patch("conductor_desktop.ui.desk.Desk", DyingDesk))
        code = patiently()
    sys.exit(code)
