"""What happens at the same time on the step "Connect"."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import AppError
from conductor_desktop.services.connect_watch import Answer, ConnectWatch, Sight
from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.services.hand_over import HandOverProblem
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.services.setup import SetupService
from conductor_desktop.storage.names import Mode
from conductor_desktop.storage.profiles import Profile
from conductor_desktop.ui.setup import watching
from conductor_desktop.ui.setup.connecting import Connecting
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.tasks import Pool, TaskRunner
from conductor_desktop.workstation.qwc.keeping import FileChanged
from tests.ui.setup.connection_files import checked_file

WAIT_MS = 10_000


class _Session:
    is_sandbox = False
    profile = Profile(mode=Mode.SETUP_FILE)
    has_only_a_link = True


class _Sessions:
    current = _Session()


class _Setup:
    """Does everything at once, but for what is held back."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.may_read = threading.Event()
        self.may_read.set()
        self.may_look = threading.Event()
        self.may_look.set()
        self.problem: AppError | None = None
        self.opened: list[ConnectionFile] = []
        self.looked_for: list[ConnectionFile | None] = []
        self.tried: list[bool] = []
        self.finds: list[Path] = []
        self.read: list[str] = []
        self.times_forgotten = 0

    def auth_link(self, _token: object, *, fresh: bool) -> object:
        return fresh

    def take_connection_file(self, path: Path) -> ConnectionFile:
        assert self.may_read.wait(10)
        self.read.append(path.stem)
        return checked_file(AppName=path.stem)

    def hand_over(self, file: ConnectionFile) -> bool:
        assert self.go.wait(10)
        if self.problem is not None:
            raise self.problem
        self.opened.append(file)
        return False

    def forget_unused_files(self) -> None:
        self.times_forgotten += 1

    def watch(self, _downloads: Path | None) -> ConnectWatch:
        return cast(ConnectWatch, self)

    def look(self, file: ConnectionFile | None, *, handed_over: bool, tried: bool) -> Sight:
        self.looked_for.append(file)
        self.tried.append(tried)
        assert self.may_look.wait(30)
        if self.finds:
            return Sight(self.finds.pop())
        if file is None:
            return Sight()
        assert self.go.wait(10)
        return Sight(is_added=True, password=Answer.TAKEN)


@pytest.fixture
def setup() -> _Setup:
    return _Setup()


@pytest.fixture
def connecting(runner: TaskRunner, setup: _Setup, monkeypatch: pytest.MonkeyPatch) -> Connecting:
    monkeypatch.setattr(watching, "LOOK_EVERY_MS", 20)
    parent = runner
    return Connecting(
        cast(Sessions, _Sessions()),
        lambda: cast(SetupService, setup),
        runner,
        OneAtATime(runner, parent),
        parent,
    )


def take(qtbot: QtBot, connecting: Connecting, name: str) -> None:
    with qtbot.waitSignal(connecting.file_taken, timeout=WAIT_MS):
        connecting.take_file(Path(f"{name}.qwc"))


def wait_for_files(qtbot: QtBot, runner: TaskRunner) -> None:
    """Until what was to be done with files so far is done: they are taken one at a time."""
    with qtbot.waitSignal(runner.submit(lambda _task: None, Pool.FILES).finished, timeout=WAIT_MS):
        pass


