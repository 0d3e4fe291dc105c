"""Several company files in one window: from one to another, adding one, connecting one again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.tour.hands import (
    can_click,
    can_pick,
    click,
    click_row,
    find,
    pick,
    reads,
    write,
)
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.company_pc import CompanyPc
from tests.helpers.profiles import sessions_in
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Control, SandboxAccess, SandboxOptions, running_sandbox

BIG, CEDAR = "Big Construction Co.", "Cedar & Finch Bakery"
LIVE, SECOND, SANDBOX = ProfileName.LIVE, ProfileName("live-2"), ProfileName.SANDBOX


@pytest.fixture
def sandboxes() -> Iterator[dict[str, SandboxAccess]]:
    """A service for each company's books."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running_sandbox(SandboxOptions(company=name, invoices=3)))
            for name in (BIG, CEDAR)
        }


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path) -> Iterator[CompanyPc]:
    with ExitStack() as stack:
        yield CompanyPc(qtbot, tmp_path / "home", stack)


@pytest.fixture
def two(pc: CompanyPc, sandboxes: dict[str, SandboxAccess]) -> CompanyPc:
    """Connected to Big and to Cedar, which was looked at last."""
    for company, sandbox in sandboxes.items():
        pc.connect(sandbox, company)
    return pc


def choose(running: RunningApp, entry: str) -> None:
    """Open the list of connections and click an entry."""
    running.press("switcher")
    running.wait(can_pick(entry))
    pick(entry)


def shows(running: RunningApp, company: str) -> Callable[[], bool]:
    """Whether the main window is that company's."""
    return lambda: running.window.windowTitle() == f"{company} · Conductor Desktop"


# ---- from one to another


def test_the_list_leads_from_one_company_to_another_and_it_is_remembered(two: CompanyPc) -> None:
    running = two.open()
    assert shows(running, CEDAR)()
    choose(running, "connection-live")
    running.wait(shows(running, BIG))
    running.wait_for("connectionScreen")
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Complete"))
    running.end()
    again = two.open()
    assert shows(again, BIG)()
    assert two.settings.previous_profile == SECOND


def test_choosing_the_one_in_front_changes_nothing(two: CompanyPc) -> None:
    running = two.open()
    window = running.window
    choose(running, "connection-live-2")
    running.settle()
    assert running.window is window


def test_each_is_asked_through_its_own_key(two: CompanyPc) -> None:
    running = two.open()
    for entry, company in (("connection-live", BIG), ("connection-live-2", CEDAR)):
        choose(running, entry)
        running.wait(shows(running, company))
        running.press("connectionCheck")
        running.wait(reads("connectionScreen", f"Connected to “{company}”"))
    assert {profile.company_name for profile in two.settings.live.values()} == {BIG, CEDAR}


def test_what_is_known_of_another_one_is_in_the_list(
    two: CompanyPc, sandboxes: dict[str, SandboxAccess]
) -> None:
    Control(sandboxes[CEDAR]).set_connection(sandboxes[CEDAR].end_user_id, "not-active")
    running = two.open()
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", "Whose turn"))
    choose(running, "connection-live")
    running.wait(shows(running, BIG))
    running.press("switcher")
    menu = find("connections")
    assert menu is not None
    texts = {action.objectName(): action.text() for action in menu.actions()}
    assert texts["connection-live-2"] == "Cedar && Finch Bakery\tneeds fixing"
    menu.close()


def test_a_late_answer_of_one_company_never_reaches_another_one(
    two: CompanyPc, sandboxes: dict[str, SandboxAccess]
) -> None:
    """Not its screens, not its marks, and not what is kept of it."""
    running = two.open()
    before = two.settings.of(LIVE)
    Control(sandboxes[CEDAR]).fault("slow", seconds=600)
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", "Asking QuickBooks"))
    choose(running, "connection-live")
    running.wait(shows(running, BIG))
    running.wait_for("connectionScreen")
    running.settle()
    assert two.settings.of(LIVE) == before
    assert find("connectionCancel") is None
    assert shows(running, BIG)()


