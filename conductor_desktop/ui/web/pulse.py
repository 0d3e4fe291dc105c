"""Notices that a page has stopped answering, which Qt does not tell.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

_log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
# Beats are counted and not seconds: a PC that was asleep has not been waiting.
MOST_MISSED = 4
_OWN_WORLD = int(QWebEngineScript.ScriptWorldId.ApplicationWorld.value)
# Windows has no SIGKILL; there, os.kill ends the process whatever the signal.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class Pulse(QObject):
    """Asks the page's process for a sign of life, and ends the process if there is none.

    A page in an endless loop does not stop the app, but it cannot be reloaded either: the next
    page of the same host would wait for the same process. Ended, it is one that has crashed.
    """

    def __init__(self, page: QWebEnginePage, beat_seconds: float = BEAT_SECONDS) -> None:
        super().__init__(page)
        self._page = page
        self._missed = 0
        self._timer = QTimer(self, interval=round(beat_seconds * 1000))
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        """Ask once more, or end the process when that has been in vain too often."""
        process = self._page.renderProcessPid()
        if not process:
            self._missed = 0
            return
        if self._missed >= MOST_MISSED:
            self._missed = 0
            _log.warning("The page does not answer; its process is ended.")
            with contextlib.suppress(OSError):  # it has just ended by itself
                os.kill(process, KILL)
            return
        self._missed += 1
        self._page.runJavaScript("1", _OWN_WORLD, self._on_answer)

    def _on_answer(self, _answer: object) -> None:
        self._missed = 0
