"""Asking QuickBooks on the last page: stopped at once, never twice at a time, never too late."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.services.checks import PcChecks, Purpose
from conductor_desktop.services.proof import ProofProgress, ProofStep, ProvenConnection
from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell
from tests.helpers.pcs import changed
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Control
from tests.helpers.stub_server import Caller, StubServer
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage


@pytest.fixture
def stage(open_setup: Open, sandbox: SandboxAccess) -> Stage:
    """On the last page, with everything proven."""
    stage = open_setup(Parts(base_url=sandbox.base_url))
    stage.connect_existing(access_to(sandbox))
    stage.next_to("verifyPage")
    stage.wait_until_next()
    stage.settle()
    return stage


class SilentQuickBooks:
    """Never answers; notes at each question whether all who asked before have hung up."""

    def __init__(self) -> None:
        self.callers: list[Caller] = []
        self.gone_before: list[bool] = []

    def answer(self, caller: Caller) -> bool:
        self.gone_before += [_is_gone(one) for one in self.callers]
        self.callers.append(caller)
        caller.wait_until_gone()
        return False

    def is_asked(self) -> bool:
        return bool(self.callers) and not _is_gone(self.callers[-1])

    def was_asked(self, times: int) -> bool:
        return len(self.callers) == times


def _is_gone(caller: Caller) -> bool:
    """Whether this one has hung up, as far as can be told without waiting."""
    try:
        readable, _, _ = select.select([caller._socket], [], [], 0)
        return bool(readable) and caller._socket.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):  # hung up, and our end closed since
        return True


@pytest.fixture
def quickbooks(stage: Stage, sandbox: SandboxAccess) -> Iterator[SilentQuickBooks]:
    """From now on it is this one that is asked, and it is being asked."""
    silent = SilentQuickBooks()
    good = access_to(sandbox)
    with StubServer([silent.answer]) as server:
        stage.session.use(Access(server.base_url, good.secret, good.publishable_key))
        stage.controller.proving.prove(None)
        server.wait_for_requests()
        yield silent
        stage.close()


def test_cancel_is_heard_at_once_although_quickbooks_says_nothing(
    stage: Stage, quickbooks: SilentQuickBooks
) -> None:
    assert not stage.can_go_next
    click("verifyCancel")
    assert stage.problem.startswith("You stopped the check")  # without waiting for anything
    assert find("verifyCancel") is None
    stage.settle()  # and the request itself is let go of
    assert not stage.can_go_next


class Deaf:
    """A proof that does not hear that it was given up, and ends well."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()

    def prove(
        self,
        report: Callable[[ProofProgress], None],
        _token: CancelToken,
        *,
        accepted: str | None,
    ) -> ProvenConnection:
        self.asked.set()
        assert self.go.wait(30)
        report(ProofProgress(ProofStep.ANSWERS, 1.0, "Yes"))
        return ProvenConnection("Late Co.", None, 1.0, None)


@pytest.fixture
def deaf(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deaf]:
    deaf = Deaf()
    monkeypatch.setattr(stage.service, "prove", deaf.prove)
    stage.controller.proving.prove(None)
    assert deaf.asked.wait(30)
    yield deaf
    deaf.go.set()


def test_a_late_answer_never_reaches_the_page(qtbot: QtBot, stage: Stage, deaf: Deaf) -> None:
    proving = stage.controller.proving
    click("verifyCancel")
    with qtbot.assertNotEmitted(proving.progressed), qtbot.assertNotEmitted(proving.proven):
        deaf.go.set()
        stage.settle()
    assert stage.problem.startswith("You stopped the check")
    assert not reads("verifyPage", "Late Co.")()
    assert not stage.can_go_next


def test_a_late_answer_does_not_pass_for_that_of_the_next_question(
    qtbot: QtBot, stage: Stage, deaf: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    click("verifyCancel")
    monkeypatch.delattr(stage.service, "prove")  # what is left is the class's own
    click("verifyAgain")
    deaf.go.set()
    stage.wait_until_next()
    assert not reads("verifyPage", "Late Co.")()


def test_the_next_question_waits_until_the_first_is_hung_up(
    qtbot: QtBot, stage: Stage, quickbooks: SilentQuickBooks
) -> None:
    for _ in range(3):
        # Asked again before the first could be let go of, it is that one that is waited for.
        click("verifyCancel")
        click("verifyAgain")
        qtbot.waitUntil(quickbooks.is_asked, timeout=WAIT_MS)
    click("verifyCancel")
    qtbot.waitUntil(lambda: not quickbooks.is_asked(), timeout=WAIT_MS)
    asked = len(quickbooks.callers)
    click("verifyAgain")
    qtbot.waitUntil(partial(quickbooks.was_asked, asked + 1), timeout=WAIT_MS)
    assert quickbooks.gone_before
    assert all(quickbooks.gone_before)


def test_leaving_the_page_stops_it_too(
    qtbot: QtBot, stage: Stage, quickbooks: SilentQuickBooks, sandbox: SandboxAccess
) -> None:
    stage.session.use(access_to(sandbox))
    with qtbot.assertNotEmitted(stage.controller.proving.failed):
        click("setupBack")
        qtbot.waitUntil(sees("connectPage"), timeout=WAIT_MS)
        stage.settle()
    assert (stage.step, stage.problem) == (SetupStep.CONNECT, "")


def test_a_failure_is_told_as_this_pc_shows_it(
    qtbot: QtBot, stage: Stage, sandbox: SandboxAccess
) -> None:
    stage.parts.checked_pc = "dialog-waiting"
    control = Control(sandbox)
    control.fault("timeout")
    stage.controller.proving.prove(None)
    said = stage.wait_for_problem()
    assert said.startswith("A QuickBooks window is waiting")
    assert "“Update QuickBooks Desktop”" in said  # which one it is, only this PC knows
    click("verifyHelp")
    stage.settle()
    assert stage.problem == said
    stage.parts.checked_pc = "sandbox"  # somebody has answered it
    click("verifyAgain")
    qtbot.waitUntil(lambda: stage.problem.startswith("QuickBooks took too long"), timeout=WAIT_MS)
    assert sees("verifyLikely")()
    control.clear()
    click("verifyAgain")
    stage.wait_until_next()


def test_a_web_connector_that_is_closed_is_opened_by_a_click(
    qtbot: QtBot, stage: Stage, sandbox: SandboxAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = changed(lambda pc: pc.drop("processes", "QBWebConnector.exe"))
    opened: list[str] = []

    def open_program(path: str) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(pc, "open_program", open_program)
    monkeypatch.setattr(
        stage.controller, "_checks", lambda: PcChecks(pc, Purpose(sandbox.base_url))
    )
    monkeypatch.setattr(stage.controller.proving, "_checks", stage.controller._checks)
    Control(sandbox).fault("not-active")
    stage.controller.proving.prove(None)
    assert stage.wait_for_problem().startswith("The Web Connector is closed")
    click("verifyHelp")
    stage.settle()
    (path,) = opened
    assert path.endswith("QBWebConnector.exe")


def test_checks_that_cannot_be_run_take_nothing_from_the_failure(
    stage: Stage, sandbox: SandboxAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> object:
        raise CouldNotTell("No such thing here.")

    monkeypatch.setattr(stage.controller.proving, "_checks", fail)
    Control(sandbox).fault("dialog-open")
    stage.controller.proving.prove(None)
    assert stage.wait_for_problem().startswith("A QuickBooks window is waiting")