def test_an_answer_that_nothing_can_stop_is_noted_down_where_it_belongs(
    two: CompanyPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that hears no cancelling goes on after the switch, on its own connection."""
    monkeypatch.setattr("conductor_desktop.ui.moving._LAST_ANSWER_SECONDS", 0.05)
    running = two.open()
    cedar, go_on = running.app.run.session(), threading.Event()

    def stuck(_task: object) -> object:
        assert go_on.wait(30)
        return cedar.update(expected_company="of Cedar")

    heard: list[object] = []
    handle = running.desk._runner.submit(stuck)
    handle.succeeded.connect(heard.append)
    choose(running, "connection-live")
    running.wait(shows(running, BIG))
    go_on.set()
    running.settle()
    assert heard == []
    assert two.settings.of(SECOND).expected_company == "of Cedar"
    assert two.settings.of(LIVE).expected_company is None


def test_the_sandbox_is_apart_and_in_the_list_once_it_was_used(two: CompanyPc) -> None:
    two_before = two.settings.live
    running = two.start(sandbox=True)
    running.open()
    running.wait_for("checksPage")
    running.end()
    again = two.open()
    assert shows(again, CEDAR)()
    choose(again, "connection-sandbox")
    again.wait_for("sandboxBanner")
    again.settle()
    again.end()
    third = two.start()
    third.open()  # in the sandbox, where it was left
    third.wait_for("sandboxBanner")
    third.press("sandboxLeave")
    third.wait(shows(third, CEDAR))
    assert two.settings.live == two_before


# ---- adding one


def test_adding_can_be_cancelled_at_once_and_leaves_no_trace(two: CompanyPc) -> None:
    running = two.open()
    before = two.kept
    choose(running, "addCompany")
    running.wait_for("welcomePage")
    assert "add a company file" in running.window.windowTitle()
    running.press("setupBack")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.kept == before


def add(running: RunningApp, sandbox: SandboxAccess, company: str = "") -> None:
    """Through the developer's door; with ``company`` as far as the page with the auth flow."""
    choose(running, "addCompany")
    running.wait_for("welcomePage")
    click("doorKeys")
    write("secretKey", sandbox.secret_key.reveal())
    write("publishableKey", sandbox.publishable_key)
    running.press("setupNext")
    running.wait_for("checksPage")
    if company:
        running.press("setupNext")
        running.wait_for("endUserPage")
        running.settle()
        write("endUserCompany", company)
        write("endUserEmail", "d@dora.example")
        running.press("setupNext")
        running.wait_for("connectPage")
        running.settle()


@pytest.fixture
def keys_of_cedar(sandboxes: dict[str, SandboxAccess]) -> SandboxAccess:
    return sandboxes[CEDAR]


def test_a_company_that_is_added_gets_keys_of_its_own_and_goes_on_after_a_restart(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    add(running, keys_of_cedar)
    running.settle()
    assert "live-3/secret-key" in {name for _, name in two.keyring.entries}
    running.end()
    again = two.start(base_url=keys_of_cedar.base_url)
    again.open()
    again.wait_for("checksPage")


def test_what_was_begun_is_removed_without_a_trace_on_every_page(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    before = two.kept
    add(running, keys_of_cedar)
    running.press("setupLeave")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.kept == before
    assert "live-3" not in two.everything


def test_a_company_that_was_entered_is_asked_about_before_it_is_given_up(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    before = two.kept
    add(running, keys_of_cedar, "Dora's Garden")
    (two.home / "connection-files" / "conductor-1234.qwc").write_text("of Dora")
    running.press("setupLeave")
    running.wait_for("leaveSetup")
    running.press("leaveNot")
    assert find("connectPage") is not None
    running.press("setupLeave")
    running.press("leaveAndRemove")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.kept == before
    assert "Dora" not in two.everything
    assert "dora" not in two.everything
    assert list((two.home / "connection-files").iterdir()) == []


def test_a_setup_can_be_finished_later_from_the_list(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    add(running, keys_of_cedar, "Dora's Garden")
    end_user = two.settings.of(ProfileName("live-3")).end_user
    running.press("setupLeave")
    running.press("leaveForLater")
    running.wait(shows(running, CEDAR))
    running.wait_for("connectionScreen")
    choose(running, "connection-live-3")
    running.wait_for("connectPage")
    running.settle()
    assert two.settings.of(ProfileName("live-3")).end_user == end_user
    assert [view.is_closed for view in two.views] == [True, False]


def test_a_company_that_is_connected_here_already_is_not_connected_twice(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    add(running, keys_of_cedar)
    running.press("setupNext")
    running.wait_for("endUserPage")
    running.settle()
    click("doorExisting")
    running.wait_for("endUserList")
    write("endUserSearch", keys_of_cedar.end_user_id)
    running.settle()
    click_row("endUserList", 0)
    running.press("setupNext")
    running.wait(reads("endUserPageProblem", "This company is connected already"))
    assert two.settings.of(ProfileName("live-3")).end_user is None


def test_added_to_the_end_both_are_there(two: CompanyPc, keys_of_cedar: SandboxAccess) -> None:
    running = two.open(base_url=keys_of_cedar.base_url)
    add(running, keys_of_cedar, "Dora's Garden")
    finish_auth_flow(two.views[-1].opened[0].reveal())
    running.press("setupNext")
    running.wait_for("verifyPage")
    running.press("setupNext")
    running.wait(reads("connectionScreen", "answered through Conductor"))
    running.press("switcher")
    menu = find("connections")
    assert menu is not None
    names = [action.text().split("\t")[0] for action in menu.actions() if action.isCheckable()]
    assert names == [
        BIG,
        "Cedar && Finch Bakery (" + two.settings.of(SECOND).end_user.email + ")",  # type: ignore[union-attr]
        "Cedar && Finch Bakery (d@dora.example)",  # the same books, by another entry
    ]
    menu.close()


# ---- a setup file


def setup_file(folder: Path, sandbox: SandboxAccess, source_id: str) -> Path:
    content = {
        "version": 1,
        "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
        "apiBaseUrl": sandbox.base_url,
        "token": sandbox.secret_key.reveal(),
        "publishableKey": sandbox.publishable_key,
        "endUser": {"sourceId": source_id, "email": "o@x.example", "companyName": "Dora"},
    }
    path = folder / "acme.conductor-setup"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_file_that_is_opened_for_another_company_puts_an_end_to_nothing(
    two: CompanyPc, tmp_path: Path, keys_of_cedar: SandboxAccess
) -> None:
    before = two.settings.live
    running = two.start()
    running.open(setup_file(tmp_path, keys_of_cedar, "cust-9"))
    running.press("setupNext")
    running.wait_for("checksPage")
    running.settle()
    assert {name: two.settings.of(name) for name in before} == before
    assert two.settings.active_profile == "live-3"
    running.press("setupLeave")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.settings.live == before


def test_a_new_file_for_the_same_company_renews_its_connection(
    two: CompanyPc, tmp_path: Path, sandboxes: dict[str, SandboxAccess]
) -> None:
    sessions = sessions_in(two.home, keyring=two.keyring)
    big = sessions.use(LIVE)
    source = big.profile.end_user.source_id  # type: ignore[union-attr]
    big.update(vendor=Vendor("Acme Field Service"))
    sessions.close()
    running = two.start()
    running.open(setup_file(tmp_path, sandboxes[BIG], source))
    running.press("setupNext")
    running.wait_for("checksPage")
    running.settle()
    assert list(two.settings.live) == [LIVE, SECOND]
    assert two.settings.active_profile == LIVE
    assert two.settings.of(LIVE).mode is Mode.SETUP_FILE
    assert "live/token" in {name for _, name in two.keyring.entries}


# ---- connecting the same one again


def reconnect(running: RunningApp) -> None:
    running.press("reconnect")
    running.wait_for("connectPage")
    running.settle()


def test_reconnecting_begins_at_the_sign_in_with_a_link_of_its_own(two: CompanyPc) -> None:
    running = two.open()
    reconnect(running)
    assert running.window.windowTitle() == f"Conductor Desktop: reconnect {CEDAR}"
    assert find("welcomePage") is None
    first = two.views[-1].opened
    running.press("setupBack")
    running.wait_for("connectionScreen")
    reconnect(running)
    assert two.views[-1].opened != first


def test_back_from_a_reconnect_leaves_everything_as_it_was(two: CompanyPc) -> None:
    running = two.open()
    before = two.kept
    reconnect(running)
    assert find("setupLeave") is None
    running.press("setupBack")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.kept == before


def test_a_reconnect_goes_on_after_a_restart_and_back_still_leads_out(two: CompanyPc) -> None:
    running = two.open()
    before = two.kept
    reconnect(running)
    running.end()
    again = two.start()
    again.open()
    again.wait_for("connectPage")
    again.settle()
    again.press("setupBack")
    again.wait(shows(again, CEDAR))
    again.settle()
    assert two.kept == before


def test_a_reconnect_is_proven_for_the_same_company_and_asks_nothing_else(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    running = two.open()
    before = two.settings
    reconnect(running)
    finish_auth_flow(two.views[-1].opened[0].reveal())
    running.press("setupNext")
    running.wait_for("verifyPage")
    running.press("setupNext")
    running.wait(reads("connectionScreen", "answered through Conductor"))
    after = two.settings
    assert after.of(SECOND).end_user == before.of(SECOND).end_user
    assert after.of(SECOND).redoing is None
    assert after.of(LIVE) == before.of(LIVE)


def test_a_reconnect_to_other_books_stops_and_asks(two: CompanyPc) -> None:
    sessions = sessions_in(two.home, keyring=two.keyring)
    sessions.current.update(company_name="Quite Another Co.")
    sessions.close()
    running = two.open()
    reconnect(running)
    running.press("setupNext")
    running.wait(reads("verifyPageProblem", "Another company file is open"))
    assert two.settings.of(SECOND).company_name == "Quite Another Co."
    running.press("setupLeave")
    running.wait(shows(running, "Quite Another Co."))


def test_quickbooks_is_left_alone_while_a_reconnect_waits(
    two: CompanyPc, keys_of_cedar: SandboxAccess
) -> None:
    """The connection there was may still work, so asking would reach QuickBooks itself."""
    control = Control(keys_of_cedar)
    running = two.open()
    reconnect(running)
    asked = len(control.requests())
    two.views[-1].show_a_page()
    running.settle()
    assert [one["path"] for one in control.requests()[asked:]] == []
    assert find("connectPage") is not None


def test_without_its_key_a_reconnect_asks_for_that(two: CompanyPc) -> None:
    del two.keyring.entries["Conductor Desktop", "live-2/secret-key"]
    running = two.open()
    running.press("reconnect")
    running.wait(reads("welcomePageProblem", "Give the key or the setup file once more"))
    running.press("setupBack")
    running.wait(shows(running, CEDAR))
    assert two.settings.of(SECOND).setup_step is SetupStep.DONE


# ---- removing one


def test_what_is_removed_gives_way_to_the_other_company(two: CompanyPc) -> None:
    running = two.open()
    running.press("removeConnection")
    running.wait(can_click("removalRemove"))
    assert running.window.windowTitle() == f"Conductor Desktop: remove {CEDAR}"
    click("removalRemove")
    running.press("removalDone")
    running.wait(shows(running, BIG))
    running.wait_for("connectionScreen")
    running.settle()
    assert list(two.settings.live) == [LIVE]
    assert {name for _, name in two.keyring.entries} == {"live/secret-key", "live/publishable-key"}
    assert "Cedar" not in two.everything
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", f"Connected to “{BIG}”"))


def test_after_the_last_one_there_is_the_first_page_again(
    pc: CompanyPc, sandboxes: dict[str, SandboxAccess]
) -> None:
    pc.connect(sandboxes[BIG], BIG)
    running = pc.open()
    running.press("removeConnection")
    running.press("removalRemove")
    running.press("removalDone")
    running.wait_for("welcomePage")
    running.settle()
    assert find("setupBack") is None  # there is nothing to go back to
    assert pc.keyring.entries == {}
    assert pc.settings.profiles == {}
    running.end()
    again = pc.start()
    again.open()
    again.wait_for("welcomePage")


def test_kept_after_all_the_window_is_the_one_from_before(two: CompanyPc) -> None:
    running = two.open()
    before = two.kept
    running.press("removeConnection")
    running.press("removalKeep")
    running.wait(shows(running, CEDAR))
    running.settle()
    assert two.kept == before


def test_a_check_that_is_under_way_brings_nothing_back(
    two: CompanyPc, sandboxes: dict[str, SandboxAccess]
) -> None:
    running = two.open()
    Control(sandboxes[CEDAR]).fault("slow", seconds=600)
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", "Asking QuickBooks"))
    running.press("removeConnection")
    running.press("removalRemove")
    running.wait_for("removalDone")
    running.settle()
    assert SECOND not in two.settings.profiles


def test_the_sandbox_can_be_removed_and_is_not_in_the_list_any_more(two: CompanyPc) -> None:
    running = two.open()
    sessions = running.app.run.sessions()
    sessions.use(SANDBOX).update(mode=Mode.SANDBOX, setup_step=SetupStep.DONE)
    sessions.use(SECOND)
    end_user = sessions.settings.of(SECOND).end_user
    sessions.use(SANDBOX).update(end_user=end_user, company_name="Saltbush")
    sessions.use(SECOND)
    running.end()
    again = two.open()
    choose(again, "connection-sandbox")
    again.wait_for("sandboxBanner")
    again.wait_for("connectionScreen")
    again.press("removeConnection")
    again.press("removalRemove")
    again.press("removalDone")
    again.wait(shows(again, CEDAR))
    assert SANDBOX not in two.settings.profiles
    assert list(two.settings.live) == [LIVE, SECOND]
