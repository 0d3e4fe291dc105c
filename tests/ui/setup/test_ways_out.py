"""What cannot be mended where it is noticed: the button leads to the step that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.secret import Secret
from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.ui.tour.hands import click, find, reads
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Caller, Control, running_sandbox
from tests.helpers.setup_files import FULL, write
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage


@pytest.fixture
def control(sandbox: SandboxAccess) -> Control:
    return Control(sandbox)


@pytest.fixture
def stage(open_setup: Open, sandbox: SandboxAccess) -> Stage:
    """Come in with keys, and with the company that is connected already chosen."""
    stage = open_setup(Parts(base_url=sandbox.base_url))
    stage.connect_existing(access_to(sandbox))
    stage.wait_until_next()
    stage.settle()
    return stage


def rotate_key(stage: Stage, sandbox: SandboxAccess) -> None:
    """As if the key that this PC has were withdrawn."""
    old = Access(sandbox.base_url, Secret("sk_conductor_withdrawn"), Secret("pk_withdrawn"))
    stage.session.use(old)


def delete_end_user(stage: Stage, sandbox: SandboxAccess) -> None:
    with Caller(sandbox) as caller:
        assert caller.delete(f"/end-users/{stage.session.end_user_id}").status_code == 200


def action(page: str) -> str:
    button = find(f"{page}ProblemAction")
    assert isinstance(button, QPushButton)
    return button.text()


# ---- the EndUser was deleted meanwhile: the setup starts over, and only on a click


def test_deleted_while_one_reads_the_page_it_is_said_on_asking(
    stage: Stage, sandbox: SandboxAccess
) -> None:
    delete_end_user(stage, sandbox)
    stage.controller.connecting.ask_quietly()
    stage.settle()
    assert (stage.problem, stage.step) == ("", SetupStep.CONNECT)
    click("setupNext")
    assert "This connection is unknown" in stage.wait_for_problem()
    assert action("connectPage") == "Choose the company again"
    click("connectPageProblemAction")
    stage.wait_for_page("endUserPage")


def test_deleted_before_a_new_link_is_asked_for(stage: Stage, sandbox: SandboxAccess) -> None:
    delete_end_user(stage, sandbox)
    click("newLink")
    assert "This connection is unknown" in stage.wait_for_problem()
    assert stage.step is SetupStep.CONNECT
    assert action("connectPage") == "Choose the company again"


def test_deleted_before_the_proof_nothing_starts_over_by_itself(
    qtbot: QtBot, stage: Stage, sandbox: SandboxAccess
) -> None:
    stage.next_to("verifyPage")
    stage.wait_until_next()
    delete_end_user(stage, sandbox)
    stage.controller.proving.prove(None)
    assert "This connection is unknown" in stage.wait_for_problem()
    assert "removed" in stage.problem
    assert stage.step is SetupStep.VERIFY
    with Caller(sandbox) as caller:
        left = len(caller.get("/end-users").json()["data"])
    click("verifyWay")
    stage.wait_for_page("endUserPage")
    stage.settle()
    with Caller(sandbox) as caller:
        assert len(caller.get("/end-users").json()["data"]) == left  # none is made unasked


# ---- the key was exchanged meanwhile


@pytest.mark.parametrize("page", ["connectPage", "verifyPage"])
def test_with_another_key_the_door_for_keys_stands_open(
    stage: Stage, sandbox: SandboxAccess, page: str
) -> None:
    if page == "verifyPage":
        stage.next_to("verifyPage")
        stage.wait_until_next()
        rotate_key(stage, sandbox)
        stage.controller.proving.prove(None)
    else:
        rotate_key(stage, sandbox)
        click("setupNext")
    assert "Conductor rejected the key" in stage.wait_for_problem()
    click("connectPageProblemAction" if page == "connectPage" else "verifyWay")
    stage.wait_for_page("welcomePage")
    door = find("doorKeys")
    assert isinstance(door, QRadioButton)
    assert door.isChecked()
    stage.give_keys(access_to(sandbox))  # and with the new one it goes on
    stage.next_to("endUserPage")


def test_on_the_list_of_companies_too(stage: Stage, sandbox: SandboxAccess) -> None:
    rotate_key(stage, sandbox)
    click("setupBack")
    stage.wait_for_page("endUserPage")
    assert "Conductor rejected the key" in stage.wait_for_problem()
    assert action("endUserPage") == "Give the key or file again"


def test_a_setup_file_whose_token_was_withdrawn_names_the_vendor(
    open_setup: Open, sandbox: SandboxAccess, tmp_path: Path
) -> None:
    stage = open_setup(Parts(base_url=sandbox.base_url))
    gateway = {
        "apiBaseUrl": sandbox.base_url,
        "token": sandbox.secret_key.reveal(),
        "publishableKey": sandbox.publishable_key,
    }
    stage.give_file(write(tmp_path, {**FULL, **gateway}))
    stage.next_to("endUserPage")
    stage.next_to("connectPage")
    stage.settle()
    rotate_key(stage, sandbox)
    click("setupNext")
    stage.wait_for_problem()
    assert reads("connectPageProblemTurn", "Whose turn: Acme")()
    click("connectPageProblemAction")
    stage.wait_for_page("welcomePage")
    door = find("doorFile")
    assert isinstance(door, QRadioButton)
    assert door.isChecked()


# ---- a key of one project, an EndUser of another


def test_a_key_of_another_project_is_explained_on_every_page(
    stage: Stage, sandbox: SandboxAccess
) -> None:
    with running_sandbox() as other:
        stage.session.use(access_to(other))
        click("setupNext")
        assert "another project" in stage.wait_for_problem()
        click("newLink")
        stage.settle()
        assert "another project" in stage.problem
        stage.session.use(access_to(sandbox))
        stage.next_to("verifyPage")
        stage.wait_until_next()
        stage.session.use(access_to(other))
        stage.controller.proving.prove(None)
        assert "another project" in stage.wait_for_problem()


# ---- connecting was not finished, although one had come to the proof


def test_from_the_proof_back_to_connect_with_a_page_to_go_on_with(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, control: Control
) -> None:
    stage = open_setup(Parts(base_url=sandbox.base_url))
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    control.finish_auth(stage.session.end_user_id)
    stage.next_to("verifyPage")
    stage.wait_until_next()
    with Caller(sandbox) as caller:
        made = caller.new_end_user("cust-2")
    stage.session.update(end_user=EndUserRef(made, "cust-2", "a@big.example", "Big Co."))
    stage.controller.proving.prove(None)
    assert "Connecting was not started yet" in stage.wait_for_problem()
    views = len(stage.views)
    click("verifyWay")
    stage.wait_for_page("connectPage")
    qtbot.waitUntil(lambda: len(stage.views) > views, timeout=WAIT_MS)
