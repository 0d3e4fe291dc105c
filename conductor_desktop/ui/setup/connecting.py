"""The step "Connect": the link, the connection file, and seeing whether QuickBooks answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.services.hand_over import HandOverProblem
from conductor_desktop.storage.names import Redoing
from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.setup.watching import Watching
from conductor_desktop.ui.tasks import Pool, Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.connect_watch import Sight
    from conductor_desktop.services.connection_file import ConnectionFile
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.services.setup import SetupService

# Until the flow is finished Conductor answers by itself, in a fraction of a second and without
# touching the PC (measured by integrators: 0.15 s), so asking every ten seconds costs nobody.
_ASK_EVERY_MS = 10_000


class Connecting(QObject):
    """``work`` is what the whole setup does one at a time; quiet questions wait for it."""

    failed = Signal(object)  # AppError
    link_ready = Signal(object)  # AuthLink
    file_taken = Signal(object, bool, bool)  # ConnectionFile; can be handed over; was found
    file_refused = Signal(object, bool)  # AppError; whether it was found by us
    seen = Signal(object)  # Sight
    handed_over = Signal(bool)  # whether the Web Connector was open before
    not_handed_over = Signal(object)  # AppError
    not_connected_yet = Signal()
    connected = Signal()

    def __init__(
        self,
        sessions: Sessions,
        setup: Callable[[], SetupService],
        runner: TaskRunner,
        work: OneAtATime,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._setup = setup
        self._runner = runner
        self._work = work
        self._file_work = OneAtATime(runner, self)
        self._found_work = OneAtATime(runner, self)
        self._giving = OneAtATime(runner, self)
        self._asking = OneAtATime(runner, self)
        self._awaits_file = self._was_found = False
        self._watching = Watching(setup, runner, self)
        self._watching.seen.connect(self._on_seen)
        self._ask_timer = QTimer(self)
        self._ask_timer.setInterval(_ASK_EVERY_MS)
        self._ask_timer.timeout.connect(self.ask_quietly)

    def open_link(self, fresh: bool) -> None:
        """Get the auth flow's address, a new one if ``fresh``."""
        self._watching.start()
        self._work.start(
            lambda task: self._setup().auth_link(task.token, fresh=fresh),
            self._on_link,
            self.failed.emit,
            wait=waits.ASKING_FOR_LINK,
        )

    def take_file(self, path: Path) -> None:
        """Check the .qwc that was downloaded or picked, and keep it."""
        self._file_work.start(
            lambda _task: self._setup().take_connection_file(path),
            self._on_file,
            lambda error: self.file_refused.emit(error, False),
            Pool.FILES,
        )

    def hand_over(self) -> None:
        """Open the kept file in the Web Connector; once, however often it is clicked meanwhile."""
        file = self._watching.file
        if file is not None and not self._giving.is_busy:
            self._giving.start(
                lambda _task: self._setup().hand_over(file),
                partial(self._on_handed_over, file),
                partial(self._on_not_handed_over, file),
                Pool.FILES,
            )

    def await_file(self) -> None:
        """Somebody has gone to the browser: also the file that is here already is news then."""
        self._awaits_file = True

    def forget_files(self) -> None:
        """The connection is made, so what was kept of it can go."""
        self._runner.submit(lambda _task: self._setup().forget_connection_files(), Pool.FILES)

    def check(self) -> None:
        """The person says it is done: ask now, and say so if it is not."""
        self._asking.cancel()
        self._work.start(
            self._is_connected, self._on_asked, self.failed.emit, wait=waits.ASKING_QUICKBOOKS
        )

    def ask_quietly(self) -> None:
        """See whether QuickBooks answers by now; nothing is said when it does not."""
        if self._asking.is_busy or self._work.is_busy or not self._may_ask:
            return
        self._asking.start(self._is_connected, self._on_quiet_answer, lambda _error: None)

    def stop(self) -> None:
        """The step is left."""
        if self._watching.is_active:
            self._runner.submit(lambda _task: self._setup().forget_unused_files(), Pool.FILES)
        self._ask_timer.stop()
        self._drop_file()
        self._watching.stop()
        self._asking.cancel()

    def _drop_file(self) -> None:
        """Nothing counts any more of a file that is here or on its way."""
        for work in (self._file_work, self._found_work, self._giving):
            work.cancel()
        self._watching.take(None)
        self._awaits_file = self._was_found = False

    def _on_link(self, link: object) -> None:
        self._drop_file()
        self.link_ready.emit(link)
        if self._may_ask:
            self._ask_timer.start()

    @property
    def _may_ask(self) -> bool:
        """Where a connection was made before, QuickBooks itself is asked, and it may answer through
        the old one: not before there is a new file."""
        profile = self._sessions.current.profile
        is_again = profile.redoing is Redoing.RECONNECT
        return not profile.has_only_a_link and (not is_again or self._watching.file is not None)

    def _on_file(self, file: object, *, was_found: bool = False) -> None:
        self._awaits_file, self._was_found = False, was_found
        self._watching.take(cast("ConnectionFile", file))
        self.file_taken.emit(file, not self._sessions.current.is_sandbox, was_found)

    def _on_handed_over(self, file: ConnectionFile, was_open: object) -> None:
        if file is self._watching.file:
            self._watching.handed_over = True
            self.handed_over.emit(was_open)

    def _on_not_handed_over(self, file: ConnectionFile, error: object) -> None:
        if file is not self._watching.file:
            return
        if isinstance(error, HandOverProblem):
            self._watching.tried = True
        else:  # it is not as it was checked
            self._watching.take(None)
        self.not_handed_over.emit(error)

    def _on_seen(self, sight: object) -> None:
        found = cast("Sight", sight).found
        if found is not None and self._wants_found:
            self._found_work.start(
                lambda _task: self._setup().take_connection_file(found),
                self._on_found,
                self._on_found_refused,
                Pool.FILES,
            )
        self.seen.emit(sight)

    @property
    def _wants_found(self) -> bool:
        """Any page can put a file into the Downloads folder, and another customer’s file keeps
        every rule: it does not take the place of one that was given to us."""
        return self._watching.file is None or self._awaits_file or self._was_found

    def _on_found(self, file: object) -> None:
        taken = self._watching.file
        is_same = taken is not None and taken.kept == cast("ConnectionFile", file).kept
        if self._awaits_file or not is_same:
            self._on_file(file, was_found=True)

    def _on_found_refused(self, error: object) -> None:
        if self._watching.file is None:
            self.file_refused.emit(error, True)

    def _is_connected(self, task: Task) -> object:
        return self._setup().is_connected(task.token)

    def _on_asked(self, connected: object) -> None:
        if connected:
            self.connected.emit()
        else:
            self.not_connected_yet.emit()

    def _on_quiet_answer(self, connected: object) -> None:
        if connected:
            self.connected.emit()