def test_a_file_is_handed_over_once_however_often_it_is_clicked(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    take(qtbot, connecting, "one")
    setup.go.clear()
    with qtbot.waitSignal(connecting.handed_over, timeout=WAIT_MS):
        connecting.hand_over()
        connecting.hand_over()
        setup.go.set()
    assert len(setup.opened) == 1
    with qtbot.waitSignal(connecting.handed_over, timeout=WAIT_MS):
        connecting.hand_over()
    assert len(setup.opened) == 2


def test_without_a_file_there_is_nothing_to_hand_over(
    connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    connecting.hand_over()
    assert runner.is_idle
    assert setup.opened == []


def test_what_was_seen_of_one_file_is_not_said_of_the_next(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    sights: list[Sight] = []
    connecting.seen.connect(sights.append)
    connecting.open_link(False)
    qtbot.waitUntil(lambda: bool(sights), timeout=WAIT_MS)
    setup.go.clear()
    take(qtbot, connecting, "one")
    qtbot.waitUntil(lambda: setup.looked_for[-1] is not None, timeout=WAIT_MS)
    take(qtbot, connecting, "two")
    told = len(sights)
    setup.go.set()
    qtbot.waitUntil(lambda: len(sights) >= told + 2, timeout=WAIT_MS)
    assert sights[told] == Sight()
    assert sights[told + 1] == Sight(is_added=True, password=Answer.TAKEN)
    connecting.stop()


def test_after_it_was_left_nothing_is_looked_at(
    qtbot: QtBot, connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    with qtbot.waitSignal(connecting.seen, timeout=WAIT_MS):
        connecting.open_link(False)
    connecting.stop()
    qtbot.waitUntil(lambda: runner.is_idle, timeout=WAIT_MS)
    looks = len(setup.looked_for)
    with qtbot.assertNotEmitted(connecting.seen, wait=100):  # five times as long as between looks
        pass
    assert len(setup.looked_for) == looks


def test_a_second_file_does_not_silence_the_hand_over_of_the_first(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    said: list[str] = []
    connecting.handed_over.connect(lambda _: said.append("handed over"))
    connecting.file_taken.connect(lambda *_: said.append("taken"))
    take(qtbot, connecting, "one")
    setup.go.clear()
    connecting.hand_over()
    with qtbot.waitSignal(connecting.file_taken, timeout=WAIT_MS):
        connecting.take_file(Path("two.qwc"))
        setup.go.set()
    assert said == ["taken", "handed over", "taken"]


def test_with_a_new_link_the_old_ones_file_does_not_count(
    qtbot: QtBot, connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    """Each password is for its own file, and the page that showed the old one is gone."""
    take(qtbot, connecting, "one")
    setup.may_read.clear()
    connecting.take_file(Path("two.qwc"))
    with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
        connecting.open_link(True)
    with qtbot.assertNotEmitted(connecting.file_taken):
        setup.may_read.set()
        wait_for_files(qtbot, runner)
    connecting.hand_over()
    connecting.stop()
    qtbot.waitUntil(lambda: runner.is_idle, timeout=WAIT_MS)
    assert setup.opened == []


def test_what_was_not_given_out_is_deleted_when_the_step_is_left(
    qtbot: QtBot, connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    connecting.stop()  # as from any other step
    with qtbot.waitSignal(connecting.seen, timeout=WAIT_MS):
        connecting.open_link(False)
    connecting.stop()
    connecting.stop()
    qtbot.waitUntil(lambda: runner.is_idle, timeout=WAIT_MS)
    assert setup.times_forgotten == 1


def find(qtbot: QtBot, connecting: Connecting, setup: _Setup, name: str) -> None:
    """A browser saves a file, and it is looked into."""
    with qtbot.waitSignal(
        connecting.seen, timeout=WAIT_MS, check_params_cb=lambda sight: sight.found is not None
    ):
        setup.finds.append(Path(f"{name}.qwc"))


def test_the_same_file_again_is_news_only_where_one_is_waited_for(
    qtbot: QtBot, connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
        connecting.open_link(False)
    take(qtbot, connecting, "one")
    with qtbot.assertNotEmitted(connecting.file_taken):
        find(qtbot, connecting, setup, "one")
        wait_for_files(qtbot, runner)
    connecting.await_file()
    with qtbot.waitSignal(connecting.file_taken, timeout=WAIT_MS):
        find(qtbot, connecting, setup, "one")
    with qtbot.assertNotEmitted(connecting.file_taken):
        find(qtbot, connecting, setup, "one")
        wait_for_files(qtbot, runner)
    connecting.stop()


def test_a_file_that_is_found_takes_no_place_of_one_that_was_given(
    qtbot: QtBot, connecting: Connecting, setup: _Setup, runner: TaskRunner
) -> None:
    """Any web page can put another customer's file into the Downloads folder."""
    with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
        connecting.open_link(False)
    find(qtbot, connecting, setup, "found first")
    wait_for_files(qtbot, runner)
    with qtbot.waitSignal(connecting.file_taken, timeout=WAIT_MS) as taken:
        find(qtbot, connecting, setup, "found later")
    assert taken.args is not None
    assert taken.args[0].content.app_name == "found later"
    take(qtbot, connecting, "given")
    with qtbot.assertNotEmitted(connecting.file_taken):
        find(qtbot, connecting, setup, "another customer's")
        wait_for_files(qtbot, runner)
    assert "another customer's" not in setup.read
    connecting.stop()


def test_a_file_that_was_changed_can_be_downloaded_again(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
        connecting.open_link(False)
    take(qtbot, connecting, "one")
    setup.problem = FileChanged()
    with qtbot.waitSignal(connecting.not_handed_over, timeout=WAIT_MS):
        connecting.hand_over()
    with qtbot.waitSignal(connecting.file_taken, timeout=WAIT_MS):
        find(qtbot, connecting, setup, "one")
    connecting.stop()


def test_a_file_that_is_to_be_added_by_hand_is_watched_as_one_that_was_handed_over(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
        connecting.open_link(False)
    take(qtbot, connecting, "one")
    setup.problem = HandOverProblem("Another program", "It would open something else.")
    with qtbot.waitSignal(connecting.not_handed_over, timeout=WAIT_MS):
        connecting.hand_over()
    qtbot.waitUntil(lambda: setup.tried[-1], timeout=WAIT_MS)
    take(qtbot, connecting, "two")
    qtbot.waitUntil(lambda: not setup.tried[-1], timeout=WAIT_MS)
    connecting.stop()


def test_a_folder_that_does_not_answer_takes_one_thread_and_no_more(
    qtbot: QtBot, connecting: Connecting, setup: _Setup
) -> None:
    """It is on a server that is gone; whoever goes back and forth still gets a link each time."""
    setup.may_look.clear()
    for _ in range(2 * Pool.REQUESTS.value):
        with qtbot.waitSignal(connecting.link_ready, timeout=WAIT_MS):
            connecting.open_link(False)
        qtbot.waitUntil(lambda: bool(setup.looked_for), timeout=WAIT_MS)
        connecting.stop()
    assert len(setup.looked_for) == 1
    setup.may_look.set()
    with qtbot.waitSignal(connecting.seen, timeout=WAIT_MS):
        connecting.open_link(False)
    connecting.stop()
