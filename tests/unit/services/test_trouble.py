"""What an error means for the person who has to do something about it."""

from __future__ import annotations

import pytest

from conductor_desktop.conductor.errors import (
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    NotPermitted,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    UnexpectedAnswer,
)
from conductor_desktop.errors import AppError, InvalidInput, NotSetUp
from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Kind
from conductor_desktop.services.proof import NotFinished
from conductor_desktop.services.session import HeldByVendor
from conductor_desktop.services.trouble import trouble_of
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.services.wrong_company import WrongCompany

CODES = [entry.code for entry in guide().entries if entry.kind in (Kind.ACCESS, Kind.ANSWER)]


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (ConnectionNotSetUp(), WayOut.CONNECT),
        (NotFinished(was_opened=True, details={}), WayOut.CONNECT),
        (EndUserNotFound(), WayOut.END_USER),
        (KeyRejected(), WayOut.WAY_IN),
        (NotPermitted(), WayOut.WAY_IN),
        (NotSetUp(), WayOut.WAY_IN),
        (HeldByVendor("Acme"), WayOut.WAY_IN),
        (ConnectionNotActive(), None),
        (QuickBooksTimeout(), None),
        (Offline(OfflineKind.DNS), None),
        (UnexpectedAnswer("it is cut"), None),
        (WrongCompany("Saltbush", "Big Co."), None),
        (InvalidInput("Wrong", "It is.", "Put it right."), None),
    ],
)
def test_the_way_out_is_the_step_that_mends_it(error: AppError, way: WayOut | None) -> None:
    trouble = trouble_of(error)
    assert trouble.way_out is way
    assert trouble.way_helps_most is (way is not None)


def test_steps_that_lead_to_connect_come_with_the_way_there() -> None:
    for code in CODES:
        trouble = trouble_of(QuickBooksProblem(code))
        named = any("step “Connect”" in step for step in trouble.steps)
        assert (trouble.way_out is WayOut.CONNECT) is named, code


def test_a_no_in_quickbooks_is_mended_in_quickbooks_first() -> None:
    trouble = trouble_of(QuickBooksProblem("0x80040420"))
    assert trouble.way_out is WayOut.CONNECT
    assert not trouble.way_helps_most


def test_another_company_says_both_ways_on() -> None:
    one, other = trouble_of(WrongCompany("Saltbush", "Big Co.")).steps
    assert "“Big Co.”" in one
    assert "“Check again”" in one
    assert "“This is the right company”" in other


@pytest.mark.parametrize(
    ("company", "expected", "title", "said"),
    [
        ("Saltbush & Sons", "Big Co.", "Another company file is open", "“Saltbush & Sons”"),
        ("Big Co. LLC", "Big Co.", "Is this the right company?", "“Big Co. LLC”"),
        ("", "Big Co.", "Is this the right company?", "has no name"),
    ],
)
def test_a_company_that_may_be_the_right_one_is_asked_about(
    company: str, expected: str, title: str, said: str
) -> None:
    error = WrongCompany(company, expected)
    assert error.title == title
    assert said in error.explanation
    assert "“Big Co.”" in error.explanation
