"""The Qt application object, dressed, and safe against what must not kill it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.assets import asset
from conductor_desktop.errors import ExitCode
from conductor_desktop.ui.theme import apply_theme

log = logging.getLogger(__name__)

BENCH_VARIABLE = "CONDUCTOR_DESKTOP_BENCH"

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_application(arguments: Sequence[str]) -> QApplication:
    """Make the one ``QApplication``. ``arguments`` is the program's name and nothing else:
    what follows it could open the web engine to others."""
    # The web engine is loaded long after the application is made, and asks for this before.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(list(arguments[:1]))
    app.setApplicationName("Conductor Desktop")
    app.setDesktopFileName("conductor-desktop")
    app.setWindowIcon(QIcon(str(asset("icons/app.svg"))))
    apply_theme(app)
    return app


def catch_everything(app: QApplication) -> None:
    """Log what nobody caught. In a slot it ends the app: Qt would carry on in an unknown state."""

    def in_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            app.exit(130)
            return
        log.critical("uncaught error", exc_info=(kind, error, trace))
        app.exit(ExitCode.INTERNAL)

    def in_thread(hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            log.error("uncaught error in a thread", exc_info=hooked.exc_value)

    sys.excepthook = in_main
    threading.excepthook = in_thread
    qInstallMessageHandler(_on_qt_message)


def let_ctrl_c_through(app: QApplication) -> QTimer:
    """Python sees a signal only while Python runs; keep the returned timer for that."""
    signal.signal(signal.SIGINT, lambda *_: app.exit(130))
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(250)
    return timer


class FirstPaint(QObject):
    """Prints ``first-paint`` once the window has been painted; for ``build/dev.py bench``."""

    @classmethod
    def watch(cls, window: QWidget) -> FirstPaint | None:
        """Watch ``window`` if a bench asked for it."""
        return cls(window) if os.environ.get(BENCH_VARIABLE) == "first-paint" else None

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return False

    def _tell(self) -> None:
        print("first-paint", flush=True)  # the parent process measures when this line arrives


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.INFO), "%s", message)
