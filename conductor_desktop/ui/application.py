"""The Qt application object, dressed, and safe against what must not kill it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QProcess,
    QProcessEnvironment,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from conductor_desktop.assets import asset
from conductor_desktop.errors import AppError, ExitCode
from conductor_desktop.storage.uncaught import log_uncaught
from conductor_desktop.ui.end_requests import EndRequests
from conductor_desktop.ui.theme import wear_theme

log = logging.getLogger(__name__)

BENCH_VARIABLE = "CONDUCTOR_DESKTOP_BENCH"

_BEAT_MS = 2_000

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
    wear_theme(app)
    return app


def keep_qt_settings_in(folder: Path) -> None:
    """Have what Qt itself notes, such as the folders of its file dialog, in ``folder``.

    On Windows and macOS Qt has other places for it, which cannot be changed.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))


def show_icon(app: QApplication) -> None:
    """Put the icon on every window; reading it loads the SVG plug-in."""
    app.setWindowIcon(QIcon(str(asset("icons/app.svg"))))


def catch_everything(
    app: QApplication,
    on_fatal: Callable[[], None] = lambda: None,
    open_log: Callable[[], None] = lambda: None,
) -> None:
    """Log what nobody caught, and what Qt says. In a slot it ends the app: Qt would carry on in an
    unknown state.

    ``on_fatal`` is called before that, and before Qt itself gives up, from whichever thread;
    ``open_log`` before any of it is logged.
    """

    def end() -> None:
        on_fatal()
        app.exit(ExitCode.INTERNAL)

    log_uncaught(end, open_log)
    catch_qt_messages(on_fatal, open_log)


def catch_qt_messages(on_fatal: Callable[[], None], open_log: Callable[[], None]) -> None:
    """Log what Qt says; once it gives up, with where that was. Needs no application object."""

    def on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        is_fatal = kind is QtMsgType.QtFatalMsg
        if is_fatal:
            open_log()
        level = _QT_LEVELS.get(kind, logging.INFO)
        logging.getLogger("qt").log(level, "%s", message, stack_info=is_fatal)
        if is_fatal:
            on_fatal()

    qInstallMessageHandler(on_message)


def follow_end_requests(app: QApplication, requests: EndRequests) -> QTimer:
    """End the app once somebody asks. Python sees a signal only while Python runs, and the
    returned timer, which belongs to the app, is also what lets it run."""

    def look() -> None:
        if requests.exit_code is not None:
            app.exit(requests.exit_code)

    timer = QTimer(app)
    timer.timeout.connect(look)
    timer.start(250)
    return timer


def soon(app: QApplication, action: Callable[[], None]) -> None:
    """Run ``action`` as soon as the event loop runs."""
    timer = QTimer(app)
    timer.setSingleShot(True)
    timer.timeout.connect(action)
    timer.start()


def beat(app: QApplication, say: Callable[[], None]) -> None:
    """Call ``say`` every two seconds, for as long as the window can react."""
    timer = QTimer(app)
    timer.timeout.connect(say)
    timer.start(_BEAT_MS)


def start_again(arguments: Sequence[str]) -> None:
    """Start the app anew, as it is started without anything special; this one has ended.

    Whoever reads what this one prints need not wait for the other one's end.
    """
    words = [word for word in arguments if word not in ("--safe-mode", "--in-tray")]
    module = () if getattr(sys, "frozen", False) else ("-m", "conductor_desktop")
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments([*module, *words])
    around = QProcessEnvironment.systemEnvironment()
    around.insert("PYINSTALLER_RESET_ENVIRONMENT", "1")  # or it takes itself for a part of this one
    process.setProcessEnvironment(around)
    process.setStandardInputFile(QProcess.nullDevice())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started: object = process.startDetached()  # a bool, whatever its type says
    if not started:
        log.error("the app could not be started again")


def tell_in_a_box(error: AppError, way: str = "") -> None:
    """Say why there will be no window, where there is no console to say it on.

    ``way`` leads on from there, to a support bundle; it can be selected and copied. Makes the
    application if it is not made yet.
    """
    if QApplication.instance() is None:
        start_application(sys.argv)
    box = QMessageBox(QMessageBox.Icon.Critical, "Conductor Desktop", error.title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    said = (f"{error.explanation} {error.next_step}", way)
    box.setInformativeText("\n\n".join(part for part in said if part))
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.exec()


class FirstPaint(QObject):
    """Runs ``action`` once the window has been painted for the first time.

    For ``build/dev.py bench`` it prints ``first-paint`` then; the time is taken by who reads it.
    """

    def __init__(self, window: QWidget, action: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._action = action
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._on_painted)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._soon.start()
        return False

    def _on_painted(self) -> None:
        if os.environ.get(BENCH_VARIABLE) == "first-paint":
            print("first-paint", flush=True)
        self._action()
