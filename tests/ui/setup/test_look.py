"""Every page of the setup in its states: nothing cut, nothing sideways, nothing without a name.

In the window as it opens, at 1024 x 640 and as small as it gets, in light and dark, dressed as for
people, with the longest texts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.conductor.errors import QuickBooksProblem
from conductor_desktop.guide.book import guide
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.services.proof import ProofProgress, ProofStep
from conductor_desktop.services.proof_failure import failure_of
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.setup.checks import ChecksPage
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.end_user import EndUserPage
from conductor_desktop.ui.setup.verify import VerifyPage
from conductor_desktop.ui.tour.hands import click
from tests.helpers.accessibility import unnamed
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.layout import layout_faults, out_of_sight
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import SandboxOptions, running_sandbox
from tests.helpers.themes import dressed
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import Parts, Stage
from tests.ui.setup.test_end_user_page import QUESTIONS

SIZES = (QSize(1136, 736), QSize(1024, 640), QSize(1, 1))
LONG_NAME = "Mueller & Soehne Garten- und Landschaftsbaugesellschaft mbH"
LONGEST = max(
    (QuickBooksProblem(entry.code) for entry in guide().entries),
    key=lambda error: len(error.explanation) + len(error.next_step),
)

Widget = TypeVar("Widget", bound=QWidget)


@dataclass
class Looker:
    """Looks at the window in every size, and keeps what was wrong, by state."""

    stage: Stage

    def __post_init__(self) -> None:
        self.faults: dict[str, list[str]] = {}

    def look(self, state: str, show: Callable[[], object] = lambda: None) -> None:
        """At what ``show`` makes of the page in front."""
        show()
        for size in SIZES:
            self.stage.window.resize(size)
            for _ in range(4):  # rows are arranged a turn later, and what scrolls learns it last
                QApplication.processEvents()
            found = self._found()
            if found:
                shown = self.stage.window.size()
                self.faults[f"{state}, {shown.width()} x {shown.height()}"] = found

    def _found(self) -> list[str]:
        window = self.stage.window
        found = [*layout_faults(window), *unnamed(window)]
        for name in ("setupNext", "setupBack"):
            button = window.findChild(QWidget, name)
            if button is not None and not button.isHidden() and out_of_sight(button):
                found.append(f"{name} is out of sight")
        return found

    def part(self, kind: type[Widget]) -> Widget:
        found = self.stage.window.findChild(kind)
        assert found is not None, kind
        return found


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox(SandboxOptions(end_users=40, company=LONG_NAME[:59])) as access:
        yield access


@pytest.fixture(params=["light", "dark"])
def looker(
    request: pytest.FixtureRequest, qapp: QApplication, open_setup: Open, sandbox: SandboxAccess
) -> Iterator[Looker]:
    parts = Parts(
        base_url=sandbox.base_url, sandbox=access_to(sandbox), checked_pc="dialog-waiting"
    )
    with dressed(qapp, request.param):
        yield Looker(open_setup(parts))


def test_the_doors(looker: Looker, tmp_path: Path) -> None:
    stage, welcome = looker.stage, looker.stage.window.welcome
    looker.look("the first door")
    missing = tmp_path / f"{'a-long-name-' * 12}.conductor-setup"
    looker.look("a chosen file", lambda: welcome.choose_file(missing))
    looker.look("a refused file", lambda: welcome.show_error(LONGEST))
    looker.look("the keys", lambda: click("doorKeys"))
    looker.look("swapped keys", lambda: stage.choose_keys("pk_conductor_one", "sk_conductor_two"))
    looker.look("refused keys", lambda: welcome.show_error(LONGEST))
    looker.look("the sample", lambda: click("doorSample"))
    looker.look("a notice", lambda: stage.messages.show(Message(Kind.LOOK, "Notice", LONG_NAME)))
    assert looker.faults == {}


def test_the_checks(looker: Looker) -> None:
    stage = looker.stage
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    stage.wait_until_next()
    looker.look("something in the way")
    looker.look("all of it", lambda: click("checksFine"))
    looker.look("not checked", lambda: stage.window._on_failed(LONGEST))
    looker.look("under way", looker.part(ChecksPage).start)
    assert looker.faults == {}


def test_who_it_is_for(looker: Looker, sandbox: SandboxAccess) -> None:
    stage = looker.stage
    stage.give_keys(access_to(sandbox))
    stage.next_to("endUserPage")
    stage.settle()
    who = looker.part(EndUserPage)
    looker.look("a new one")
    for question in QUESTIONS:
        looker.look(question.title, partial(who.show_error, question))
    looker.look("an error", lambda: who.show_error(LONGEST))
    looker.look("an answer got lost", who.show_looking)
    looker.look("one that exists", lambda: click("doorExisting"))
    looker.look("an error over the list", lambda: who.show_error(LONGEST))
    assert looker.faults == {}


def test_connecting(looker: Looker, sandbox: SandboxAccess) -> None:
    stage = looker.stage
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    stage.go_to_connect(LONG_NAME)
    stage.settle()
    page = looker.part(ConnectPage)
    looker.look("the page")
    looker.look("the link, copied", lambda: click("copyLink"))
    looker.look("not yet", page.show_not_yet)
    looker.look("an error", lambda: page.show_error(LONGEST))
    stage.view.show_a_page()
    page.on_leave()
    looker.look("no link", lambda: page.show_error(LONGEST))
    assert looker.faults == {}


def test_the_proof(looker: Looker, sandbox: SandboxAccess) -> None:
    stage = looker.stage
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect(LONG_NAME)
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.wait_until_next()
    page = looker.part(VerifyPage)
    looker.look("proven")
    looker.look("under way", lambda: _begin(page))
    wrong = WrongCompany(LONG_NAME, f"{LONG_NAME} Nord")
    looker.look("another company", lambda: page.show_failure(failure_of(wrong)))
    looker.look("an error", lambda: page.show_failure(failure_of(LONGEST)))
    looker.look("only a link", lambda: page.show_link_only(LONG_NAME))
    assert looker.faults == {}


def _begin(page: VerifyPage) -> None:
    page.start()
    page.show_progress(ProofProgress(ProofStep.ANSWERS, 0.4, "Yes"))
    page.show_progress(ProofProgress(ProofStep.COMPANY, None))
