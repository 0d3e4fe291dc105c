"""Each cause is found where it is, told in words a person can act on, and documented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from conductor_desktop.errors import Owner
from conductor_desktop.services.connection.cause import Cause, CauseId
from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.diagnosis import diagnose, proven_in
from conductor_desktop.services.connection.evidence import (
    CONDUCTOR_SAYS_FOR,
    PC_SAYS_FOR,
    Evidence,
    PcLook,
    weigh,
)
from conductor_desktop.services.connection.report import ConnectionState
from tests.helpers.given_conductor import NOW
from tests.unit.services.cause_table import ANSWERS, CASES, PCS, Case, answered
from tests.unit.services.causes_page import page

SECOND = timedelta(seconds=1)


def name_of(case: Case) -> str:
    return f"{case.pc}, {case.answer}{', woken' * case.has_woken}"


def found(case: Case) -> CauseId | tuple[CauseId, ...] | None:
    diagnosis = case.diagnosis
    if diagnosis.cause is not None:
        assert diagnosis.likely == ()
        return diagnosis.cause.id
    return tuple(suspect.id for suspect in diagnosis.likely) or None


def test_the_cause_is_the_expected_one() -> None:
    other = {name_of(case): found(case) for case in CASES if found(case) != case.expected}
    assert other == {}


def test_the_table_is_long_enough_and_uses_all_it_describes() -> None:
    assert len({(case.pc, case.answer, case.has_woken) for case in CASES}) == len(CASES) >= 60
    assert {case.pc for case in CASES} == set(PCS)
    assert {case.answer for case in CASES} == set(ANSWERS)


def test_every_cause_is_proven_somewhere_and_looked_for_once() -> None:
    proven = {case.expected for case in CASES if isinstance(case.expected, CauseId)}
    assert proven == set(CauseId)
    assert sorted(cause.id for cause in CAUSES) == sorted(CauseId)


def test_what_is_told_can_be_acted_on() -> None:
    for case in CASES:
        diagnosis = case.diagnosis
        for suspect in filter(None, (diagnosis.cause, *diagnosis.likely)):
            assert suspect.title[-1] != ".", name_of(case)
            for sentence in (suspect.explanation, suspect.next_step):
                assert sentence[0].isupper() or sentence[0] == "“", name_of(case)
                assert sentence[-1] == ".", name_of(case)
            assert suspect.told_by[-1] != ".", name_of(case)
            assert suspect.state is not ConnectionState.CONNECTED, name_of(case)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.id)
def test_every_cause_is_told_as_a_person_would(cause: Cause) -> None:
    assert len(cause.title.split()) <= 7
    assert cause.id not in cause.hides
    assert cause.owner in (*Owner, None)
    if cause.owner is None:
        assert not cause.steps
    for word in ("API", "EndUser", "JSON", "HTTP", "endpoint"):
        assert word not in f"{cause.title} {cause.explanation} {cause.next_step}"


def test_no_two_causes_hide_each_other() -> None:
    hides = {cause.id: cause.hides for cause in CAUSES}
    assert [(a, b) for a in CauseId for b in hides[a] if a in hides[b]] == []


def test_what_this_pc_shows_is_told_in_its_words_with_its_button() -> None:
    cause = Case("dialog", "worked 2 hours ago", None).diagnosis.cause
    assert cause is not None
    assert cause.explanation.startswith("QuickBooks’ window") or "waiting" in cause.explanation
    assert cause.remedy is not None
    assert cause.remedy.bring_to_front


def test_what_conductor_says_is_told_in_its_words_with_the_guides_steps() -> None:
    answer = answered("0x80040420")
    cause = diagnose(weigh(Evidence().with_answer(answer), NOW)).cause
    assert cause is not None
    assert (cause.title, cause.steps, cause.owner) == (answer.headline, answer.steps, answer.owner)
    assert cause.steps


def test_what_hides_behind_the_cause_is_named_and_not_told() -> None:
    diagnosis = Case("dialog, Web Connector closed", "not active", None).diagnosis
    assert diagnosis.cause is not None
    assert diagnosis.hidden == (CauseId.DIALOG_WAITING,)


def test_quickbooks_own_answer_is_newer_than_an_older_look_at_the_pc() -> None:
    case = Case("dialog", "works", None)
    pc = case.evidence.pc
    assert pc is not None
    before = PcLook(pc.report, NOW - SECOND)
    assert diagnose(weigh(Evidence(pc=before, quickbooks=answered("works")), NOW)).first is None
    assert case.diagnosis.first is not None  # and what was seen after it counts


@pytest.mark.parametrize(("late", "counts"), [(timedelta(), True), (SECOND, False)])
def test_an_old_look_at_the_pc_counts_no_more(late: timedelta, counts: bool) -> None:
    pc = Case("Web Connector closed", "works", None).evidence.pc
    assert pc is not None
    clues = weigh(Evidence(pc=pc), pc.at + PC_SAYS_FOR + late)
    assert bool(diagnose(clues).first) is counts


@pytest.mark.parametrize(("late", "counts"), [(timedelta(), True), (SECOND, False)])
def test_an_old_answer_counts_no_more(late: timedelta, counts: bool) -> None:
    evidence = Evidence().with_answer(answered("not active"))
    assert bool(diagnose(weigh(evidence, NOW + CONDUCTOR_SAYS_FOR + late)).first) is counts


def test_an_earlier_success_in_conductors_notes_is_no_news() -> None:
    refused = answered("0x80040414")
    notes = replace(answered("worked 2 hours ago"), checked_at=NOW + SECOND)
    evidence = Evidence().with_answer(refused).with_answer(notes)
    assert weigh(evidence, NOW + SECOND).answer == refused
    later = replace(notes, last_proof_at=NOW + SECOND)
    assert weigh(evidence.with_answer(later), NOW + SECOND).answer == later


def test_a_cause_that_quickbooks_has_disproved_is_left_out() -> None:
    clues = weigh(Case("Web Connector closed", "worked 2 hours ago", None).evidence, NOW)
    assert diagnose(clues, without=[CauseId.WEB_CONNECTOR_CLOSED]).first is None


def test_the_page_about_causes_says_what_the_app_does() -> None:
    written = (Path(__file__).parents[3] / "docs" / "causes.md").read_text("utf-8")
    assert written == page(), "make it anew: python -m tests.unit.services.causes_page"


def test_nothing_is_missed_by_looking_only_where_something_can_be() -> None:
    for case in CASES:
        clues = weigh(case.evidence, NOW)
        everywhere = {
            cause.id
            for cause in CAUSES
            if any(clue.find(clues) is not None for clue in cause.proven_by)
        }
        expected = frozenset() if clues.are_all_well else everywhere
        assert proven_in(clues) == expected, name_of(case)
        hinted = [
            cause.id
            for cause in CAUSES
            if any(clue.find(clues) is not None for clue in cause.hinted_by)
        ]
        diagnosis = diagnose(clues)
        if diagnosis.cause is None and not clues.are_all_well:
            assert [suspect.id for suspect in diagnosis.likely] == hinted[:2], name_of(case)


def test_nobody_at_this_very_pc_is_told_to_switch_it_on() -> None:
    closed = next(cause for cause in CAUSES if cause.id is CauseId.WEB_CONNECTOR_CLOSED)
    assert closed.steps
    assert not any(step.startswith("Switch on the PC") for step in closed.steps)
