"""Why a proof failed: the error's own words, or those of the cause that this PC shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
)
from conductor_desktop.errors import AppError, InvalidInput, Owner
from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.proof import NotFinished
from conductor_desktop.services.proof_failure import Failure, explained, failure_of
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.pcs import Pc, changed, checked

NOW = datetime(2025, 6, 18, 17, 30, tzinfo=UTC)


class LookedAt:
    """A PC that is as described; notes whether the way to Conductor was looked at, too."""

    def __init__(self, change: Callable[[Pc], object] = lambda _pc: None) -> None:
        self._report = checked(changed(change))
        self.ways: list[bool] = []

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport:
        cancel.raise_if_cancelled()
        self.ways.append(way)
        return self._report


def failed(error: AppError, change: Callable[[Pc], object] = lambda _pc: None) -> Failure:
    return explained(error, LookedAt(change), CancelToken(), NOW)


def with_a_question(pc: Pc) -> None:
    pc.main_window.update(usable=False)


def without_web_connector(pc: Pc) -> None:
    pc.drop("processes", "QBWebConnector.exe")


def test_what_this_pc_shows_is_told_with_the_click_that_helps() -> None:
    failure = failed(QuickBooksTimeout(), with_a_question)
    assert failure.title == "A QuickBooks window is waiting"
    assert failure.remedy is not None
    assert failure.remedy.bring_to_front
    assert failure.steps


def test_a_closed_web_connector_can_be_opened_from_here() -> None:
    failure = failed(ConnectionNotActive(), without_web_connector)
    assert failure.title == "The Web Connector is closed"
    assert failure.remedy is not None
    assert failure.remedy.web_connector


def test_what_is_sure_by_the_answer_alone_keeps_its_words() -> None:
    error = QuickBooksProblem(
        "0x80040420", "Somebody said No.", details={"integrationCode": "0x80040420"}
    )
    failure = failed(error)
    assert failure.explanation == "Somebody said No."
    assert failure.owner is Owner.QUICKBOOKS_ADMIN
    assert (failure.way_out, failure.way_helps_most) == (WayOut.CONNECT, False)
    assert failure.details == error.details


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (KeyRejected(), WayOut.WAY_IN),
        (EndUserNotFound(), WayOut.END_USER),
        (ConnectionNotSetUp(), WayOut.CONNECT),
        (NotFinished(was_opened=True, details={}), WayOut.CONNECT),
    ],
)
def test_the_step_that_mends_it_stays_the_first_button(error: ConductorError, way: WayOut) -> None:
    failure = failed(error, with_a_question)
    assert (failure.title, failure.explanation) == (error.title, error.explanation)
    assert (failure.way_out, failure.way_helps_most) == (way, True)
    assert failure.remedy is None


def test_nothing_proven_leaves_what_is_likely() -> None:
    failure = failed(QuickBooksTimeout())
    assert failure.title == QuickBooksTimeout().title
    assert failure.likely
    assert failure.steps
    assert not any("by itself" in suspect.next_step for suspect in failure.likely)


def test_one_waits_only_as_this_page_has_it() -> None:
    """Elsewhere it is looked at again by itself."""
    error = QuickBooksProblem("0x80040424", details={"integrationCode": "0x80040424"})
    failure = failed(error)
    for text in (failure.explanation, failure.next_step, *failure.steps):
        assert "by itself" not in text


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (Offline(OfflineKind.DNS), True),
        (ClockWrong(600.0), True),
        (QuickBooksTimeout(), False),
        (KeyRejected(), False),
    ],
)
def test_the_way_to_conductor_is_looked_at_only_where_it_got_stuck(
    error: ConductorError, way: bool
) -> None:
    pc = LookedAt()
    explained(error, pc, CancelToken(), NOW)
    assert pc.ways == [way]


@pytest.mark.parametrize(
    "error", [WrongCompany("Saltbush", "Big Co."), InvalidInput("Wrong", "It is.", "Mend it.")]
)
def test_what_has_nothing_to_do_with_the_connection_needs_no_look(error: AppError) -> None:
    pc = LookedAt(with_a_question)
    failure = explained(error, pc, CancelToken(), NOW)
    assert pc.ways == []
    assert failure == failure_of(error)
    assert failure.title == error.title


def test_another_company_is_named_to_be_accepted() -> None:
    assert failure_of(WrongCompany("Saltbush", "Big Co.")).company == "Saltbush"
    assert failure_of(WrongCompany("", "Big Co.")).company == ""
    assert failure_of(KeyRejected()).company is None


def test_it_can_be_stopped_while_this_pc_is_looked_at() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        explained(QuickBooksTimeout(), LookedAt(), token, NOW)
