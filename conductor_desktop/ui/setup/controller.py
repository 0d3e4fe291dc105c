"""The flow of the guided setup: which step, what is under way, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection_names import name_of
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.connecting import Connecting
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.setup.proving import Proving
from conductor_desktop.ui.setup.settling import Settling
from conductor_desktop.ui.setup.setup_files import SetupFiles
from conductor_desktop.ui.setup.steps import Resume, earlier, later, resume_point, step_before
from conductor_desktop.ui.setup.waits import Wait
from conductor_desktop.ui.tasks import Pool, Task, TaskRunner, Work

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks, Remedy
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.services.setup import SetupService


class SetupController(QObject):
    """Runs one thing at a time; going elsewhere cancels it.

    Services come as providers and are first called on a worker thread: importing them takes
    longer than painting the first page.
    """

    step_changed = Signal(object)  # SetupStep
    busy_changed = Signal(bool)
    waiting_changed = Signal(object)  # a Wait; None when nothing is waited for
    failed = Signal(object)  # AppError, for the page one is on
    sandbox_changed = Signal(bool)
    started_over = Signal()  # a way in was taken; what the pages know is of another one
    kept_for_now_only = Signal()  # this PC cannot keep a key beyond the end of the app
    way_in_lost = Signal(object)  # the Mode whose key or link has to be given again
    checks_started = Signal()
    check_arrived = Signal(object)  # CheckResult
    checks_finished = Signal(object)  # CheckReport
    checks_failed = Signal()
    remedy_done = Signal(object)  # bool: whether the click on a row's button helped
    leave_wanted = Signal()  # Back was clicked where there is nothing before
    left = Signal(bool)  # without finishing; whether what was begun is kept for later
    can_leave_changed = Signal()
    finished = Signal()

    def __init__(
        self,
        sessions: Sessions,
        setup: Callable[[], SetupService],
        checks: Callable[[], PcChecks],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._setup = setup
        self._checks = checks
        self._runner = runner
        self._work = OneAtATime(runner, self)
        self._work.busy_changed.connect(self.busy_changed)
        self._work.waiting_changed.connect(self.waiting_changed)
        self.files = SetupFiles(setup, runner, self)
        self.settling = Settling(setup, self._work, self)
        self.settling.failed.connect(self.failed)
        self.settling.settled.connect(self._on_settled)
        self.connecting = Connecting(sessions, setup, runner, self._work, self)
        self.connecting.failed.connect(self.failed)
        self.connecting.connected.connect(self._on_connected)
        self.proving = Proving(sessions, setup, checks, self._work, self)
        self._step = SetupStep.WELCOME

    @property
    def step(self) -> SetupStep:
        return self._step

    @property
    def is_sandbox(self) -> bool:
        return self._session.is_sandbox

    @property
    def vendor(self) -> str:
        """Who sent the setup, in the middle of a sentence."""
        return self._session.sender

    @property
    def can_leave(self) -> bool:
        """Whether there is a finished connection to go back to."""
        return self._sessions.can_leave_setup

    @property
    def loses_when_left(self) -> bool:
        """Whether leaving removes something that a person may miss."""
        return self._sessions.loses_when_left

    @property
    def company(self) -> str:
        """What the connection is called that is set up."""
        return name_of(self._session.profile)

    @property
    def is_first_page(self) -> bool:
        """Whether Back leads out of the setup from here."""
        return self._before is None

    def resume(self) -> None:
        """Go to where setup was left, as far as that is still possible."""
        point = resume_point(self._session.profile)
        if self._session.is_sandbox:
            step = later(point.step, SetupStep.CHECKS)
            self._take(self._take_sandbox, lambda _: self._go(step), waits.STARTING_SANDBOX)
        elif point.needs_link:
            self._ask_for_link()
        elif point.needs_key:
            self._find_key(point)
        else:
            self._go(point.step)

    def restart(self) -> None:
        """Begin at the doors again; nothing kept is changed until something new is settled."""
        self._go(SetupStep.WELCOME)

    def go_back(self) -> None:
        """One step back; whatever was under way is cancelled, and at the doors only that."""
        before = self._before
        if before is not None:
            self._go(before)
        elif self._step is SetupStep.WELCOME and self._work.is_busy:
            self._work.cancel()
        else:
            self.leave_wanted.emit()

    def leave(self, *, for_later: bool = False) -> None:
        """Stop here, if there is something to go back to; whoever hears ``left`` puts it away."""
        if self.can_leave:
            self.stop()
            self.left.emit(for_later)

    def go_by(self, way: WayOut) -> None:
        """To the step that mends what went wrong, on a person's click."""
        if way is WayOut.WAY_IN:
            self.restart()
            self.way_in_lost.emit(self._session.profile.mode)
        else:
            self._go(SetupStep.END_USER if way is WayOut.END_USER else SetupStep.CONNECT)

    def change_mind(self) -> None:
        """Something was chosen on the first page; what was begun with the old choice is void."""
        if self._step is SetupStep.WELCOME:
            self._work.cancel()

    def stop(self) -> None:
        """Setup is being closed."""
        self._work.cancel()
        self.files.stop()
        self.connecting.stop()

    # ---- welcome

    def take_setup_file(self, path: Path) -> None:
        """Use the vendor's file."""
        self._take(
            lambda _task: self._setup().take_setup_file(path),
            self._on_way_in,
            waits.READING_FILE,
            Pool.FILES,
        )

    def take_keys(self, secret: Secret, publishable: Secret) -> None:
        """Use the developer's own keys, after asking Conductor about them."""

        def work(task: Task) -> object:
            from conductor_desktop.services.keys import ApiKeys

            return self._setup().take_keys(ApiKeys(secret, publishable), task.token)

        self._take(work, self._on_way_in, waits.ASKING_ABOUT_KEYS)

    def take_sandbox(self) -> None:
        """Use the local sandbox."""
        self._take(self._take_sandbox, self._on_way_in, waits.STARTING_SANDBOX)

    def _take_sandbox(self, _task: Task) -> object:
        self._setup().take_sandbox()
        return None

    def _take(
        self,
        work: Work,
        on_success: Callable[[object], None],
        wait: Wait,
        pool: Pool = Pool.REQUESTS,
    ) -> None:
        def keep(task: Task) -> object:
            work(task)
            return self._setup().is_access_kept

        self._work.start(keep, on_success, self._on_no_way_in, pool, wait=wait)

    def _on_way_in(self, kept: object) -> None:
        self.started_over.emit()
        if not kept:
            self.kept_for_now_only.emit()
        self._go(SetupStep.CHECKS)

    def _on_no_way_in(self, error: object) -> None:
        self.sandbox_changed.emit(self._session.is_sandbox)  # it may have been left already
        self.failed.emit(error)

    def _find_key(self, point: Resume) -> None:
        """Look whether the key is still there before going on, or every step would fail."""

        def work(_task: Task) -> object:
            if self._session.access and self._setup().end_users.is_of_another_pc:
                return earlier(point.step, SetupStep.END_USER)  # where it is asked about
            return point.step

        def lost(error: object) -> None:
            self._ask_for_way_in(NotSetUp(*_KEY_LOST) if isinstance(error, NotSetUp) else error)

        self._work.start(work, self._on_key_found, lost, Pool.FILES, wait=waits.FINDING_KEY)

    def _on_key_found(self, step: object) -> None:
        assert isinstance(step, SetupStep)  # noqa: S101 - what the work returned
        self._go(step)

    def _ask_for_link(self) -> None:
        again = _FILE_AGAIN.format(who=self._session.sender)
        self._ask_for_way_in(NotSetUp(_LINK_LOST, again))

    def _ask_for_way_in(self, error: object) -> None:
        self._go(SetupStep.WELCOME)
        self.way_in_lost.emit(self._session.profile.mode)
        self.failed.emit(error)

    # ---- checks

    def run_checks(self) -> None:
        """Look at this PC; answers arrive one by one."""
        self.checks_started.emit()
        self._work.start(
            lambda task: self._checks().run(task.report, task.token),
            self.checks_finished.emit,
            self._on_not_checked,
            on_progress=self.check_arrived.emit,
            wait=waits.LOOKING_AROUND,
        )

    def carry_out(self, remedy: Remedy) -> None:
        """Do what a row of the checks offers."""
        handle = self._runner.submit(lambda _task: self._checks().carry_out(remedy))
        handle.succeeded.connect(self.remedy_done)
        handle.failed.connect(self.failed)

    def _on_not_checked(self, error: object) -> None:
        self.checks_failed.emit()
        self.failed.emit(error)

    def leave_checks(self) -> None:
        """On from the checks, whatever they said."""
        self._go(SetupStep.CONNECT if self._has_only_a_link else SetupStep.END_USER)

    # ---- who is this for

    def _on_settled(self) -> None:
        self._go(SetupStep.CONNECT)

    # ---- connect

    def check_connected(self) -> None:
        """The person says it is done; who has only a link cannot ask."""
        if self._has_only_a_link:
            self._on_connected()
        else:
            self.connecting.check()

    def _on_connected(self) -> None:
        self.connecting.forget_files()
        self._go(SetupStep.VERIFY)

    # ---- verify

    def finish(self) -> None:
        """The journey is done, once that is written down."""
        self._work.start(
            lambda _task: self._session.finish(),
            lambda _: self.finished.emit(),
            self.failed.emit,
            Pool.FILES,
        )

    # ---- from step to step

    @property
    def _session(self) -> Session:
        return self._sessions.current

    @property
    def _before(self) -> SetupStep | None:
        return step_before(self._step, self._session.profile)

    @property
    def _has_only_a_link(self) -> bool:
        return self._session.has_only_a_link

    def _go(self, step: SetupStep) -> None:
        self.stop()
        self._step = step
        if step is not SetupStep.WELCOME:
            self._remember(step)
        self.sandbox_changed.emit(self._session.is_sandbox)
        self.step_changed.emit(step)

    def _remember(self, step: SetupStep) -> None:
        session = self._session

        def work(_task: Task) -> object:
            session.go_to(step)
            return None

        handle = self._runner.submit(work, Pool.FILES)
        handle.succeeded.connect(self.can_leave_changed)
        handle.failed.connect(self.failed)


_KEY_LOST = (
    "The key for this connection is not on this PC any more.",
    "Give the key or the setup file once more; what was done before is still there.",
)
_LINK_LOST = "The link in your setup file is not kept on this PC."
_FILE_AGAIN = "Choose the setup file once more, or ask {who} for a new one."
