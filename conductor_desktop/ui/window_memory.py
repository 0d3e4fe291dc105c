"""What is remembered of a main window that goes: where it was, and how its connection stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.tasks import Pool, Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.ui.connections import Seen
    from conductor_desktop.ui.shell.switcher import Connection
    from conductor_desktop.ui.shell.window import MainWindow


class WindowMemory:
    """Of one run of the app; the place of the window outlasts it."""

    def __init__(self, sessions: Sessions, runner: TaskRunner) -> None:
        self._sessions = sessions
        self._runner = runner
        self._seen: dict[ProfileName, Seen] = {}

    def attend(self, window: MainWindow) -> None:
        """``window`` is of the connection in use; it lists the others as they were last seen."""
        name = self._sessions.current.profile_name
        window.offer_connections(lambda: self._listed(window))
        window.closing.connect(lambda: self._remember_geometry(window))
        window.closing.connect(lambda: self._remember_mark(window, name))

    def _listed(self, window: MainWindow) -> Sequence[Connection]:
        from conductor_desktop.ui.connections import listed

        mark = window.nav_button("connection").mark
        settings, name = self._sessions.settings, self._sessions.current.profile_name
        return listed(settings, name, mark, self._seen, datetime.now(UTC))

    def _remember_geometry(self, window: MainWindow) -> None:
        geometry = window.geometry_to_save()

        def work(_task: Task) -> object:
            self._sessions.update_settings(lambda now: replace(now, window_geometry=geometry))
            return None

        self._runner.submit(work, Pool.FILES)

    def _remember_mark(self, window: MainWindow, name: ProfileName) -> None:
        from conductor_desktop.ui.connections import Seen

        mark = window.nav_button("connection").mark
        if mark is not None:
            self._seen[name] = Seen(mark, datetime.now(UTC))
