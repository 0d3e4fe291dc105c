"""``status`` as a person and as a script read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from conductor_desktop.cli.main import run
from conductor_desktop.cli.status import lines
from conductor_desktop.conductor.errors import ConductorError, KeyRejected, Offline, OfflineKind
from conductor_desktop.conductor.models import Company, EndUser, HealthCheck, IntegrationConnection
from conductor_desktop.errors import InvalidInput, NotSetUp
from conductor_desktop.services.checks import CheckReport, Owner, PcChecks
from conductor_desktop.services.connection import (
    AsksConductor,
    ConnectionReport,
    ConnectionService,
    ConnectionState,
    Said,
)
from conductor_desktop.services.connection.examination import Examination
from conductor_desktop.work import CancelToken
from tests.helpers.pcs import Pc, changed, checked_as_expected
from tests.unit.cli.stage import Stage, watched_stderr

NOW = datetime(2025, 6, 18, 17, 30, tzinfo=UTC)
REPORT = ConnectionReport(
    state=ConnectionState.CONNECTED,
    headline="Connected to “Ash & Elm”",
    explanation="QuickBooks answered.",
    next_step="There is nothing to do.",
    owner=None,
    checked_at=NOW,
    active=True,
    company="Ash & Elm",
    last_proof_at=NOW,
    request_id="req_1",
    seconds=1.23456,
    code=None,
    said=Said.WORKS,
)


class Reporting:
    """Stands in for the service and gives this report, whichever way it is asked."""

    def __init__(self, report: ConnectionReport) -> None:
        self.report = report
        self.asked: list[str] = []

    def passive(self, cancel: CancelToken) -> ConnectionReport:
        self.asked.append("passive")
        return self.report

    def active(self, cancel: CancelToken) -> ConnectionReport:
        self.asked.append("active")
        return self.report


class Looking:
    """Stands in for the PC checks, and gives the rows of a described PC."""

    def __init__(self, change: Callable[[Pc], object] = lambda _pc: None) -> None:
        self._report = checked_as_expected(changed(change))
        self.ways: list[bool] = []

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport:
        self.ways.append(way)
        return self._report


ALL_WELL = Looking()


def stage_with(service: object, pc: Looking = ALL_WELL) -> Stage:
    return Stage(
        connecting=lambda: cast("ConnectionService", service),
        checking=lambda: cast("PcChecks", pc),
    )


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ConnectionState.CONNECTED, 0),
        (ConnectionState.LAST_KNOWN_GOOD, 0),
        (ConnectionState.NOT_ACTIVE, 1),
        (ConnectionState.NEEDS_ATTENTION, 1),
        (ConnectionState.BUSY, 1),
        (ConnectionState.UNKNOWN, 1),
        (ConnectionState.OFFLINE, 3),
        (ConnectionState.KEY_PROBLEM, 4),
        (ConnectionState.NOT_SET_UP, 5),
        (ConnectionState.STARTED, 5),
    ],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_state_decides_the_exit_code(
    state: ConnectionState, code: int, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    stage = stage_with(Reporting(replace(REPORT, state=state)))
    assert run(["status", *options], stage.compose) == code
    printed = capsys.readouterr()
    assert printed.out
    assert printed.err == ""


def test_every_state_has_a_documented_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    run(["status", "--help"], Stage().compose)
    printed = capsys.readouterr().out
    words = printed.replace("last known good", "last_known_good").replace(",", " ").split()
    assert {state.value for state in ConnectionState} <= set(words)


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    owned = replace(
        REPORT,
        owner=Owner.QUICKBOOKS_ADMIN,
        code="0x80040420",
        steps=("Do this.", "Then that."),
        if_that_fails=("Or this.",),
    )
    run(["status", "--json"], stage_with(Reporting(owned)).compose)
    printed = json.loads(capsys.readouterr().out)
    evidence = printed.pop("evidence")
    assert evidence[0] == "QuickBooks, 0 s ago: QuickBooks answered (0x80040420)"
    assert all(line.startswith("This PC, 0 s ago: ") for line in evidence[1:])
    assert printed == {
        "state": "connected",
        "since": "2025-06-18T17:30:00.000Z",
        "cause": None,
        "likely": [],
        "company": "Ash & Elm",
        "lastProofAt": "2025-06-18T17:30:00.000Z",
        "requestId": "req_1",
        "headline": "Connected to “Ash & Elm”",
        "explanation": "QuickBooks answered.",
        "nextStep": "There is nothing to do.",
        "steps": ["Do this.", "Then that."],
        "ifThatFails": ["Or this."],
        "owner": "quickbooks_admin",
        "code": "0x80040420",
        "checkedAt": "2025-06-18T17:30:00.000Z",
        "active": True,
        "seconds": 1.235,
    }


def test_since_when_it_is_so_comes_from_the_running_app(
    capsys: pytest.CaptureFixture[str],
) -> None:
    down = replace(REPORT, state=ConnectionState.NOT_ACTIVE, said=Said.NOT_ACTIVE)
    stage = stage_with(Reporting(down))
    run(["status", "--json"], stage.compose)
    assert json.loads(capsys.readouterr().out)["since"] is None
    stage.since = NOW
    run(["status", "--json"], stage.compose)
    assert json.loads(capsys.readouterr().out)["since"] == "2025-06-18T17:30:00.000Z"


@pytest.mark.parametrize(("options", "way"), [([], "passive"), (["--active"], "active")])
def test_quickbooks_is_asked_only_when_told_to(options: list[str], way: str) -> None:
    service = Reporting(REPORT)
    run(["status", *options], stage_with(service).compose)
    assert service.asked == [way]


@pytest.mark.parametrize("active", [True, False])
def test_nothing_set_up_is_a_state_too(active: bool, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> ConnectionService:
        raise NotSetUp

    options = ["--active"] if active else []
    assert run(["status", "--json", *options], Stage(connecting=refuse).compose) == 5
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert answer["state"] == "not_set_up"
    assert answer["owner"] == "you"
    assert answer["nextStep"]
    assert answer["active"] is active
    assert (answer["company"], answer["lastProofAt"], answer["requestId"]) == (None, None, None)
    assert printed.err == ""


def test_nothing_set_up_is_told_to_a_person_with_the_way_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse() -> ConnectionService:
        raise NotSetUp

    assert run(["status"], Stage(connecting=refuse).compose) == 5
    assert capsys.readouterr().out.splitlines() == [
        "Not set up yet",
        "This PC has not been connected to Conductor yet.",
        "Do this:    Open Conductor Desktop and finish the guided setup.",
        "Whose turn: You",
    ]


def test_another_problem_on_the_way_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> ConnectionService:
        raise InvalidInput("Bad address", "It is no address.", "Give another.")

    assert run(["status", "--json"], Stage(connecting=refuse).compose) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Bad address. It is no address. Give another.\n"


class Answering:
    """Conductor as ``status`` meets it."""

    def __init__(self, error: ConductorError | None = None) -> None:
        self._error = error

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> object:
        return self._reply(
            EndUser(
                id=end_user_id,
                created_at=NOW,
                company_name="Ash & Elm",
                source_id="7",
                email="a@elm.example",
                integration_connections=(
                    IntegrationConnection(id="i", created_at=NOW, last_successful_request_at=NOW),
                ),
            )
        )

    def health_check(self, end_user_id: str, cancel: CancelToken) -> object:
        return self._reply(HealthCheck(status="ok", duration=12.0))

    def company(self, end_user_id: str, cancel: CancelToken) -> object:
        return self._reply(Company(is_sample_company_file=False, company_name="Ash & Elm"))

    def _reply(self, value: object) -> object:
        from conductor_desktop.conductor.client import Reply

        if self._error is not None:
            raise self._error
        return Reply(value, "req_7", 0.25)


def connected(error: ConductorError | None = None) -> Callable[[], ConnectionService]:
    return lambda: ConnectionService(cast("AsksConductor", Answering(error)), "end_usr_1")


@pytest.mark.parametrize(
    ("options", "error", "state", "code"),
    [
        ([], None, "last_known_good", 0),
        (["--active"], None, "connected", 0),
        ([], Offline(OfflineKind.DNS), "offline", 3),
        (["--active"], Offline(OfflineKind.SIGN_IN_PAGE), "offline", 3),
        (["--active"], KeyRejected(), "key_problem", 4),
    ],
)
def test_what_conductor_answers_is_the_state(
    options: list[str],
    error: ConductorError | None,
    state: str,
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stage = stage_with(connected(error)())
    assert run(["status", "--json", *options], stage.compose) == code
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] == state
    assert answer["active"] is bool(options)


def test_a_person_reads_whose_turn_it_is_and_what_support_will_ask_for() -> None:
    report = replace(
        REPORT,
        state=ConnectionState.NEEDS_ATTENTION,
        headline="A window is open in QuickBooks",
        next_step="Close it.",
        owner=Owner.QUICKBOOKS_ADMIN,
        code="0x8004041C",
        steps=("Look at it.", "Close it."),
        if_that_fails=("Restart.",),
    )
    local = NOW.astimezone()
    assert lines(Examination(report)) == [
        "A window is open in QuickBooks",
        "QuickBooks answered.",
        "Do this:    Close it.",
        "Whose turn: Your QuickBooks admin",
        "Step by step:",
        "  1. Look at it.",
        "  2. Close it.",
        "If that did not help:",
        "  3. Restart.",
        "Company:    Ash & Elm",
        f"Last proof: {local:%Y-%m-%d %H:%M}",
        "Code:       0x8004041C",
        "Request:    req_1",
    ]


def not_running(pc: Pc) -> None:
    pc.drop("processes", "QBWebConnector.exe")


def test_what_this_pc_shows_is_the_cause_and_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    # Conductor's notes alone would say that it worked a while ago.
    stage = stage_with(connected()(), Looking(not_running))
    assert run(["status", "--json"], stage.compose) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] == "not_active"
    assert answer["since"] is None
    assert answer["cause"]["id"] == "web_connector_closed"
    assert answer["cause"]["title"] == answer["headline"] == "The Web Connector is closed"
    assert answer["cause"]["owner"] == answer["owner"] == "you"
    assert answer["cause"]["steps"] == answer["steps"] != []
    assert answer["likely"] == []
    assert answer["lastProofAt"] is not None
    assert any("The Web Connector is not running." in line for line in answer["evidence"])


def test_what_is_only_likely_is_told_with_what_would_tell(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stage = stage_with(connected(Offline(OfflineKind.SERVER))())
    assert run(["status", "--json"], stage.compose) == 3
    answer = json.loads(capsys.readouterr().out)
    assert answer["cause"] is None
    assert [one["id"] for one in answer["likely"]] == ["blocked", "conductor_down"]
    assert all(one["toldBy"] for one in answer["likely"])
    assert run(["status"], stage.compose) == 3
    told = capsys.readouterr().out
    assert "Most likely:" in told
    assert "Whose turn: Your IT" in told
    assert "1. The network keeps Conductor out, if other websites open" in told.replace(
        "\n     ", " "
    )


@pytest.mark.parametrize(
    ("error", "ways"),
    [(None, [False]), (KeyRejected(), [False]), (Offline(OfflineKind.DNS), [False, True])],
)
def test_the_way_is_tried_only_where_a_question_got_stuck_on_it(
    error: ConductorError | None, ways: list[bool]
) -> None:
    pc = Looking()
    run(["status", "--json"], stage_with(connected(error)(), pc).compose)
    assert pc.ways == ways


def test_quickbooks_own_answer_counts_more_than_what_this_pc_shows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stage = stage_with(connected()(), Looking(not_running))
    assert run(["status", "--json", "--active"], stage.compose) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "connected"


def test_the_help_names_every_key_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(["status", "--help"], Stage().compose)
    told = set(capsys.readouterr().out.replace(",", " ").split())
    run(["status", "--json"], stage_with(Reporting(REPORT)).compose)
    assert set(json.loads(capsys.readouterr().out)) <= told


def test_what_is_not_known_has_no_line() -> None:
    bare = replace(REPORT, company=None, last_proof_at=None, request_id=None)
    assert lines(Examination(bare)) == [REPORT.headline, REPORT.explanation, REPORT.next_step]


def test_a_company_name_cannot_give_the_terminal_orders() -> None:
    hostile = "\x1b]0;owned\x07\x1b[31mred\nState: connected\u202e"
    text = "\n".join(lines(Examination(replace(REPORT, company=hostile, headline=hostile))))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert not any(line.startswith("State:") for line in text.splitlines())


def test_a_person_who_waits_is_told_that_it_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    with watched_stderr() as terminal:
        run(["status", "--active"], stage_with(Reporting(REPORT)).compose)
    assert "can take a minute" in terminal.getvalue()
    with watched_stderr() as terminal:
        run(["status"], stage_with(Reporting(REPORT)).compose)
    assert terminal.getvalue() == ""
