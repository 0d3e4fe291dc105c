"""The least it costs to show a web page: a window that is up loads the engine and then the page.

Reads the page's address from stdin. Prints as JSON the seconds from then on, and for how long the
window stood still meanwhile.
"""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QCoreApplication, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QMainWindow

from build.bench.setup import STALL
from conductor_desktop.ui.tour.camera import Watchdog
from conductor_desktop.ui.web.engine_environment import strip_environment


def main() -> int:
    strip_environment(os.environ)  # as the app, or as root the engine would not start
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1136, 736)
    window.show()
    QTimer.singleShot(0, window, lambda: _load(window, sys.stdin.readline().strip()))
    return app.exec()


def _load(window: QMainWindow, address: str) -> None:
    began = time.perf_counter()
    watchdog = Watchdog()
    watchdog.start()
    from PySide6.QtWebEngineWidgets import QWebEngineView

    view = QWebEngineView(window)

    def tell(loaded: bool) -> None:
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, STALL: watchdog.longest_ms}), flush=True)
        QApplication.exit(0 if loaded else 1)

    view.loadFinished.connect(tell)
    window.setCentralWidget(view)
    view.load(QUrl(address))


if __name__ == "__main__":
    sys.exit(main())
