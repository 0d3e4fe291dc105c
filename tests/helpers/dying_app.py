"""The app in a process of its own, that ends in a way of its own once its window is there.

``python -m tests.helpers.dying_app HOW ARGUMENTS...``, those of the app. HOW is one of ``WAYS``.
The error carries what must not be found in any file: ``EMAIL`` in its words, ``CANARY`` in a
variable. What is said above the screen is printed before that, as a line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QCoreApplication, QTimer, qFatal

from conductor_desktop.services.last_time import watchdog
from conductor_desktop.ui import application
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.front import Front
from conductor_desktop.ui.shell.notices import Notices
from conductor_desktop.ui.shell.safe_banner import SafeBanner
from conductor_desktop.ui.tour.hands import click
from tests.helpers.patient_start import patiently

CANARY = "Planted-Canary-0123456789"
EMAIL = "mary.poppins@big.example"


class Awkward:
    """Fails where Python can raise nothing."""

    def __del__(self) -> None:
        raise ValueError(f"deleted for {EMAIL}")


def fail_in_a_slot() -> None:
    local = CANARY
    raise ValueError(f"slot for {EMAIL}") from KeyError(local[:1])


def fail_in_a_thread() -> None:
    thread = threading.Thread(target=fail_in_a_slot)
    thread.start()
    thread.join()
    quit_app()


def fail_without_raising() -> None:
    Awkward()
    warnings.warn(f"old way for {EMAIL}", ResourceWarning, stacklevel=1)
    quit_app()


def fail_in_qt() -> None:
    qFatal(f"Qt gives up for {EMAIL}")


def fail_in_a_library() -> None:
    import ctypes

    ctypes.string_at(0)


def quit_app() -> None:
    QCoreApplication.exit(0)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)


def start_normally() -> None:
    click("safeNormal")


def hang() -> None:
    """Until there is a line on the input, which there never is."""
    sys.stdin.readline()


def be_asked_to_end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


WAYS: dict[str, Callable[[], None]] = {
    "slot": fail_in_a_slot,
    "thread": fail_in_a_thread,
    "unraisable": fail_without_raising,
    "qt": fail_in_qt,
    "library": fail_in_a_library,
    "quit": quit_app,
    "killed": be_killed,
    "normally": start_normally,
    "asked": be_asked_to_end,
    "hangs": hang,
}


class DyingDesk(Desk):
    """Opens, says what it says, and dies."""

    end: Callable[[], None]

    def open(
        self,
        setup_file: Path | None = None,
        front: Front | None = None,
        *,
        out_of_sight: bool = False,
    ) -> None:
        super().open(setup_file, front, out_of_sight=out_of_sight)
        soon = QTimer(self)
        soon.setSingleShot(True)
        soon.timeout.connect(self._die)
        soon.start()

    def _die(self) -> None:
        notices = self.window.findChild(Notices)
        banner = self.window.findChild(SafeBanner)
        facts = {
            "visible": self.window.isVisible() and not self.window.isMinimized(),
            "said": notices.text if notices is not None else "",
            "safe": banner.accessibleName() if banner is not None else "",
        }
        print(json.dumps(facts), flush=True)
        type(self).end()


if __name__ == "__main__":
    DyingDesk.end = staticmethod(WAYS[sys.argv.pop(1)])
    impatient = partial(watchdog.Watchdog, turn_seconds=0.2, standstill_seconds=2.0)
    with (
        mock.patch("conductor_desktop.ui.desk.Desk", DyingDesk),
        mock.patch.object(watchdog, "Watchdog", impatient),
        mock.patch.object(application, "_BEAT_MS", 50),
    ):
        sys.exit(patiently())
