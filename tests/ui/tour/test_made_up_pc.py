"""The PC of the tour's bookkeeper: what is done on it is seen by whoever looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from conductor_desktop.services.checks import Answer, PcChecks, Purpose
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.ui.tour.made_up_pc import MadeUpPc, Vault
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.web_connector_log.events import Kind
from conductor_desktop.workstation.web_connector_log.follower import WebConnectorLog
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.place import find_log

ACME = "Acme Field Service"


def told(log: WebConnectorLog) -> set[Kind]:
    """By two looks: the last entry is told when the log has come to rest."""
    return {event.kind for _ in range(2) for event in log.look().events}


@pytest.fixture
def pc() -> MadeUpPc:
    return MadeUpPc()


@pytest.fixture
def log(pc: MadeUpPc) -> WebConnectorLog:
    pc.add_to_web_connector(ACME)
    file = find_log(pc.now).file
    assert file is not None
    return WebConnectorLog(pc.now, file.path, Application.at("localhost", ACME, None))


def test_it_is_another_one_at_once_for_whoever_holds_it(pc: MadeUpPc) -> None:
    held = pc.now
    assert web_connector.applications(held) == ()
    pc.add_to_web_connector(ACME)
    pc.add_to_web_connector("Conductor")
    assert web_connector.applications(held) == (ACME, "Conductor")
    assert held.processes(("QBWebConnector.exe",))
    pc.become("web-connector-closed")
    assert not held.processes(("QBWebConnector.exe",))
    assert web_connector.applications(held) == (ACME, "Conductor")


def test_the_log_tells_no_and_then_that_it_works(pc: MadeUpPc, log: WebConnectorLog) -> None:
    assert Kind.ACCESS_REFUSED not in told(log)
    pc.say_no(ACME)
    assert Kind.ACCESS_REFUSED in told(log)
    pc.give_password(ACME)
    assert {Kind.AUTHENTICATED, Kind.COMPANY_OPEN} <= told(log)


def test_what_another_application_did_is_not_told_of_ours(
    pc: MadeUpPc, log: WebConnectorLog
) -> None:
    pc.add_to_web_connector("Conductor")
    pc.say_no("Conductor")
    assert Kind.ACCESS_REFUSED not in told(log)


@pytest.mark.parametrize("company", ["Big Construction Co.", "Cedar & Finch Bakery"])
def test_with_the_right_books_open_every_check_is_fine(pc: MadeUpPc, company: str) -> None:
    pc.open_company(company)
    pc.add_to_web_connector(ACME)
    pc.give_password(ACME)
    purpose = Purpose("https://api.conductor.is/v1", OwnApplication(ACME, "localhost"), company)
    report = PcChecks(pc.now, purpose).run(lambda _result: None, CancelToken())
    assert [result.id for result in report.results if result.answer is not Answer.OK] == []


def test_a_double_click_on_what_is_not_there_fails(pc: MadeUpPc, tmp_path: Path) -> None:
    (tmp_path / "file.qwc").write_bytes(b"")
    pc.open_file(tmp_path / "file.qwc")
    with pytest.raises(FileNotFoundError):
        pc.open_file(tmp_path / "gone.qwc")


def test_its_password_store_is_said_to_keep_what_it_is_given() -> None:
    assert Vault().persistent
