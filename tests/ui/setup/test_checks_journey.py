"""The checks in the window: rows arrive, the one that is in the way is dealt with, all is well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.tour.hands import can_click, click, find, reads
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage

FILE = {
    "version": 1,
    "vendor": {"name": "Acme Field Service"},
    "authFlowUrl": "https://connect.conductor.is/qbd/made_up_client_secret?key=pk_conductor_made_up",
    "endUser": {"sourceId": "cust-1042", "email": "a@b.example", "companyName": "Big Co."},
}


@pytest.fixture
def stage(open_setup: Open, tmp_path: Path, qtbot: QtBot) -> Stage:
    path = tmp_path / "acme.conductor-setup"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    stage = open_setup(Parts(checked_pc="dialog-waiting"))
    stage.give_file(path)
    qtbot.waitUntil(can_click("remedy-quickbooks_dialog"), timeout=WAIT_MS)
    qtbot.waitUntil(reads("checksSummary", "in the way"), timeout=WAIT_MS)
    return stage


def visible_rows(stage: Stage) -> list[str]:
    return [row.result.id for row in stage.window.findChildren(CheckRow) if row.isVisible()]


def test_a_question_that_waits_is_brought_to_the_front_and_checked_again(
    stage: Stage, qtbot: QtBot
) -> None:
    assert visible_rows(stage) == ["quickbooks_dialog"]
    with qtbot.waitSignal(stage.controller.remedy_done) as done:
        click("remedy-quickbooks_dialog")
    assert done.args == [True]
    stage.parts.checked_pc = "sandbox"
    click("checkAgain")
    qtbot.waitUntil(reads("checksSummary", "This PC is ready."), timeout=WAIT_MS)
    assert len(visible_rows(stage)) > 20
    assert find("remedy-quickbooks_dialog") is None


def test_one_can_go_on_although_something_is_in_the_way(stage: Stage) -> None:
    click("setupNext")
    stage.wait_for_page("connectPage")
