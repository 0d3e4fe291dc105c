"""Every described PC gets the answers its author expects, and answers a person can act on."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.services.checks import Answer, CheckReport, PcChecks
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc

PCS = sorted((Path(__file__).parents[1] / "workstation" / "pcs").glob("*.json"))
API = "https://api.conductor.is/v1"
each_pc = pytest.mark.parametrize("path", PCS, ids=lambda path: path.stem)


def report_of(pc: DescribedPc, api_url: str | None = API) -> CheckReport:
    return PcChecks(pc, api_url).run(lambda _result: None, CancelToken())


def test_the_described_pcs_are_there() -> None:
    assert len(PCS) >= 20


@each_pc
def test_the_answers_are_those_its_author_expects(path: Path) -> None:
    pc = DescribedPc.load(path)
    report = report_of(pc)
    assert {r.id: r.answer.value for r in report.results} == pc.description.expected
    assert sorted((*report.hidden, *pc.description.expected)) == sorted(c.id for c in CATALOGUE)


@each_pc
def test_every_answer_can_be_acted_on(path: Path) -> None:
    for result in report_of(DescribedPc.load(path)).results:
        assert result.sentence[-1] == "."
        assert (result.action is None) == (result.answer is Answer.OK)
        assert (result.owner is None) == (result.action is None)
        for text in filter(None, (result.sentence, result.action)):
            assert text[0] in string.ascii_uppercase + "“"
            assert "{" not in text
            assert not {"HKLM", "registry", "HTTP", "API", "TLS"} & set(text.split())


@each_pc
def test_an_answer_that_is_sent_away_names_nobody(path: Path) -> None:
    pc = DescribedPc.load(path)
    titles = [t for p in pc.description.processes or [] for t in p.windows or []]
    people = [p.owner for p in pc.description.processes or [] if p.owner]
    companies = [t.split(" - QuickBooks")[0] for t in titles if " - QuickBooks" in t]
    for result in report_of(pc).results:
        masked = result.masked()
        text = " ".join((masked.sentence, masked.action or "", *masked.evidence))
        if result.id == "company_open":
            assert not [name for name in titles if name in text]
        assert not [name for name in (*people, *companies) if name in text]


def test_nothing_stands_in_the_way_on_the_sandboxs_pc() -> None:
    report = report_of(DescribedPc.load(asset("pcs/sandbox.json")))
    assert report.verdict is Answer.OK
    assert report.hidden == ()


def test_without_an_address_the_network_is_not_asked_about() -> None:
    report = report_of(DescribedPc.load(asset("pcs/sandbox.json")), None)
    network = {check.id for check in CATALOGUE if check.on_the_network}
    assert network == {"conductor_reachable", "proxy", "clock"}
    assert not network & {*(result.id for result in report.results), *report.hidden}


@pytest.mark.parametrize(
    ("application", "expected"),
    [("Conductor Desktop Sandbox", Answer.OK), ("Somebody Else", Answer.LOOK)],
)
def test_our_own_application_is_looked_for_once_its_name_is_known(
    application: str, expected: Answer
) -> None:
    pc = DescribedPc.load(asset("pcs/sandbox.json"))
    report = PcChecks(pc, None, application).run(lambda _result: None, CancelToken())
    assert [r.answer for r in report.results if r.id == "application_added"] == [expected]


def test_other_applications_are_counted_and_not_named() -> None:
    pc = DescribedPc.load(PCS[0].parent / "ent24_64_ok.json")
    report = PcChecks(pc, None, "Ours").run(lambda _result: None, CancelToken())
    assert "Example Sync" not in str(report)
