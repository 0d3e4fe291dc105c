"""Through the developer's door on a real sandbox, up to the proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.secret import Secret
from conductor_desktop.services.session import Access
from conductor_desktop.storage.errors import SecretStoreProblem, SettingsNotSaved
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.secrets import SERVICE, SessionStore
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.setup import connecting
from conductor_desktop.ui.setup.assemble import KEPT_FOR_NOW_ONLY
from conductor_desktop.ui.tour.hands import click, find, reads, write
from tests.helpers import hands
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Caller, running_sandbox
from tests.helpers.stub_server import StubServer, silence
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts

WRONG = "sk_conductor_this_key_was_never_given_out"


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def parts(sandbox: SandboxAccess) -> Parts:
    return Parts(base_url=sandbox.base_url, sandbox=access_to(sandbox))


def end_users(sandbox: SandboxAccess) -> list[str]:
    with Caller(sandbox) as caller:
        return [user["companyName"] for user in caller.get("/end-users").json()["data"]]


def stored_settings(tmp_path: Path) -> str:
    return (tmp_path / "settings.json").read_text(encoding="utf-8")


def test_keys_are_kept_in_the_keyring_and_nowhere_else(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.settle()
    key = sandbox.secret_key.reveal()
    assert parts.keyring.entries == {
        (SERVICE, "live/secret-key"): key,
        (SERVICE, "live/publishable-key"): sandbox.publishable_key,
    }
    settings = stored_settings(tmp_path)
    assert key not in settings
    assert sandbox.publishable_key not in settings
    profile = json.loads(settings)["profiles"]["live"]
    assert (profile["mode"], profile["setupStep"]) == ("api_keys", "checks")
    assert stage.told == []  # the keyring keeps it, so there is nothing to warn of


def test_keys_are_gone_from_the_fields_once_they_are_taken(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    click("setupBack")
    stage.wait_for_page("welcomePage")
    assert not stage.can_go_next
    write("publishableKey", sandbox.publishable_key)
    assert not stage.can_go_next


def test_a_wrong_key_is_one_message_beside_the_fields_and_nothing_is_kept(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.choose_keys(WRONG, sandbox.publishable_key)
    click("setupNext")
    said = stage.wait_for_problem()
    assert said.startswith("Conductor rejected the key")
    assert WRONG not in said
    assert stage.step is SetupStep.WELCOME
    assert parts.keyring.entries == {}
    assert stage.session.profile.mode is None
    assert stage.can_go_next
    write("secretKey", sandbox.secret_key.reveal())
    assert stage.problem == ""
    click("setupNext")
    stage.wait_for_page("checksPage")
    assert len(parts.keyring.entries) == 2


def test_swapped_keys_are_seen_without_asking_anybody_and_put_right_by_a_click(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.choose_keys(sandbox.publishable_key, sandbox.secret_key.reveal())
    for name in ("secretKeyProblem", "publishableKeyProblem"):
        assert reads(name, "The two keys are swapped")()
    assert not stage.can_go_next
    click("keysSwap")
    assert find("secretKeyProblem") is None
    assert find("keysSwap") is None
    click("setupNext")
    stage.wait_for_page("checksPage")
    assert parts.keyring.entries[SERVICE, "live/secret-key"] == sandbox.secret_key.reveal()


def test_enter_in_a_field_means_next(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.choose_keys(sandbox.secret_key.reveal(), sandbox.publishable_key)
    field = find("publishableKey")
    assert field is not None
    hands.press(field, Qt.Key.Key_Return)
    stage.wait_for_page("checksPage")


def test_enter_does_nothing_while_next_cannot_work(open_setup: Open, parts: Parts) -> None:
    stage = open_setup(parts)
    stage.choose_keys("sk_conductor_one", "")
    field = find("publishableKey")
    assert field is not None
    hands.press(field, Qt.Key.Key_Return)
    assert stage.runner.is_idle
    assert stage.problem == ""


def test_next_cannot_be_clicked_twice(open_setup: Open) -> None:
    with StubServer([silence()]) as server:
        stage = open_setup(Parts(base_url=server.base_url))
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        assert not stage.can_go_next
        server.wait_for_requests()
        next_button = find("setupNext")
        assert next_button is not None
        hands.click(next_button)
        assert len(server.requests) == 1


def test_asking_about_the_keys_can_be_cancelled(
    qtbot: QtBot, open_setup: Open, tmp_path: Path
) -> None:
    with StubServer([silence()]) as server:
        parts = Parts(base_url=server.base_url)
        stage = open_setup(parts)
        assert find("setupBack") is None  # nothing to cancel, nowhere to go back to
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        server.wait_for_requests()
        click("setupBack")
        assert stage.can_go_next
        stage.settle()
        assert (stage.step, stage.problem) == (SetupStep.WELCOME, "")
        assert find("setupBack") is None
        assert parts.keyring.entries == {}


def test_choosing_another_door_meanwhile_voids_the_first_choice(open_setup: Open) -> None:
    with StubServer([silence()]) as server:
        parts = Parts(base_url=server.base_url)
        stage = open_setup(parts)
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        server.wait_for_requests()
        click("doorSample")
        assert stage.can_go_next
        stage.settle()
        assert (stage.step, stage.problem) == (SetupStep.WELCOME, "")


def test_closing_the_window_meanwhile_ends_the_request_and_says_nothing(
    open_setup: Open, caplog: pytest.LogCaptureFixture
) -> None:
    with StubServer([silence()]) as server:
        parts = Parts(base_url=server.base_url)
        stage = open_setup(parts)
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        server.wait_for_requests()
        stage.close()
        assert "still running" not in caplog.text
        assert parts.keyring.entries == {}


def test_a_pc_without_a_password_store_is_told_and_setup_goes_on(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    parts.secrets = SessionStore()
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.settle()
    assert stage.told == [KEPT_FOR_NOW_ONLY]
    assert find("notice") is not None
    assert sandbox.secret_key.reveal() not in stored_settings(tmp_path)
    stage.go_to_connect()
    stage.close()

    parts.secrets = SessionStore()  # what a new start of the app begins with
    again = open_setup(parts)
    again.controller.resume()
    said = again.wait_for_problem()
    assert "Give the key or the setup file once more" in said
    assert find("secretKey") is not None  # the door of the first time is open
    again.give_keys(access_to(sandbox))
    again.next_to("endUserPage")
    again.next_to("connectPage")
    assert end_users(sandbox).count("Big Co.") == 1


class _Refusing(SessionStore):
    persistent = True

    def set(self, name: str, secret: Secret) -> None:
        raise SecretStoreProblem("It refused.", "Sign in again.", reason="refused")


def test_a_password_store_that_refuses_is_said_and_nothing_is_half_done(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    parts.secrets = _Refusing()
    stage = open_setup(parts)
    stage.choose_keys(sandbox.secret_key.reveal(), sandbox.publishable_key)
    click("setupNext")
    assert "It refused." in stage.wait_for_problem()
    assert stage.session.profile.mode is None
    assert stage.can_go_next


def test_a_company_is_made_once_however_often_one_comes_back(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect("Big Co.")
    made = stage.session.end_user_id
    click("setupBack")
    stage.settle()
    stage.next_to("connectPage")
    stage.settle()
    assert stage.session.end_user_id == made
    assert end_users(sandbox).count("Big Co.") == 1


def test_an_existing_company_can_be_chosen(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.connect_existing(access_to(sandbox))
    assert stage.session.end_user_id == sandbox.end_user_id
    assert len(end_users(sandbox)) == 1


def test_back_while_the_list_is_on_its_way_leaves_no_trace(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.wait_until_next()
    with StubServer([silence()]) as server:
        stage.session.use(Access(server.base_url, Secret("sk_conductor_one")))
        click("setupNext")
        stage.wait_for_page("endUserPage")
        server.wait_for_requests()
        assert not stage.can_go_next
        click("setupBack")
        stage.wait_for_page("checksPage")
        assert stage.can_go_next
        stage.settle()
        assert (stage.step, stage.problem) == (SetupStep.CHECKS, "")


def test_not_yet_is_said_and_the_window_goes_on_by_itself_later(
    qtbot: QtBot,
    open_setup: Open,
    sandbox: SandboxAccess,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "_ASK_EVERY_MS", 20)
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    click("setupNext")
    assert stage.wait_for_problem().startswith("Not connected yet")
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.wait_for_page("verifyPage")
    assert stage.view.is_closed


def test_another_page_of_the_flow_is_enough_to_notice(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.view.show_a_page()
    stage.wait_for_page("verifyPage")


def test_the_last_step_proves_and_finishing_is_written_down_before_it_counts(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, parts: Parts, tmp_path: Path
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.wait_until_next()
    assert stage.session.profile.company_name == "Saltbush & Sons Outdoor Works"
    click("setupNext")
    qtbot.waitUntil(lambda: stage.finished == 1, timeout=WAIT_MS)
    assert json.loads(stored_settings(tmp_path))["profiles"]["live"]["setupStep"] == "done"


def test_a_finish_that_cannot_be_written_down_is_said_and_can_be_tried_again(
    qtbot: QtBot,
    open_setup: Open,
    sandbox: SandboxAccess,
    parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_store: SettingsStore, _settings: Settings) -> None:
        raise SettingsNotSaved("settings.json", "No space left on device")

    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.wait_until_next()
    stage.settle()
    with monkeypatch.context() as patch:
        patch.setattr(SettingsStore, "save", refuse)
        click("setupNext")
        assert stage.wait_for_problem().startswith("Settings could not be saved")
    assert stage.finished == 0
    assert stage.can_go_next
    click("setupNext")
    qtbot.waitUntil(lambda: stage.finished == 1, timeout=WAIT_MS)


@pytest.mark.parametrize("step", [SetupStep.END_USER, SetupStep.CONNECT])
def test_a_setup_that_was_closed_goes_on_at_its_step(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts, step: SetupStep
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.next_to("endUserPage")
    if step is SetupStep.CONNECT:
        stage.settle()
        write("endUserCompany", "Big Co.")
        write("endUserEmail", "office@big.example")
        stage.next_to("connectPage")
    stage.close()
    again = open_setup(parts)
    again.controller.resume()
    again.wait_for_page({"end_user": "endUserPage", "connect": "connectPage"}[step])
    again.settle()
    assert again.problem == ""
    if step is SetupStep.CONNECT:
        assert again.session.end_user_id == stage.session.end_user_id
        assert len(again.views) == 1
        assert end_users(sandbox).count("Big Co.") == 1


def test_a_setup_that_was_closed_during_the_proof_proves_again(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.close()
    again = open_setup(parts)
    again.controller.resume()
    again.wait_for_page("verifyPage")
    again.wait_until_next()


def test_the_sandbox_is_a_profile_of_its_own_and_leaves_no_words_behind(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    assert find("sandboxBanner") is not None
    assert "sandbox" in stage.window.windowTitle()
    stage.next_to("endUserPage")
    stage.settle()
    assert stage.can_go_next  # the sample brings its own company
    click("setupBack")
    click("setupBack")
    stage.give_keys(access_to(sandbox))
    assert find("sandboxBanner") is None
    assert "sandbox" not in stage.window.windowTitle()
    stage.wait_until_next()
    stage.next_to("endUserPage")
    stage.settle()
    assert not stage.can_go_next  # nothing of the sample is offered for a real project
    profiles = stage.session.settings.profiles
    assert profiles[ProfileName.LIVE].mode is Mode.API_KEYS
    assert profiles[ProfileName.LIVE].end_user is None


def test_another_way_in_looks_at_the_pc_again(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    stage.wait_until_next()
    click("setupBack")
    with qtbot.waitSignal(stage.controller.checks_started, timeout=WAIT_MS):
        stage.choose_keys(sandbox.secret_key.reveal(), sandbox.publishable_key)
        click("setupNext")


def test_wrong_keys_leave_the_sandbox_as_it_is(
    open_setup: Open, sandbox: SandboxAccess, parts: Parts
) -> None:
    stage = open_setup(parts)
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    stage.wait_until_next()
    click("setupBack")
    stage.choose_keys(WRONG, sandbox.publishable_key)
    click("setupNext")
    stage.wait_for_problem()
    assert stage.session.is_sandbox
    assert find("sandboxBanner") is not None
