"""What the Connection screen says about reports and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.errors import InternalError, NotSetUp
from conductor_desktop.services.checks import CheckReport, Owner
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.services.connection.machine import step
from conductor_desktop.services.connection.schedule import proof_lasts
from conductor_desktop.services.connection.watch import Answered, Moment, PcSeen, Shown, Watch
from conductor_desktop.services.connection.words import connected, report_on
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.words import StateText
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.turns import whose_turn
from tests.ui.connection.fakes import NOW, last_known_good, proof, report, result

PROOF_IS_FRESH = proof_lasts(in_front=True)


def watched(answer: ConnectionReport, *, age: timedelta = timedelta()) -> StateText:
    """What is said of one answer, ``age`` later."""
    start = Watch.starting(Moment(0.0, NOW), seed=1)
    watch, _ = step(start, Shown(in_front=True), Moment(0.0, NOW))
    assert watch.asked is not None
    number = watch.asked.number
    watch, _ = step(watch, Answered(number, answer), Moment(0.0, NOW))
    return words.of_watch(watch, Moment(age.total_seconds(), NOW + age), "")


def test_only_a_fresh_proof_is_green() -> None:
    answers = [
        report(state, active=active, last_proof_at=at)
        for state in ConnectionState
        for active in (False, True)
        for at in (None, NOW - PROOF_IS_FRESH, NOW - timedelta(minutes=9))
    ]
    green = [answer for answer in answers if watched(answer).mark is Mark.OK]
    good = (ConnectionState.CONNECTED, ConnectionState.LAST_KNOWN_GOOD)
    assert {answer.state for answer in green} == set(good)
    assert all(answer.last_proof_at == NOW - timedelta(minutes=9) for answer in green)


def test_an_old_proof_is_not_green_any_more() -> None:
    just_young_enough = PROOF_IS_FRESH - timedelta(seconds=1)
    assert watched(proof(), age=just_young_enough).mark is Mark.OK
    old = watched(proof(), age=PROOF_IS_FRESH)
    assert (old.mark, old.headline) == (Mark.UNKNOWN, "Last known good 10 minutes ago")


def test_what_conductor_noted_a_moment_ago_is_told_as_what_it_is() -> None:
    noted = report(ConnectionState.LAST_KNOWN_GOOD, last_proof_at=NOW - timedelta(minutes=3))
    text = watched(noted)
    assert text.headline == "Connected to “Cedar & Finch”"
    assert text.explanation.startswith("QuickBooks answered through Conductor 3 minutes ago")


def test_the_setup_is_not_offered_where_something_simpler_is_likely() -> None:
    fine = result("web_connector_running", sentence="The Web Connector is running.")
    start = Watch.starting(Moment(0.0, NOW), seed=1)
    watch, _ = step(start, PcSeen(CheckReport.of((fine,))), Moment(0.0, NOW))
    watch, _ = step(watch, Shown(in_front=True), Moment(0.0, NOW))
    assert watch.asked is not None
    silent = report(ConnectionState.NOT_ACTIVE)
    watch, _ = step(watch, Answered(watch.asked.number, silent), Moment(0.0, NOW))
    text = words.of_watch(watch, Moment(0.0, NOW), "")
    assert text.steps[0].startswith("Auto-Run is off, if ")
    assert not text.offers_setup


def test_trouble_that_passes_by_itself_is_nobodys_turn_and_not_red_for_a_wait() -> None:
    too_many = Offline(OfflineKind.SERVER, details={"status": "429"})
    text = watched(report_on(too_many, active=False, at=NOW))
    assert text.mark is Mark.LOOK
    assert text.turn == "Whose turn: nobody’s. It passes by itself."


def test_nothing_is_said_to_be_of_now_that_has_grown_old() -> None:
    said = connected("Cedar & Finch")
    answer = replace(proof(), headline=said.headline, explanation=said.explanation)
    text = watched(answer, age=timedelta(minutes=9))
    assert "just now" not in text.explanation
    assert text.proof.startswith("Last proven 9 minutes ago")


def test_a_connection_that_was_removed_is_broken_and_not_merely_unknown() -> None:
    gone = report(ConnectionState.NOT_SET_UP, code="RESOURCE_MISSING")
    assert watched(gone).mark is Mark.STOP
    assert watched(report(ConnectionState.NOT_SET_UP)).mark is Mark.UNKNOWN


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        (ConnectionState.NOT_SET_UP, Mark.UNKNOWN),
        (ConnectionState.STARTED, Mark.LOOK),
        (ConnectionState.LAST_KNOWN_GOOD, Mark.UNKNOWN),
        (ConnectionState.NOT_ACTIVE, Mark.STOP),
        (ConnectionState.NEEDS_ATTENTION, Mark.STOP),
        (ConnectionState.BUSY, Mark.LOOK),
        (ConnectionState.OFFLINE, Mark.STOP),
        (ConnectionState.KEY_PROBLEM, Mark.STOP),
        (ConnectionState.UNKNOWN, Mark.UNKNOWN),
    ],
)
def test_every_other_state_has_its_mark(state: ConnectionState, mark: Mark) -> None:
    assert words.of_report(report(state), NOW, "").mark is mark


def test_the_proof_says_when_who_and_how_fast() -> None:
    text = words.of_report(proof(), NOW + timedelta(minutes=2), "")
    assert text.proof == "Last proven 2 minutes ago: Cedar & Finch answered in 0.4 s"


def test_an_older_proof_says_when_and_who() -> None:
    text = words.of_report(last_known_good(), NOW, "")
    assert text.proof == "Last proven 12 minutes ago: Cedar & Finch answered"


def test_the_time_of_a_failed_question_is_not_told_as_the_time_of_the_proof() -> None:
    failed = report(ConnectionState.NEEDS_ATTENTION, active=True, last_proof_at=NOW, seconds=61.0)
    assert words.of_report(failed, NOW, "").proof == (
        "Last proven just now: Cedar & Finch answered"
    )


def test_nothing_is_called_proven_that_never_was() -> None:
    assert words.of_report(report(ConnectionState.STARTED), NOW, "").proof == ""


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        (None, ""),
        (Owner.YOU, "Whose turn: you"),
        (Owner.QUICKBOOKS_ADMIN, "Whose turn: whoever has the QuickBooks Admin password"),
        (Owner.IT, "Whose turn: whoever looks after this PC"),
        (Owner.VENDOR, "Whose turn: Acme Field Service"),
    ],
)
def test_it_is_said_whose_turn_it_is(owner: Owner | None, said: str) -> None:
    assert whose_turn(owner, "Acme Field Service") == said


def test_a_vendor_without_a_name_is_still_somebody() -> None:
    assert whose_turn(Owner.VENDOR) == "Whose turn: your software vendor"


def test_setup_is_offered_where_it_helps() -> None:
    offering = {
        state for state in ConnectionState if words.of_report(report(state), NOW, "").offers_setup
    }
    assert offering == {
        ConnectionState.NOT_SET_UP,
        ConnectionState.STARTED,
        ConnectionState.NOT_ACTIVE,
        ConnectionState.KEY_PROBLEM,
    }


def test_details_for_support_leave_out_what_is_not_there() -> None:
    details = words.of_report(
        report(ConnectionState.OFFLINE, request_id=None, code="QBD_TIMEOUT"), NOW, ""
    ).details
    assert details == (
        ("State", "offline"),
        ("Checked at", "2026-03-04 09:05:00 UTC"),
        ("Code", "QBD_TIMEOUT"),
    )


def test_what_is_copied_for_support_is_what_the_card_says() -> None:
    contested = report(
        ConnectionState.NEEDS_ATTENTION,
        owner=Owner.YOU,
        code="0x8004041B",
        steps=("Wait.", "Try again."),
        if_that_fails=("Allow it.",),
    )
    assert words.for_support(words.of_report(contested, NOW, "")) == (
        "Headline of needs_attention\n"
        "What it means.\n"
        "What to do.\n"
        "Whose turn: you\n"
        "\n"
        "1. Wait.\n"
        "2. Try again.\n"
        "\n"
        "If that did not help:\n"
        "3. Allow it.\n"
        "\n"
        "State: needs_attention\n"
        "Checked at: 2026-03-04 09:05:00 UTC\n"
        "Request ID: req_123\n"
        "Code: 0x8004041B"
    )


def test_nothing_is_copied_that_the_card_does_not_say() -> None:
    assert words.for_support(words.LOOKING) == "Looking at the connection…"


def test_an_error_says_its_own_words() -> None:
    text = words.of_error(InternalError())
    assert text.headline == "Something went wrong inside the app"
    assert text.mark is Mark.STOP
    assert not text.offers_setup


def test_not_set_up_is_no_failure_and_leads_to_the_setup() -> None:
    text = words.of_error(NotSetUp())
    assert text.mark is Mark.UNKNOWN
    assert text.offers_setup


def test_without_access_it_is_said_who_can_tell() -> None:
    text = words.of_no_access("Acme Field Service")
    assert not text.can_ask
    assert "Acme Field Service can see it" in text.explanation
    assert text.next_step.startswith("Ask Acme Field Service")
    assert text.turn == "Whose turn: Acme Field Service"
    assert "Your software vendor can see it" in words.of_no_access("").explanation


def test_asking_counts_the_seconds_and_admits_when_it_takes_long() -> None:
    text = words.of_asking(12, None)
    assert f"{text.headline}. {text.explanation}" == (
        "Asking QuickBooks… 12 s. This can take up to 60 seconds."
    )
    assert words.of_asking(61, None).explanation.startswith("This is taking longer than usual.")
