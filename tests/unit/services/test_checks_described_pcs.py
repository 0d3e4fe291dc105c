"""Every described PC gets the answers its author expects, and answers a person can act on."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.services.checks import Answer
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Process, Window
from tests.helpers.pcs import ALL_WELL, PCS, application, checked, checked_as_expected

FILES = sorted(PCS.glob("*.json"))
each_pc = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
# The ten that the project began with, which together show each kind of trouble once.
FIRST_TEN = {
    "ent24_64_ok",
    "pro20_32_single",
    "prem23_no_qbwc",
    "no_qb_leftovers",
    "no_qb_clean",
    "server_dbmgr_only",
    "two_versions",
    "rdp_host",
    "broken_log_and_lock",
    "dialog_open",
}
IDS = [check.id for check in CATALOGUE]


def titles(process: Process) -> list[str]:
    return [w.title if isinstance(w, Window) else w for w in process.windows or []]


def test_the_described_pcs_are_there() -> None:
    names = {path.stem for path in FILES}
    assert names >= FIRST_TEN
    assert len(names) >= len(FIRST_TEN) + 10


@each_pc
def test_the_answers_are_those_its_author_expects(path: Path) -> None:
    pc = DescribedPc.load(path)
    expected = pc.description.expected
    assert expected is not None
    report = checked_as_expected(pc)
    assert {r.id: r.answer.value for r in report.results} == expected.checks
    assert sorted((*report.hidden, *expected.checks)) == sorted(IDS)
    assert report.verdict.value == expected.verdict


@each_pc
def test_the_worst_row_is_what_its_author_calls_the_blocker(path: Path) -> None:
    pc = DescribedPc.load(path)
    expected = pc.description.expected
    assert expected is not None
    answers = {r.id: r.answer for r in checked_as_expected(pc).results}
    assert (expected.blocker is None) == (expected.verdict == "ok")
    if expected.blocker is not None:
        assert answers[expected.blocker].value == expected.verdict
    for hint in expected.hints:
        assert answers[hint] is not Answer.OK


@each_pc
def test_every_answer_can_be_acted_on(path: Path) -> None:
    for result in checked_as_expected(DescribedPc.load(path)).results:
        assert result.sentence[-1] == "."
        assert (result.action is None) == (result.answer is Answer.OK)
        assert (result.owner is None) == (result.action is None)
        for text in filter(None, (result.sentence, result.action)):
            assert text[0] in string.ascii_uppercase + "“"
            assert "{" not in text


@each_pc
def test_an_answer_that_is_sent_away_names_nobody(path: Path) -> None:
    pc = DescribedPc.load(path)
    processes = pc.description.processes or []
    windows = [title for process in processes for title in titles(process)]
    people = [p.owner.rpartition("\\")[2] for p in processes if p.owner]
    companies = [title.split(" - QuickBooks")[0] for title in windows if " - QuickBooks" in title]
    for result in checked_as_expected(pc).results:
        masked = result.masked()
        text = " ".join((masked.sentence, masked.action or "", *masked.evidence))
        if result.id in ("company_open", "quickbooks_dialog"):
            assert not [name for name in windows if name in text]
        assert not [name for name in (*people, *companies) if name in text]


def test_nothing_stands_in_the_way_on_the_sandboxs_pc() -> None:
    ours = application("Conductor Desktop Sandbox", "localhost")
    report = checked(DescribedPc.load(asset("pcs/sandbox.json")), application=ours)
    assert report.verdict is Answer.OK
    assert report.hidden == ()


def test_the_other_pc_of_the_sandbox_differs_by_the_question_that_waits() -> None:
    report = checked(DescribedPc.load(asset("pcs/dialog-waiting.json")))
    assert [r.id for r in report.results if r.answer is not Answer.OK] == ["quickbooks_dialog"]
    assert report.verdict is Answer.STOP


def test_the_third_pc_of_the_sandbox_differs_by_the_web_connector_that_is_closed() -> None:
    report = checked(DescribedPc.load(asset("pcs/web-connector-closed.json")))
    rows = [r.id for r in report.results if r.answer is not Answer.OK]
    assert rows == ["web_connector_running"]


def test_without_an_address_the_network_is_not_asked_about() -> None:
    report = checked(DescribedPc.load(asset("pcs/sandbox.json")), None)
    network = {check.id for check in CATALOGUE if check.on_the_network}
    assert {"network", "proxy", "network_security", "service_answers", "clock"} <= network
    assert not network & {*(result.id for result in report.results), *report.hidden}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Conductor Desktop Sandbox", Answer.OK), ("Somebody Else", Answer.LOOK)],
)
def test_our_own_application_is_looked_for_once_its_name_is_known(
    name: str, expected: Answer
) -> None:
    report = checked(DescribedPc.load(asset("pcs/sandbox.json")), None, application(name))
    assert [r.answer for r in report.results if r.id == "application_added"] == [expected]


def test_other_applications_are_counted_and_not_named() -> None:
    report = checked(DescribedPc.load(ALL_WELL), None, application("Ours"))
    assert "Example Sync" not in str(report)
