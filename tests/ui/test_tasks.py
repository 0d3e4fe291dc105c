"""Work off the UI thread: what arrives, where, in which order, and what never does."""

from __future__ import annotations

import gc
import logging
import sys
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError, InvalidInput
from conductor_desktop.ui import tasks
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner
from conductor_desktop.work import Cancelled


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


class Ear(QObject):
    """Notes everything a handle says, in order."""

    def __init__(self, handle: TaskHandle) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.was_on_ui_thread: list[bool] = []
        handle.progressed.connect(self._on_progressed)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_finished)

    def _note(self, name: str, value: object) -> None:
        self.heard.append((name, value))
        app = QCoreApplication.instance()
        assert app is not None
        self.was_on_ui_thread.append(QThread.currentThread() is app.thread())

    def _on_progressed(self, value: object) -> None:
        self._note("progressed", value)

    def _on_succeeded(self, value: object) -> None:
        self._note("succeeded", value)

    def _on_failed(self, error: object) -> None:
        self._note("failed", error)

    def _on_finished(self) -> None:
        self._note("finished", None)


class Gate:
    """Work that waits for the test, and tells it when it has begun."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()

    def __call__(self, _task: Task) -> object:
        self.begun.set()
        assert self.open.wait(60)
        return "late"


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


def idle(runner: TaskRunner) -> Callable[[], bool]:
    return lambda: runner.is_idle


def test_every_one_of_300_results_arrives(qtbot: QtBot, runner: TaskRunner) -> None:
    arrived: list[object] = []

    def submit(number: int) -> None:
        # Nobody keeps the handle, and the receiver is a lambda: the way results once got lost.
        runner.submit(lambda _task: number).succeeded.connect(lambda value: arrived.append(value))

    for number in range(300):
        submit(number)
    qtbot.waitUntil(idle(runner), timeout=20_000)
    assert sorted(arrived, key=str) == sorted(range(300), key=str)


def test_everything_is_heard_on_the_ui_thread_and_the_work_is_not_done_there(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    ui = threading.get_ident()

    def work(task: Task) -> object:
        task.report("half")
        return threading.get_ident() != ui

    ear = Ear(runner.submit(work))
    failing = Ear(runner.submit(_fail))
    qtbot.waitUntil(idle(runner))
    assert ear.heard == [("progressed", "half"), ("succeeded", True), ("finished", None)]
    assert all(ear.was_on_ui_thread + failing.was_on_ui_thread)


def _fail(_task: Task) -> object:
    raise InvalidInput("Wrong", "It is wrong.", "Put it right.")


def test_work_that_computes_gives_way_to_the_ui_thread_sooner_than_python_would(
    qtbot: QtBot,
) -> None:
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(0.005)
        TaskRunner().shutdown()
        assert sys.getswitchinterval() <= 0.002
    finally:
        sys.setswitchinterval(before)


def test_progress_arrives_whole_in_order_and_before_the_result(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    def work(task: Task) -> object:
        for number in range(200):
            task.report(number)
        return "done"

    ear = Ear(runner.submit(work))
    qtbot.waitUntil(idle(runner))
    assert ear.heard == [
        *(("progressed", number) for number in range(200)),
        ("succeeded", "done"),
        ("finished", None),
    ]


def test_an_expected_failure_arrives_as_it_is(qtbot: QtBot, runner: TaskRunner) -> None:
    ear = Ear(runner.submit(_fail))
    qtbot.waitUntil(idle(runner))
    (name, error), finished = ear.heard
    assert name == "failed"
    assert isinstance(error, InvalidInput)
    assert finished == ("finished", None)


@pytest.mark.parametrize("bug", [ZeroDivisionError("a bug"), SystemExit(3)])
def test_a_bug_is_logged_told_in_words_and_costs_no_thread(
    qtbot: QtBot, runner: TaskRunner, caplog: pytest.LogCaptureFixture, bug: BaseException
) -> None:
    def work(_task: Task) -> object:
        raise bug

    ear = Ear(runner.submit(work, Pool.FILES))
    qtbot.waitUntil(idle(runner))
    assert isinstance(ear.heard[0][1], InternalError)
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert record.exc_info[1] is bug
    caplog.clear()
    after = Ear(runner.submit(lambda _task: "still there", Pool.FILES))
    qtbot.waitUntil(idle(runner))
    assert after.heard[0] == ("succeeded", "still there")


def test_after_cancel_nothing_is_heard_not_even_a_result_on_its_way(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    delivered = threading.Event()

    def work(task: Task) -> object:
        task.report("half")
        return "done"

    handle = runner.submit(work)
    ear = Ear(handle)
    marker = runner.submit(lambda _task: delivered.set())
    assert runner.wait_for_end(Pool.REQUESTS, 60)
    assert delivered.is_set()
    handle.cancel()  # both answers are queued for the UI thread by now
    with qtbot.waitSignal(marker.finished):
        pass
    qtbot.waitUntil(idle(runner))
    assert ear.heard == []


def test_the_late_answer_of_cancelled_work_is_not_heard(
    qtbot: QtBot, runner: TaskRunner, gate: Gate
) -> None:
    handle = runner.submit(gate)
    ear = Ear(handle)
    assert gate.begun.wait(60)
    handle.cancel()
    gate.open.set()
    qtbot.waitUntil(idle(runner))
    assert ear.heard == []


def test_cancelling_wakes_work_that_waits_on_its_token(qtbot: QtBot, runner: TaskRunner) -> None:
    stopped = threading.Event()

    def work(task: Task) -> object:
        try:
            task.token.wait(60)
        except Cancelled:
            stopped.set()
            raise
        return None

    handle = runner.submit(work)
    ear = Ear(handle)
    handle.cancel()
    qtbot.waitUntil(idle(runner))
    assert ear.heard == []
    assert runner.wait_for_end(Pool.REQUESTS, 60)


def test_work_cancelled_while_it_waits_for_a_thread_is_never_begun(
    qtbot: QtBot, runner: TaskRunner, gate: Gate
) -> None:
    begun: list[str] = []
    runner.submit(gate, Pool.FILES)
    handle = runner.submit(lambda _task: begun.append("should not"), Pool.FILES)
    handle.cancel()
    gate.open.set()
    qtbot.waitUntil(idle(runner))
    assert begun == []


def test_files_are_worked_on_one_at_a_time_in_order(qtbot: QtBot, runner: TaskRunner) -> None:
    lock, done = threading.Lock(), list[int]()

    def work(number: int) -> Callable[[Task], object]:
        def write(_task: Task) -> object:
            assert lock.acquire(blocking=False), "two at once"
            done.append(number)
            lock.release()
            return None

        return write

    ears = [Ear(runner.submit(work(number), Pool.FILES)) for number in range(50)]
    qtbot.waitUntil(idle(runner))
    assert done == list(range(50))
    assert all(ear.heard[0][0] == "succeeded" for ear in ears)


def test_four_requests_are_under_way_at_a_time_and_a_fifth_waits(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    all_here = threading.Barrier(5)  # four workers and the test
    let_go = threading.Event()
    fifth = threading.Event()

    def work(_task: Task) -> object:
        all_here.wait(60)
        assert let_go.wait(60)
        return None

    for _ in range(4):
        runner.submit(work)
    runner.submit(lambda _task: fifth.set())
    all_here.wait(60)
    assert not fifth.is_set()
    let_go.set()
    qtbot.waitUntil(idle(runner))
    assert fifth.is_set()


def test_a_file_that_is_being_written_is_finished_at_the_end(qtbot: QtBot) -> None:
    runner = TaskRunner()
    written: list[str] = []
    runner.submit(lambda _task: written.append("first"), Pool.FILES)
    runner.submit(lambda _task: written.append("second"), Pool.FILES)
    runner.shutdown()
    assert written == ["first", "second"]


def test_the_end_cancels_requests_and_is_silent(qtbot: QtBot) -> None:
    runner = TaskRunner()
    request = Ear(runner.submit(lambda task: task.token.wait(60)))
    file = Ear(runner.submit(lambda _task: "written", Pool.FILES))
    runner.shutdown()
    qtbot.waitUntil(idle(runner))
    assert (request.heard, file.heard) == ([], [])


def test_the_end_leaves_no_thread_behind(qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    runner = TaskRunner()
    for pool in Pool:
        runner.submit(lambda _task: None, pool)
    mine = set(threading.enumerate()) - before
    assert len(mine) == 2
    runner.shutdown()
    for thread in mine:
        thread.join(60)
        assert not thread.is_alive()


def test_the_end_does_not_wait_for_blocked_work_and_says_so(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    gate: Gate,
) -> None:
    monkeypatch.setattr(tasks, "_SHUTDOWN_SECONDS", 0.05)
    runner = TaskRunner()
    ear = Ear(runner.submit(gate))
    assert gate.begun.wait(60)
    runner.shutdown()  # comes back although the gate is shut
    assert "1 tasks still running at exit" in caplog.text
    gate.open.set()
    qtbot.waitUntil(idle(runner))
    assert ear.heard == []


def test_what_is_submitted_after_the_end_is_not_begun(qtbot: QtBot) -> None:
    runner = TaskRunner()
    runner.shutdown()
    begun: list[str] = []
    handle = runner.submit(lambda _task: begun.append("should not"))
    assert handle.token.is_cancelled
    assert runner.is_idle
    assert runner.wait_for_end(Pool.REQUESTS, 60)
    assert begun == []


def test_an_answer_for_a_runner_that_is_gone_is_dropped(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, gate: Gate
) -> None:
    monkeypatch.setattr(tasks, "_SHUTDOWN_SECONDS", 0.05)
    runner = TaskRunner()
    runner.submit(gate)
    assert gate.begun.wait(60)
    threads = [t for t in threading.enumerate() if t.name.startswith("requests-")]
    runner.shutdown()
    shiboken6.delete(runner)
    gate.open.set()
    for thread in threads:
        thread.join(60)
    assert "Traceback" not in caplog.text


def test_all_of_a_pool_can_be_cancelled_without_touching_the_other(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    requests = [Ear(runner.submit(lambda task: task.token.wait(60))) for _ in range(2)]
    file = Ear(runner.submit(lambda _task: "written", Pool.FILES))
    runner.cancel_all(Pool.REQUESTS)
    assert runner.wait_for_end(Pool.REQUESTS, 60)
    qtbot.waitUntil(idle(runner))
    assert [ear.heard for ear in requests] == [[], []]
    assert file.heard[0] == ("succeeded", "written")


def test_waiting_for_a_pool_gives_up_in_time(qtbot: QtBot, runner: TaskRunner, gate: Gate) -> None:
    runner.submit(gate)
    assert not runner.wait_for_end(Pool.REQUESTS, 0.01)
    assert runner.wait_for_end(Pool.FILES, 60)


class _Noting:
    """Says on which thread the last reference to it was dropped."""

    def __init__(self, dropped_on: list[int]) -> None:
        self._dropped_on = dropped_on

    def __del__(self) -> None:
        self._dropped_on.append(threading.get_ident())


@pytest.mark.parametrize("fails", [False, True])
def test_what_the_work_refers_to_is_let_go_on_the_ui_thread(
    qtbot: QtBot, runner: TaskRunner, fails: bool
) -> None:
    dropped_on: list[int] = []

    def submit() -> None:
        noting = _Noting(dropped_on)

        def work(task: Task) -> object:
            assert noting is not None  # as a controller is, which a worker must not delete
            return _fail(task) if fails else None

        runner.submit(work)

    for _ in range(20):
        submit()
    qtbot.waitUntil(idle(runner))
    gc.collect()
    assert set(dropped_on) == {threading.get_ident()}
    assert len(dropped_on) == 20


def test_nobody_deletes_a_runner_by_dropping_the_last_reference(qtbot: QtBot) -> None:
    runner = TaskRunner()
    runner.submit(lambda _task: None)
    runner.shutdown()
    seen = weakref.ref(runner)
    del runner
    gc.collect()
    assert seen() is not None
