"""Through the vendor's door: a file with access, a file with only a link, a file that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import DEFAULT_COMPANY, SandboxAccess
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.storage.secrets import SERVICE, SessionStore
from conductor_desktop.ui.setup.assemble import KEPT_FOR_NOW_ONLY
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Caller
from tests.ui.setup.conftest import BIG, Open
from tests.ui.setup.pages import value
from tests.ui.setup.stage import WAIT_MS, Parts, Stage

LINK = "https://connect.conductor.is/qbd/made_up_client_secret?key=pk_conductor_made_up"


@pytest.fixture
def parts(sandbox: SandboxAccess) -> Parts:
    return Parts(sandbox=access_to(sandbox))


def content(sandbox: SandboxAccess, **changes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
        "apiBaseUrl": sandbox.base_url,
        "token": sandbox.secret_key.reveal(),
        "publishableKey": sandbox.publishable_key,
        "endUser": {
            "sourceId": "cust-1042",
            "email": "office@big.example",
            "companyName": "Big Construction Co.",
        },
        **changes,
    }


def write_file(folder: Path, what: dict[str, Any]) -> Path:
    path = folder / "acme.conductor-setup"
    path.write_text(json.dumps(what), encoding="utf-8")
    return path


@pytest.fixture
def link_file(tmp_path: Path) -> Path:
    vendor = {"name": "Acme Field Service"}
    return write_file(tmp_path, {"version": 1, "vendor": vendor, "authFlowUrl": LINK})


def go_to_verify(stage: Stage, path: Path) -> None:
    """The company is connected already, so the flow is over when it begins."""
    stage.give_file(path)
    stage.next_to("endUserPage")
    stage.next_to("connectPage")
    stage.next_to("verifyPage")


def test_a_file_with_access_leads_to_the_proof(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    go_to_verify(stage, write_file(tmp_path, content(sandbox)))
    stage.wait_until_next()
    assert stage.session.end_user_id == BIG.id  # found by its id, not made again
    with Caller(sandbox) as caller:
        assert len(caller.get("/end-users").json()["data"]) == 1
    profile = stage.session.profile
    assert profile.vendor is not None
    assert profile.vendor.name == "Acme Field Service"
    assert parts.keyring.entries[SERVICE, "live/token"] == sandbox.secret_key.reveal()
    assert sandbox.secret_key.reveal() not in (tmp_path / "settings.json").read_text("utf-8")
    click("setupNext")
    qtbot.waitUntil(lambda: stage.finished == 1, timeout=WAIT_MS)


def test_the_words_of_the_file_are_offered(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    stage.give_file(write_file(tmp_path, content(sandbox)))
    stage.next_to("endUserPage")
    stage.settle()
    offered = [value(f"endUser{name}") for name in ("Company", "Email", "Source")]
    assert offered == ["Big Construction Co.", "office@big.example", "cust-1042"]


def test_a_company_the_vendor_has_made_is_used_and_no_other(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    made = content(sandbox, endUser={"id": BIG.id})
    stage.give_file(write_file(tmp_path, made))
    stage.next_to("endUserPage")
    stage.next_to("connectPage")
    assert stage.session.end_user_id == BIG.id


def test_a_pc_without_a_password_store_is_told_of_the_token_too(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    parts.secrets = SessionStore()
    stage = open_setup(parts)
    stage.give_file(write_file(tmp_path, content(sandbox)))
    assert stage.told == [KEPT_FOR_NOW_ONLY]


def test_other_books_than_expected_stop_and_ask(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    go_to_verify(stage, write_file(tmp_path, content(sandbox, expectedCompany="Big Co.")))
    said = stage.wait_for_problem()
    assert said.startswith("Another company file is open")
    assert DEFAULT_COMPANY in said
    assert not stage.can_go_next
    assert stage.session.profile.last_proof_at is None
    click("verifyAgain")
    stage.wait_for_problem()
    assert not stage.can_go_next
    click("verifyAccept")
    stage.wait_until_next()
    assert stage.problem == ""
    assert stage.session.profile.company_name == DEFAULT_COMPANY
    click("setupBack")
    stage.next_to("verifyPage")
    stage.wait_until_next()  # what was accepted is not asked about again
    assert stage.problem == ""


def test_the_expected_books_need_no_question(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    expected = content(sandbox, expectedCompany=DEFAULT_COMPANY.upper())
    go_to_verify(stage, write_file(tmp_path, expected))
    stage.wait_until_next()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"version": 2}, "version"),
        ({"token": 7}, "token"),
        ({"apiBaseUrl": "http://acme.example/v1"}, "apiBaseUrl"),
        ({"token": None}, "token"),
    ],
)
def test_a_file_that_is_wrong_is_said_in_its_door_and_changes_nothing(
    open_setup: Open,
    sandbox: SandboxAccess,
    parts: Parts,
    tmp_path: Path,
    changes: dict[str, Any],
    named: str,
) -> None:
    stage = open_setup(parts)
    stage.window.welcome.choose_file(write_file(tmp_path, content(sandbox, **changes)))
    click("setupNext")
    assert f"“{named}”" in stage.wait_for_problem()
    stage.settle()  # it was read when it was chosen, and once more for the click
    assert stage.step is SetupStep.WELCOME
    assert stage.session.profile.mode is None
    assert parts.keyring.entries == {}
    assert stage.can_go_next  # the file may have been put right meanwhile
    stage.window.welcome.choose_file(write_file(tmp_path, content(sandbox)))
    click("setupNext")
    stage.wait_for_page("checksPage")


def test_a_file_that_is_gone_is_said(open_setup: Open, parts: Parts, tmp_path: Path) -> None:
    stage = open_setup(parts)
    stage.window.welcome.choose_file(tmp_path / "gone.conductor-setup")
    click("setupNext")
    assert stage.wait_for_problem().startswith("Cannot open the setup file")


def test_a_file_given_at_start_waits_for_the_person(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    click("doorSample")
    stage.window.offer_setup_file(write_file(tmp_path, content(sandbox)))
    stage.settle()
    assert stage.step is SetupStep.WELCOME
    assert stage.session.profile.mode is None
    assert reads("setupFileAbout", "From Acme Field Service.")()
    stage.next_to("checksPage")


def test_a_file_leads_out_of_the_sandbox(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    click("setupBack")
    stage.give_file(write_file(tmp_path, content(sandbox)))
    assert not stage.session.is_sandbox
    assert find("sandboxBanner") is None


def test_a_link_alone_goes_from_the_checks_straight_to_connecting_and_back(
    open_setup: Open, parts: Parts, link_file: Path
) -> None:
    stage = open_setup(parts)
    stage.give_file(link_file)
    assert stage.told == []  # there is nothing to keep
    stage.next_to("connectPage")
    stage.settle()
    assert [url.reveal() for url in stage.view.opened] == [LINK]
    click("setupBack")
    stage.wait_for_page("checksPage")


def test_a_link_alone_ends_with_whose_job_the_rest_is(
    qtbot: QtBot, open_setup: Open, parts: Parts, link_file: Path, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    stage.give_file(link_file)
    stage.next_to("connectPage")
    stage.next_to("verifyPage")
    assert reads("verifyDone", "Acme Field Service can see")()
    assert reads("verifyPage", "This PC cannot ask QuickBooks; Acme Field Service can.")()
    click("setupNext")
    qtbot.waitUntil(lambda: stage.finished == 1, timeout=WAIT_MS)
    settings = (tmp_path / "settings.json").read_text("utf-8")
    assert "made_up_client_secret" not in settings
    assert json.loads(settings)["profiles"]["live"]["setupStep"] == "done"
    assert parts.keyring.entries == {}


@pytest.mark.parametrize("page", ["checksPage", "connectPage"])
def test_a_link_is_asked_for_again_after_a_restart(
    open_setup: Open, parts: Parts, link_file: Path, page: str
) -> None:
    stage = open_setup(parts)
    stage.give_file(link_file)
    if page == "connectPage":
        stage.next_to("connectPage")
    stage.close()
    again = open_setup(parts)
    again.controller.resume()
    said = again.wait_for_problem()
    assert "Choose the setup file once more, or ask Acme Field Service for a new one." in said
    assert again.step is SetupStep.WELCOME
    assert find("chooseSetupFile") is not None
    again.give_file(link_file)
    again.next_to("connectPage")
    again.settle()
    assert len(again.views) == 1


def test_a_link_that_was_gone_through_is_not_asked_for_again(
    open_setup: Open, parts: Parts, link_file: Path
) -> None:
    stage = open_setup(parts)
    stage.give_file(link_file)
    stage.next_to("connectPage")
    stage.next_to("verifyPage")
    stage.close()
    again = open_setup(parts)
    again.controller.resume()
    again.wait_for_page("verifyPage")
    assert again.can_go_next


def test_after_a_link_a_file_with_access_gets_a_real_proof(
    qtbot: QtBot,
    open_setup: Open,
    sandbox: SandboxAccess,
    parts: Parts,
    link_file: Path,
    tmp_path: Path,
) -> None:
    stage = open_setup(parts)
    stage.give_file(link_file)
    stage.next_to("connectPage")
    stage.next_to("verifyPage")
    for page in ("connectPage", "checksPage", "welcomePage"):
        click("setupBack")
        qtbot.waitUntil(sees(page), timeout=WAIT_MS)
    go_to_verify(stage, write_file(tmp_path, content(sandbox)))
    stage.wait_until_next()
    assert not reads("verifyPage", "This PC cannot ask")()
    assert reads("verifyDone", DEFAULT_COMPANY)()
