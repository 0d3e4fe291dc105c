"""Goes through the guided setup in a process of its own, and waits there to be killed.

``python -m tests.helpers.setup_driver HOME BASE_URL STEP``: with ``done`` as STEP it goes to the
end and ends by itself. The keys are in the environment. It prints a line of JSON: on which step it
came up, and on which one it is by now. Its password store is a file beside HOME.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.application import start_application
from conductor_desktop.ui.tour.hands import find
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.setup_hands import SetupHands
from tests.ui.setup.stage import PretendedView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conductor_desktop.services.auth_link import AuthLink
    from conductor_desktop.ui.web.view import AuthView

_LOOK_AGAIN_MS = 10


class FileKeyring(MemoryKeyring):
    """What is in it is there for the next process."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        if path.exists():
            self.entries = {(s, name): value for s, name, value in json.loads(path.read_text())}

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self._keep()

    def delete_password(self, service: str, username: str) -> None:
        super().delete_password(service, username)
        self._keep()

    def _keep(self) -> None:
        self._path.write_text(
            json.dumps([[*names, value] for names, value in self.entries.items()])
        )


class Patience:
    """What ``RunningApp`` needs of pytest-qt, without a test."""

    @staticmethod
    def waitUntil(finder: Callable[[], bool], *, timeout: int) -> None:  # noqa: N802
        for _ in range(timeout // _LOOK_AGAIN_MS):
            if finder():
                return
            QTest.qWait(_LOOK_AGAIN_MS)
        raise SystemExit("it took too long")


def main() -> None:
    home, base_url, goal = sys.argv[1:]
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    qt = start_application(["driver"])
    keyring = FileKeyring(Path(home).with_name("keyring.json"))
    running = RunningApp(cast("QtBot", Patience()), Path(home), keyring, base_url=base_url)
    views: list[PretendedView] = []

    def create_view(link: AuthLink) -> AuthView:
        views.append(PretendedView())
        return cast("AuthView", views[-1])

    running.app.windows().create_view = create_view  # type: ignore[method-assign]
    keys = os.environ["CONDUCTOR_SECRET_KEY"], os.environ["CONDUCTOR_PUBLISHABLE_KEY"]
    hands = SetupHands(running, keys, views)
    running.open()
    running.wait(lambda: hands.step is not None or find("connectionScreen") is not None)
    running.settle()
    came_up = hands.step
    if goal == SetupStep.DONE:
        hands.finish()
        running.end()
    else:
        hands.go_on_to(SetupStep(goal))
    print(json.dumps({"cameUp": came_up, "isAt": goal}), flush=True)
    if goal != SetupStep.DONE:
        qt.exec()


if __name__ == "__main__":
    main()
