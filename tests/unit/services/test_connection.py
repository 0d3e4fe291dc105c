"""What is said about the connection, whose turn it is, and when it may be called green."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    CursorLost,
    EndUserNotFound,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.models import Company, IntegrationConnection
from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Certainty
from conductor_desktop.secret import Secret
from conductor_desktop.services.checks import Owner
from conductor_desktop.services.checks.network_words import FAILURES
from conductor_desktop.services.connection import (
    ConnectionReport,
    ConnectionService,
    ConnectionState,
    Proof,
)
from conductor_desktop.work import Cancelled, CancelToken
from conductor_desktop.workstation.reach import Outcome
from tests.helpers.given_conductor import (
    EARLIER,
    MUCH_EARLIER,
    NOW,
    GivenConductor,
    connection,
)
from tests.helpers.stub_server import Answer, StubServer, reply, reply_error, reply_json


def service(conductor: GivenConductor, last_proof: Proof | None = None) -> ConnectionService:
    return ConnectionService(conductor, "end_usr_1", last_proof, now=lambda: NOW)


def passive(conductor: GivenConductor, last_proof: Proof | None = None) -> ConnectionReport:
    return service(conductor, last_proof).passive(CancelToken())


def active(conductor: GivenConductor, last_proof: Proof | None = None) -> ConnectionReport:
    return service(conductor, last_proof).active(CancelToken())


# ---- without asking QuickBooks


@pytest.mark.parametrize(
    ("rows", "state", "owner", "proof_at"),
    [
        ((), ConnectionState.NOT_SET_UP, Owner.YOU, None),
        ((connection(None),), ConnectionState.STARTED, Owner.YOU, None),
        ((connection(EARLIER),), ConnectionState.LAST_KNOWN_GOOD, None, EARLIER),
        (
            (connection(None), connection(MUCH_EARLIER), connection(EARLIER)),
            ConnectionState.LAST_KNOWN_GOOD,
            None,
            EARLIER,
        ),
    ],
)
def test_conductors_notes_say_how_far_it_came_but_never_green(
    rows: tuple[IntegrationConnection, ...],
    state: ConnectionState,
    owner: Owner | None,
    proof_at: datetime | None,
) -> None:
    conductor = GivenConductor(rows=rows)
    report = passive(conductor)
    assert (report.state, report.owner, report.last_proof_at) == (state, owner, proof_at)
    assert report.state is not ConnectionState.CONNECTED
    assert not report.active
    assert report.request_id == "req_of_the_user"
    assert report.checked_at == NOW
    assert conductor.asked == ["end user"]


def test_last_known_good_says_when() -> None:
    local = EARLIER.astimezone()
    explanation = passive(GivenConductor(rows=(connection(EARLIER),))).explanation
    assert f"{local.day} {local:%B %Y} at {local:%H:%M}" in explanation


@pytest.mark.parametrize(
    ("own", "noted", "shown"), [(EARLIER, MUCH_EARLIER, EARLIER), (MUCH_EARLIER, EARLIER, EARLIER)]
)
def test_the_newest_proof_counts_and_the_company_stays(
    own: datetime, noted: datetime, shown: datetime
) -> None:
    report = passive(GivenConductor(rows=(connection(noted),)), Proof("Acme", own))
    assert (report.last_proof_at, report.company) == (shown, "Acme")


def test_being_offline_does_not_forget_the_last_proof() -> None:
    conductor = GivenConductor(end_user=Offline(OfflineKind.NO_NETWORK))
    report = passive(conductor, Proof("Acme", EARLIER))
    assert report.state is ConnectionState.OFFLINE
    assert (report.last_proof_at, report.company) == (EARLIER, "Acme")


# ---- asking QuickBooks


def test_an_answer_of_quickbooks_itself_is_proof() -> None:
    asker = service(GivenConductor())
    report = asker.active(CancelToken())
    assert report.state is ConnectionState.CONNECTED
    assert (report.company, report.last_proof_at, report.owner) == ("Acme", NOW, None)
    assert (report.request_id, report.seconds, report.active) == ("req_of_the_check", 1.5, True)
    assert "Acme" in report.headline
    assert asker.last_proof == Proof("Acme", NOW)


def test_while_invoices_are_read_their_answers_are_the_proof() -> None:
    conductor, kept = GivenConductor(), list[Proof]()
    just_now = NOW - timedelta(seconds=3)
    asker = ConnectionService(
        conductor,
        "end_usr_1",
        Proof("Acme", EARLIER),
        now=lambda: NOW,
        remember=kept.append,
        answering=lambda: just_now,
    )
    report = asker.active(CancelToken())
    assert conductor.asked == []  # it would have had to wait for the last page
    assert (report.state, report.active) == (ConnectionState.CONNECTED, True)
    assert (report.company, report.last_proof_at) == ("Acme", just_now)
    assert report.explanation.endswith("invoices are being read just now.")
    assert kept == [Proof("Acme", just_now)]


@pytest.mark.parametrize(
    ("known", "answered"),
    [
        (None, NOW),
        (Proof(None, EARLIER), NOW),
        (Proof("Acme", EARLIER), NOW - timedelta(seconds=61)),
        (Proof("Acme", EARLIER), None),
    ],
    ids=["no company known", "no name known", "stuck for a minute", "nothing is read"],
)
def test_a_check_really_asks_where_reading_proves_too_little(
    known: Proof | None, answered: datetime | None
) -> None:
    conductor = GivenConductor()
    asker = ConnectionService(
        conductor, "end_usr_1", known, now=lambda: NOW, answering=lambda: answered
    )
    assert asker.active(CancelToken()).last_proof_at == NOW
    assert conductor.asked[0] == "health"


@pytest.mark.parametrize(
    "books", [Company(is_sample_company_file=False), QuickBooksProblem("0x80040414")]
)
def test_without_a_company_name_it_is_still_proof(books: Company | Exception) -> None:
    report = active(GivenConductor(books=books))
    assert report.state is ConnectionState.CONNECTED
    assert report.headline == "Connected"
    assert (report.company, report.last_proof_at) == (None, NOW)


def test_a_name_that_cannot_be_read_now_is_the_one_known_before() -> None:
    books = QuickBooksTimeout("QuickBooks went to sleep.")
    report = active(GivenConductor(books=books), Proof("Acme", EARLIER))
    assert (report.company, report.last_proof_at) == ("Acme", NOW)
    assert "QuickBooks went to sleep." in report.explanation


def test_after_a_failed_check_nothing_else_is_asked_and_nothing_is_proven() -> None:
    conductor = GivenConductor(health=QuickBooksTimeout())
    report = active(conductor, Proof("Acme", EARLIER))
    assert conductor.asked == ["health"]
    assert (report.last_proof_at, report.active) == (EARLIER, True)


STATES: list[tuple[ConductorError, ConnectionState, Owner | None]] = [
    (Offline(OfflineKind.NO_NETWORK), ConnectionState.OFFLINE, Owner.YOU),
    (Offline(OfflineKind.DNS), ConnectionState.OFFLINE, Owner.YOU),
    (Offline(OfflineKind.SIGN_IN_PAGE), ConnectionState.OFFLINE, Owner.YOU),
    (Offline(OfflineKind.TLS), ConnectionState.OFFLINE, Owner.IT),
    (ClockWrong(86_400.0), ConnectionState.OFFLINE, Owner.YOU),
    (Offline(OfflineKind.PROXY), ConnectionState.OFFLINE, Owner.IT),
    (Offline(OfflineKind.SERVER), ConnectionState.OFFLINE, None),
    (Offline(OfflineKind.TIMEOUT), ConnectionState.OFFLINE, None),
    (KeyRejected(), ConnectionState.KEY_PROBLEM, Owner.VENDOR),
    (ConnectionNotSetUp(), ConnectionState.NOT_SET_UP, Owner.YOU),
    (EndUserNotFound(), ConnectionState.NOT_SET_UP, Owner.VENDOR),
    (ConnectionNotActive(), ConnectionState.NOT_ACTIVE, Owner.YOU),
    (QuickBooksTimeout(), ConnectionState.BUSY, Owner.YOU),
    (QuickBooksProblem("0x80040424"), ConnectionState.BUSY, None),
    (QuickBooksProblem("0x8004041B"), ConnectionState.BUSY, Owner.YOU),
    (QuickBooksProblem("0x80040414"), ConnectionState.NEEDS_ATTENTION, Owner.YOU),
    (QuickBooksProblem("0x8004040A"), ConnectionState.NEEDS_ATTENTION, Owner.YOU),
    (QuickBooksProblem("0x80040408"), ConnectionState.NEEDS_ATTENTION, Owner.YOU),
    (QuickBooksProblem("0x80040420"), ConnectionState.NEEDS_ATTENTION, Owner.QUICKBOOKS_ADMIN),
    (QuickBooksProblem("0x8004041A"), ConnectionState.NEEDS_ATTENTION, Owner.QUICKBOOKS_ADMIN),
    (QuickBooksProblem("0x80040154"), ConnectionState.NEEDS_ATTENTION, Owner.IT),
    (QuickBooksProblem(None), ConnectionState.NEEDS_ATTENTION, Owner.YOU),
    (RequestRefused(), ConnectionState.UNKNOWN, Owner.VENDOR),
    (UnexpectedAnswer("it is garbled"), ConnectionState.UNKNOWN, Owner.VENDOR),
    (CursorLost(), ConnectionState.UNKNOWN, Owner.YOU),
]


@pytest.mark.parametrize(("error", "state", "owner"), STATES)
@pytest.mark.parametrize("asks_quickbooks", [True, False])
def test_every_failure_is_a_report_with_its_own_words(
    error: ConductorError, state: ConnectionState, owner: Owner | None, asks_quickbooks: bool
) -> None:
    if asks_quickbooks:
        report = active(GivenConductor(health=error))
    else:
        report = passive(GivenConductor(end_user=error))
    assert (report.state, report.owner) == (state, owner)
    assert report.state is not ConnectionState.CONNECTED
    assert (report.headline, report.explanation, report.next_step) == (
        error.title,
        error.explanation,
        error.next_step,
    )
    assert report.active is asks_quickbooks


def test_each_state_but_green_ones_says_what_to_do() -> None:
    shown = [active(GivenConductor(health=error)) for error, _, _ in STATES]
    shown += [passive(GivenConductor(rows=rows)) for rows in ((), (connection(None),))]
    assert all(report.next_step.endswith(".") for report in shown)


class Unforeseen(Exception):
    """A bug."""


@pytest.mark.parametrize("error", [Cancelled(), Unforeseen()])
def test_cancelling_and_bugs_are_not_reports(error: Exception) -> None:
    with pytest.raises(type(error)):
        active(GivenConductor(books=error))


# ---- over real HTTP


def really_ask(*answers: Answer) -> ConnectionReport:
    with StubServer(answers) as server:
        client = ConductorClient(server.base_url, Secret("sk_1"))
        try:
            return ConnectionService(client, "end_usr_1").active(CancelToken())
        finally:
            client.close()


HEALTHY = reply_json({"status": "ok", "duration": 10})


def test_green_over_real_http() -> None:
    report = really_ask(HEALTHY, reply_json({"companyName": "Acme", "isSampleCompanyFile": False}))
    assert (report.state, report.company) == (ConnectionState.CONNECTED, "Acme")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (reply(b"<html>login</html>", content_type="text/html"), ConnectionState.OFFLINE),
        (reply_json({}), ConnectionState.UNKNOWN),
        (reply_json([]), ConnectionState.UNKNOWN),
        (reply_json({"status": "OK ", "duration": 1}), ConnectionState.UNKNOWN),
        (reply_json({"status": "degraded", "duration": 1}), ConnectionState.UNKNOWN),
        (reply(b"{", status=200), ConnectionState.UNKNOWN),
    ],
)
def test_200_alone_is_never_green(answer: Answer, state: ConnectionState) -> None:
    assert really_ask(answer).state is state


def test_quickbooks_own_code_and_the_request_id_reach_the_report() -> None:
    report = really_ask(
        reply_error(
            502,
            "INTEGRATION_CONNECTION_ERROR",
            "QBD_CONNECTION_ERROR",
            user_facing="Somebody left a window open.",
            integration_code="0x80040414",
        )
    )
    assert report.state is ConnectionState.NEEDS_ATTENTION
    assert report.headline == "A QuickBooks window is waiting"
    assert report.explanation == "Somebody left a window open."
    assert (report.code, report.request_id) == ("0x80040414", "req_of_the_envelope")


def test_without_a_code_of_quickbooks_conductors_own_is_shown() -> None:
    report = really_ask(
        reply_error(409, "INTEGRATION_CONNECTION_ERROR", "INTEGRATION_CONNECTION_NOT_ACTIVE")
    )
    assert report.code == "INTEGRATION_CONNECTION_NOT_ACTIVE"


def refused_with(code: str) -> ConnectionReport:
    return really_ask(
        reply_error(
            502,
            "INTEGRATION_CONNECTION_ERROR",
            "QBD_CONNECTION_ERROR",
            user_facing="It did not work.",
            integration_code=code,
        )
    )


@pytest.mark.parametrize("code", ["0x80040414", "0x8004041B", "0x80040420", "QBWC1039", "3260"])
def test_the_guides_steps_for_a_code_come_with_the_report(code: str) -> None:
    report, entry = refused_with(code), guide().entry(code)
    assert report.steps == entry.steps
    assert report.if_that_fails == entry.if_that_fails
    assert bool(report.if_that_fails) is (entry.certainty is Certainty.CONTESTED)


def test_a_code_that_the_guide_does_not_know_has_no_steps() -> None:
    report = refused_with("0x80049999")
    assert (report.code, report.steps, report.if_that_fails) == ("0x80049999", (), ())
    assert report.next_step


def test_what_has_no_code_has_no_steps() -> None:
    assert active(GivenConductor(health=Offline(OfflineKind.DNS))).steps == ()
    assert passive(GivenConductor(rows=(connection(EARLIER),))).steps == ()


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (OfflineKind.NO_NETWORK, Outcome.NO_NETWORK),
        (OfflineKind.DNS, Outcome.NO_NAME),
        (OfflineKind.TLS, Outcome.TLS),
        (OfflineKind.PROXY, Outcome.PROXY_REFUSED),
        (OfflineKind.SIGN_IN_PAGE, Outcome.SIGN_IN_PAGE),
    ],
)
def test_the_two_cards_of_the_screen_agree_whose_turn_it_is(
    kind: OfflineKind, outcome: Outcome
) -> None:
    report = active(GivenConductor(health=Offline(kind)))
    assert report.owner is FAILURES[outcome].owner
