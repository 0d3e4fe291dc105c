"""The flow of the guided setup: which step, what is under way, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.secret import Secret
from conductor_desktop.storage.profiles import SetupStep
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner, Work

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.setup import SetupService

log = logging.getLogger(__name__)

# Until the flow is finished Conductor answers by itself, in a fraction of a second and without
# touching the PC (measured by integrators: 0.15 s), so asking every ten seconds costs nobody.
_ASK_EVERY_MS = 10_000

_ORDER = (
    SetupStep.WELCOME,
    SetupStep.CHECKS,
    SetupStep.END_USER,
    SetupStep.CONNECT,
    SetupStep.VERIFY,
)


class SetupController(QObject):
    """Runs one thing at a time; going elsewhere cancels it.

    Services come as providers and are first called on a worker thread: importing them takes
    longer than painting the first page.
    """

    step_changed = Signal(object)  # SetupStep
    busy_changed = Signal(bool)
    failed = Signal(object)  # AppError, for the page one is on
    sandbox_changed = Signal(bool)
    checks_started = Signal()
    check_arrived = Signal(object)  # CheckResult
    checks_finished = Signal(object)  # CheckReport
    draft_ready = Signal(object)  # EndUserDraft
    end_users_listed = Signal(object)  # tuple of EndUser
    link_ready = Signal(object)  # AuthLink
    file_taken = Signal(object, bool)  # Path; whether it can be handed over from here
    handed_over = Signal()
    not_connected_yet = Signal()
    connected = Signal()
    proof_started = Signal()
    proof_progressed = Signal(object)  # ProofProgress
    proven = Signal(object)  # Proof
    proof_failed = Signal(object, bool)  # AppError; whether the company may be accepted anyway
    link_only = Signal(str)  # the vendor's name
    finished = Signal()

    def __init__(
        self,
        session: Session,
        setup: Callable[[], SetupService],
        checks: Callable[[], PcChecks],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._setup = setup
        self._checks = checks
        self._runner = runner
        self._current: TaskHandle | None = None
        self._asking: TaskHandle | None = None
        self._step = SetupStep.WELCOME
        self._taken: Path | None = None
        self._ask_timer = QTimer(self)
        self._ask_timer.setInterval(_ASK_EVERY_MS)
        self._ask_timer.timeout.connect(self.ask_quietly)

    @property
    def step(self) -> SetupStep:
        return self._step

    @property
    def is_sandbox(self) -> bool:
        return self._session.is_sandbox

    def resume(self) -> None:
        """Go to where setup was left, as far as that is still possible."""
        profile = self._session.profile
        step = profile.setup_step
        if step is SetupStep.DONE or profile.mode is None:
            step = SetupStep.WELCOME
        if self._session.is_sandbox:
            self._start(self._take_sandbox, lambda _: self._go(max_step(step, SetupStep.CHECKS)))
            return
        self._go(step)

    def restart(self) -> None:
        """Begin at the doors again; nothing kept is changed until something new is settled."""
        self._go(SetupStep.WELCOME)

    def go_back(self) -> None:
        """One step back; whatever was under way is cancelled."""
        index = _ORDER.index(self._step)
        if index > 0:
            target = _ORDER[index - 1]
            if target is SetupStep.END_USER and self._has_only_a_link:
                target = SetupStep.CHECKS
            self._go(target)

    def stop(self) -> None:
        """Setup is being closed."""
        self._cancel()

    # ---- welcome

    def take_setup_file(self, path: Path) -> None:
        """Use the vendor's file."""
        self._start(lambda _task: self._setup().take_setup_file(path), self._on_way_in, Pool.FILES)

    def take_keys(self, secret: Secret, publishable: Secret) -> None:
        """Use the developer's own keys, after asking Conductor about them."""

        def work(task: Task) -> object:
            from conductor_desktop.services.keys import ApiKeys

            return self._setup().take_keys(ApiKeys(secret, publishable), task.token)

        self._start(work, self._on_way_in)

    def take_sandbox(self) -> None:
        """Use the local sandbox."""
        self._start(self._take_sandbox, self._on_way_in)

    def _take_sandbox(self, _task: Task) -> object:
        self._setup().take_sandbox()
        return None

    def _on_way_in(self, _result: object) -> None:
        self.sandbox_changed.emit(self._session.is_sandbox)
        self._go(SetupStep.CHECKS)

    # ---- checks

    def run_checks(self) -> None:
        """Look at this PC; answers arrive one by one."""
        self.checks_started.emit()
        self._start(
            lambda task: self._checks().run(task.report, task.token),
            self.checks_finished.emit,
            on_progress=self.check_arrived.emit,
        )

    def leave_checks(self) -> None:
        """On from the checks, whatever they said."""
        self._go(SetupStep.CONNECT if self._has_only_a_link else SetupStep.END_USER)

    # ---- who is this for

    def list_end_users(self) -> None:
        """The draft for a new entry and the list of existing ones."""

        def work(task: Task) -> object:
            end_users = self._setup().end_users
            task.report(end_users.draft())
            return end_users.existing(task.token)

        self._start(work, self.end_users_listed.emit, on_progress=self.draft_ready.emit)

    def create_end_user(self, company_name: str, email: str, source_id: str) -> None:
        """Use the entry with this id, or make it."""

        def work(task: Task) -> object:
            from conductor_desktop.services.end_users import EndUserDraft

            draft = EndUserDraft(company_name, email, source_id)
            return self._setup().end_users.create_or_load(draft, task.token)

        self._start(work, self._on_settled)

    def load_end_user(self, end_user_id: str) -> None:
        """Use an existing entry."""
        self._start(
            lambda task: self._setup().end_users.load(end_user_id, task.token), self._on_settled
        )

    def _on_settled(self, _settled: object) -> None:
        self._go(SetupStep.CONNECT)

    # ---- connect

    def open_link(self, fresh: bool) -> None:
        """Get the auth flow's address, a new one if ``fresh``."""
        self._start(lambda task: self._setup().auth_link(task.token, fresh=fresh), self._on_link)

    def _on_link(self, link: object) -> None:
        self.link_ready.emit(link)
        if not self._has_only_a_link:
            self._ask_timer.start()

    def take_connection_file(self, path: Path) -> None:
        """Check the .qwc that was downloaded or picked, and keep it."""
        handle = self._runner.submit(
            lambda _task: self._setup().take_connection_file(path), Pool.FILES
        )
        handle.succeeded.connect(self._on_file)
        handle.failed.connect(self.failed)

    def _on_file(self, path: object) -> None:
        assert isinstance(path, Path)  # noqa: S101 - what take_connection_file returns
        self._taken = path
        self.file_taken.emit(path, not self.is_sandbox)

    def hand_over(self) -> None:
        """Open the kept file in the Web Connector."""
        path = self._taken
        if path is None:
            return
        handle = self._runner.submit(lambda _task: self._setup().hand_over(path), Pool.FILES)
        handle.succeeded.connect(self._on_handed_over)
        handle.failed.connect(self.failed)

    def _on_handed_over(self, _result: object) -> None:
        self.handed_over.emit()

    def check_connected(self) -> None:
        """The person says it is done: ask now, and say so if it is not."""
        if self._has_only_a_link:
            self._go(SetupStep.VERIFY)
            return
        self._start(lambda task: self._setup().is_connected(task.token), self._on_asked)

    def _on_asked(self, connected: object) -> None:
        if connected:
            self._on_connected()
        else:
            self.not_connected_yet.emit()

    def ask_quietly(self) -> None:
        """See whether QuickBooks answers by now; nothing is said when it does not."""
        if self._asking is not None or self._current is not None or self._has_only_a_link:
            return
        handle = self._runner.submit(lambda task: self._setup().is_connected(task.token))
        self._asking = handle
        handle.succeeded.connect(self._on_quiet_answer)
        handle.finished.connect(self._on_quiet_end)

    def _on_quiet_answer(self, connected: object) -> None:
        if connected:
            self._on_connected()

    def _on_quiet_end(self) -> None:
        self._asking = None

    def _on_connected(self) -> None:
        self.connected.emit()
        self._go(SetupStep.VERIFY)

    # ---- verify

    def prove(self, accept_company: bool) -> None:
        """Read the company and one invoice through the connection."""
        if self._has_only_a_link:
            vendor = self._session.profile.vendor
            self.link_only.emit(vendor.name if vendor is not None else "Your vendor")
            return
        self.proof_started.emit()
        self._start(
            lambda task: self._setup().prove(
                task.report, task.token, accept_company=accept_company
            ),
            self.proven.emit,
            on_progress=self.proof_progressed.emit,
            on_failure=self._on_unproven,
        )

    def _on_unproven(self, error: object) -> None:
        from conductor_desktop.services.proof import WrongCompany

        self.proof_failed.emit(error, isinstance(error, WrongCompany))

    def finish(self) -> None:
        """The journey is done, once that is written down."""
        self._cancel()
        self._remember(SetupStep.DONE).succeeded.connect(self._on_finished)

    def _on_finished(self, _result: object) -> None:
        self.finished.emit()

    # ---- one thing at a time

    @property
    def _has_only_a_link(self) -> bool:
        return self._session.has_only_a_link

    def _go(self, step: SetupStep) -> None:
        self._cancel()
        self._step = step
        if step is not SetupStep.WELCOME:
            self._remember(step)
        self.step_changed.emit(step)

    def _remember(self, step: SetupStep) -> TaskHandle:
        def work(_task: Task) -> object:
            self._session.update(setup_step=step)
            return None

        handle = self._runner.submit(work, Pool.FILES)
        handle.failed.connect(self.failed)
        return handle

    def _start(
        self,
        work: Work,
        on_success: Callable[[object], None],
        pool: Pool = Pool.REQUESTS,
        *,
        on_progress: Callable[[object], None] | None = None,
        on_failure: Callable[[object], None] | None = None,
    ) -> None:
        self._cancel()
        handle = self._runner.submit(work, pool)
        self._current = handle
        self.busy_changed.emit(True)

        def done(result: object) -> None:
            self._end()
            on_success(result)

        def broke(error: object) -> None:
            self._end()
            (on_failure or self.failed.emit)(error)

        handle.succeeded.connect(done)
        handle.failed.connect(broke)
        if on_progress is not None:
            handle.progressed.connect(on_progress)

    def _end(self) -> None:
        self._current = None
        self.busy_changed.emit(False)

    def _cancel(self) -> None:
        self._ask_timer.stop()
        for handle in (self._current, self._asking):
            if handle is not None:
                handle.cancel()
        self._asking = None
        if self._current is not None:
            self._end()


def max_step(one: SetupStep, other: SetupStep) -> SetupStep:
    """The later of two steps."""
    return max(one, other, key=_ORDER.index)
