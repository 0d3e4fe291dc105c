"""The whole journey in the real window and the real web view, against a real HTTP API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from conductor_desktop.sandbox.server import DEFAULT_COMPANY, SandboxAccess
from conductor_desktop.secret import Secret
from conductor_desktop.services.setup_file import SetupFile, read_setup_file
from conductor_desktop.storage.secrets import SERVICE
from conductor_desktop.ui.tour.hands import (
    WebHands,
    can_click,
    click,
    find,
    reads,
    sees,
)
from conductor_desktop.ui.web.engine import EngineMissing
from conductor_desktop.workstation.machine_id import machine_id
from conductor_desktop.workstation.this_pc import ThisPc
from tests.e2e.conftest import Start
from tests.helpers import hands
from tests.helpers.journey import COMPANY, give_keys, go_to_connect, walk_the_flow
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Caller

pytestmark = pytest.mark.slow

WRONG = "sk_conductor_this_key_was_never_given_out"


def end_users(sandbox: SandboxAccess) -> list[str]:
    with Caller(sandbox) as caller:
        return sorted(user["companyName"] for user in caller.get("/end-users").json()["data"])


def read_everything(running: RunningApp) -> None:
    """All invoices there are, on the Invoices screen."""
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Complete"))
    period = find("invoicesPeriod")
    assert isinstance(period, QComboBox)
    hands.press(period, Qt.Key.Key_End)
    assert period.currentText() == "Everything"
    click("invoicesEverythingLoad")
    running.wait(reads("invoicesScreen", "Complete: all 240 invoices."))


def test_from_api_keys_to_all_invoices_and_back_again_tomorrow(
    start: Start,
    sandbox: SandboxAccess,
    keyring: MemoryKeyring,
    home: Path,
) -> None:
    today = start()
    today.open()

    give_keys(today, WRONG, sandbox.publishable_key)
    today.wait(reads("welcomePageProblem", "Conductor rejected the key"))
    assert keyring.entries == {}

    give_keys(today, sandbox.secret_key.reveal(), sandbox.publishable_key)
    go_to_connect(today)
    assert keyring.entries[SERVICE, "live/secret-key"] == sandbox.secret_key.reveal()
    walk_the_flow(today)
    today.wait_for("verifyDone")
    today.settle()
    assert list((home / "connection-files").iterdir()) == []  # it has done its work
    assert reads("verifyDone", f"Connected to {DEFAULT_COMPANY}")()

    today.press("setupNext")
    today.wait_for("mainWindow")
    today.wait_for("connectionScreen")
    assert DEFAULT_COMPANY in today.window.windowTitle()
    today.press("pcFine")
    ours = "“Conductor Desktop Sandbox”"
    today.wait(reads("check-application_added", f"{ours} is in the Web Connector."))
    today.wait(reads("check-web_connector_last_update", f"came by for {ours} 3 minutes ago"))
    read_everything(today)
    made = today.app.run.session().end_user_id
    assert end_users(sandbox) == sorted([COMPANY, DEFAULT_COMPANY])
    today.end()

    tomorrow = start()
    tomorrow.open()
    assert find("mainWindow") is not None
    tomorrow.wait(reads("connectionExplanation", "QuickBooks answered through Conductor"))
    tomorrow.press("connectionCheck")
    tomorrow.wait(reads("connectionHeadline", f"Connected to “{DEFAULT_COMPANY}”"))

    tomorrow.press("setupAgain")
    tomorrow.wait_for("welcomePage")
    give_keys(tomorrow, sandbox.secret_key.reveal(), sandbox.publishable_key)
    tomorrow.wait_for("checksPage")
    tomorrow.press("setupNext")
    tomorrow.wait_for("endUserPage")
    tomorrow.press("setupNext")
    tomorrow.wait_for("connectPage")
    assert tomorrow.app.run.session().end_user_id == made
    assert end_users(sandbox) == sorted([COMPANY, DEFAULT_COMPANY])


def test_a_window_closed_in_the_middle_of_connecting_opens_there_again(
    start: Start, sandbox: SandboxAccess
) -> None:
    first = start()
    first.open()
    give_keys(first, sandbox.secret_key.reveal(), sandbox.publishable_key)
    go_to_connect(first)
    page = WebHands()
    first.wait(page.can_click("begin"))
    page.click("begin")
    first.wait(page.can_click("download-file"))
    made = first.app.run.session().end_user_id
    is_bound = first.app.run.session().settings.machine is not None
    assert is_bound == (machine_id(ThisPc()) is not None)  # where a PC can be told at all
    first.window.close()
    first.end()

    again = start()
    again.open()
    again.wait_for("connectPage")  # and the settings know that they are still on the same PC
    assert again.app.run.session().end_user_id == made
    walk_the_flow(again)
    again.wait_for("verifyDone")
    assert end_users(sandbox) == sorted([COMPANY, DEFAULT_COMPANY])


def test_from_a_setup_file_to_the_end_with_other_books_than_expected(
    start: Start,
    sandbox: SandboxAccess,
    keyring: MemoryKeyring,
    setup_file: Callable[..., Path],
) -> None:
    running = start()
    running.open(setup_file(expectedCompany=COMPANY))
    running.press("setupNext")
    running.wait_for("checksPage")
    running.press("setupNext")
    running.wait_for("endUserPage")
    running.press("setupNext")
    running.wait_for("connectPage")
    walk_the_flow(running)
    running.wait(reads("verifyPageProblem", "Another company file is open"))
    assert not can_click("setupNext")()
    running.press("verifyAccept")
    running.wait_for("verifyDone")
    running.press("setupNext")
    running.wait_for("connectionScreen")
    assert keyring.entries[SERVICE, "live/token"] == sandbox.secret_key.reveal()
    click("navSupport")
    running.wait(reads("vendorContact", "Acme Field Service"))
    assert reads("vendorContact", "help@acme.example")()


def test_a_link_alone_leads_nowhere_but_to_conductor_and_ends_with_the_vendor(
    start: Start, setup_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = "http://127.0.0.1:9/qbd/made_up_client_secret?key=pk_conductor_made_up"
    link_only: dict[str, object] = {"apiBaseUrl": None, "token": None, "publishableKey": None}
    running = start()
    running.open(setup_file(**link_only, authFlowUrl=elsewhere))
    running.wait(reads("welcomePageProblem", "“authFlowUrl” must be a link of Conductor"))
    running.press("setupNext")
    running.wait(reads("welcomePageProblem", "Ask Acme Field Service (help@acme.example)"))
    setup_file(**link_only, authFlowUrl="https://connect.conductor.is/qbd/made_up?key=pk")

    def with_link_elsewhere(path: Path) -> SetupFile:
        # Nothing of a test leaves this PC; and if such a link came through, the page has to say no.
        return replace(read_setup_file(path), auth_flow_url=Secret(elsewhere))

    monkeypatch.setattr("conductor_desktop.services.setup.read_setup_file", with_link_elsewhere)
    running.press("setupNext")
    running.wait_for("checksPage")
    running.press("setupNext")
    running.wait_for("connectPage")
    running.wait(reads("connectPageProblem", "This link cannot be opened here"))
    assert reads("connectPageProblemTurn", "Whose turn: Acme Field Service")()
    for way_on in ("setupNext", "openInBrowser", "copyLink"):
        assert not can_click(way_on)()

    def no_engine(*_arguments: object) -> None:
        raise EngineMissing("none in this test, which must not leave this PC")

    # The vendor sends another file; its link would be opened in the person's own browser.
    monkeypatch.setattr("conductor_desktop.services.setup.read_setup_file", read_setup_file)
    monkeypatch.setattr("conductor_desktop.ui.web.engine.create_auth_view", no_engine)
    monkeypatch.setattr(  # what a test sees must not depend on the day
        "conductor_desktop.services.web_engine.require_fresh_engine", lambda *_, **_is: None
    )
    for page in ("checksPage", "welcomePage"):
        running.press("setupBack")
        running.wait_for(page)
    for page in ("checksPage", "connectPage"):
        running.press("setupNext")
        running.wait_for(page)
    running.wait(reads("connectPageProblem", "The built-in page is not available"))
    running.wait(can_click("openInBrowser"))
    running.press("setupNext")
    running.wait(reads("verifyDone", "Acme Field Service can see whether the connection works"))
    running.press("setupNext")
    running.wait_for("connectionScreen")
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Acme Field Service reads them"))
    running.end()
    again = start()
    again.open()
    assert sees("mainWindow")()
    again.wait(reads("connectionScreen", "This PC cannot see whether the connection works"))
