"""Every step against a server that is gone, not Conductor, or does not accept the key."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.asking import retry
from conductor_desktop.errors import AppError
from conductor_desktop.sandbox.server import KnownEndUser, SandboxAccess
from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.tour.hands import click, find, write
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import running_sandbox
from tests.helpers.stub_server import StubServer, reply, reply_error
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage

Server = AbstractContextManager[str]

CONNECTED = KnownEndUser(
    id="end_usr_big",
    source_id="cust-1042",
    company_name="Big Construction Co.",
    email="office@big.example",
    connected=True,
)


@contextmanager
def dead() -> Iterator[str]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))  # taken, and nobody listens
        yield f"http://127.0.0.1:{one.getsockname()[1]}/v1"


@contextmanager
def html() -> Iterator[str]:
    page = reply(b"<!doctype html><title>Hotel</title>Welcome!", content_type="text/html")
    with StubServer([page]) as server:
        yield server.base_url


@contextmanager
def rejecting() -> Iterator[str]:
    answer = reply_error(
        401, "AUTHENTICATION_ERROR", "SECRET_KEY_INVALID", user_facing="This key is not valid."
    )
    with StubServer([answer]) as server:
        yield server.base_url


PASSING = [
    pytest.param(dead, "Conductor", id="dead"),
    pytest.param(html, "sign-in page", id="html"),
]
REJECTING = pytest.param(rejecting, "This key is not valid.", id="rejecting")
TROUBLES = pytest.mark.parametrize(("trouble", "words"), [*PASSING, REJECTING])
# Of a key that is rejected, "Try again" is no way out: see test_ways_out.
MENDED_BY_TRYING_AGAIN = pytest.mark.parametrize(("trouble", "words"), PASSING)


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox(known_end_users=[CONNECTED]) as access:
        yield access


@pytest.fixture
def stage(
    open_setup: Open, sandbox: SandboxAccess, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    monkeypatch.setattr(retry, "_FIRST_PAUSE", 0.001)
    stage = open_setup(Parts(base_url=sandbox.base_url))
    yield stage
    stage.close()


def said_plainly(stage: Stage, words: str) -> None:
    said = stage.wait_for_problem()
    assert words in said
    assert "Traceback" not in said
    assert "Error" not in said
    assert said.count(". ") <= 4
    stage.settle()


@TROUBLES
def test_while_keys_are_looked_at(
    open_setup: Open,
    sandbox: SandboxAccess,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[], Server],
    words: str,
) -> None:
    monkeypatch.setattr(retry, "_FIRST_PAUSE", 0.001)
    with trouble() as url:
        stage = open_setup(Parts(base_url=url))
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        said_plainly(stage, words)
        assert stage.session.profile.mode is None
        assert stage.can_go_next


@MENDED_BY_TRYING_AGAIN
def test_while_existing_companies_are_listed(
    stage: Stage, sandbox: SandboxAccess, trouble: Callable[[], Server], words: str
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.wait_until_next()
    with trouble() as url:
        stage.session.use(Access(url, good.secret, good.publishable_key))
        click("setupNext")
        stage.wait_for_page("endUserPage")
        said_plainly(stage, words)
    stage.session.use(good)
    click("endUserPageProblemAction")
    stage.settle()
    assert stage.problem == ""
    write("endUserCompany", "Big Co.")
    write("endUserEmail", "office@big.example")
    assert stage.can_go_next


@TROUBLES
def test_while_a_company_is_made(
    stage: Stage, sandbox: SandboxAccess, trouble: Callable[[], Server], words: str
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.next_to("endUserPage")
    stage.settle()
    write("endUserCompany", "Big Co.")
    write("endUserEmail", "office@big.example")
    with trouble() as url:
        stage.session.use(Access(url, good.secret, good.publishable_key))
        click("setupNext")
        said_plainly(stage, words)
        assert stage.step is SetupStep.END_USER
        assert stage.can_go_next
    stage.session.use(good)
    stage.next_to("connectPage")


@TROUBLES
def test_while_a_link_is_asked_for(
    qtbot: QtBot,
    stage: Stage,
    sandbox: SandboxAccess,
    trouble: Callable[[], Server],
    words: str,
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.go_to_connect()
    stage.settle()
    with trouble() as url:
        stage.session.use(Access(url, good.secret, good.publishable_key))
        click("newLink")
        said_plainly(stage, words)
        assert stage.can_go_next  # the link before still works
        click("setupBack")
        stage.wait_for_page("endUserPage")
        stage.settle()
    stage.session.use(good)
    stage.next_to("connectPage")


@MENDED_BY_TRYING_AGAIN
def test_on_arriving_without_a_link(
    qtbot: QtBot,
    open_setup: Open,
    stage: Stage,
    sandbox: SandboxAccess,
    trouble: Callable[[], Server],
    words: str,
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.go_to_connect()
    stage.close()
    again = open_setup(Parts(base_url=sandbox.base_url, keyring=stage.parts.keyring))
    with trouble() as url:
        again.session.use(Access(url, good.secret, good.publishable_key))
        again.controller.resume()
        said_plainly(again, words)
        assert again.step is SetupStep.CONNECT
        assert not again.can_go_next
    again.session.use(good)
    click("connectPageProblemAction")
    again.wait_until_next()
    assert again.problem == ""


@TROUBLES
def test_while_quickbooks_is_asked_whether_it_is_connected(
    stage: Stage, sandbox: SandboxAccess, trouble: Callable[[], Server], words: str
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.go_to_connect()
    stage.settle()
    with trouble() as url:
        stage.session.use(Access(url, good.secret, good.publishable_key))
        click("setupNext")
        said_plainly(stage, words)
        assert stage.can_go_next
    stage.session.use(good)
    click("setupNext")
    assert stage.wait_for_problem()
    stage.settle()
    assert "Not connected yet" in stage.problem


@TROUBLES
def test_while_the_connection_is_proven(
    qtbot: QtBot,
    stage: Stage,
    sandbox: SandboxAccess,
    tmp_path: Path,
    trouble: Callable[[], Server],
    words: str,
) -> None:
    good = access_to(sandbox)
    stage.connect_existing(good)
    stage.next_to("verifyPage")
    stage.wait_until_next()
    with trouble() as url:
        stage.session.use(Access(url, good.secret, good.publishable_key))
        stage.controller.proving.prove(None)
        said_plainly(stage, words)
        assert not stage.can_go_next
    stage.session.use(good)
    click("verifyAgain")
    stage.wait_until_next()
    assert stage.problem == ""


def test_checks_that_break_are_said_on_their_page_alone(
    qtbot: QtBot, stage: Stage, sandbox: SandboxAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = access_to(sandbox)
    stage.give_keys(good)
    stage.wait_until_next()
    stage.settle()
    broken = AppError("The checks broke", "They did.", "Try again.")

    def fail() -> object:
        raise broken

    with monkeypatch.context() as patch:
        patch.setattr(stage.controller, "_checks", fail)
        click("checkAgain")
        assert stage.wait_for_problem().startswith("The checks broke")
        assert not stage.can_go_next
    click("checkAgain")
    stage.wait_until_next()
    stage.settle()
    said = find("checksSummary")
    assert said is not None
    click("setupNext")
    stage.wait_for_page("endUserPage")
    stage.settle()
    stage.session.use(Access("http://127.0.0.1:9/v1", good.secret, good.publishable_key))
    write("endUserCompany", "Big Co.")
    write("endUserEmail", "office@big.example")
    click("setupNext")
    stage.wait_for_problem()
    click("setupBack")
    qtbot.waitUntil(said.isVisible, timeout=WAIT_MS)
    assert said.property("text") != ""  # another page's trouble is not this one's
