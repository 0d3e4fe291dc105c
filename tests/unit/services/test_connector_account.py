"""What the log shows of our application lately, told from whole logs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.guide.book import guide
from conductor_desktop.services.connector_account import (
    Account,
    Ending,
    Rhythm,
    Trouble,
    account_of,
)
from conductor_desktop.workstation.web_connector_log.ending import read_end
from conductor_desktop.workstation.web_connector_log.events import Event, Kind
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.workstation.web_connector_logs import OURS, at

LOGS = Path(__file__).parent / "connector_logs"
MINUTES_5 = timedelta(minutes=5)


def account(name: str) -> Account:
    """Of the log in this file, which is on a described PC."""
    end = read_end(web_connector_pc(log=(LOGS / f"{name}.txt").read_text("utf-8")), OURS)
    assert end is not None
    return account_of(end.events, len(end.others))


def trouble(name: str) -> Trouble:
    found = account(name).trouble
    assert found is not None
    return found


def test_every_log_is_told_of() -> None:
    told = {name for table in (ENDINGS, TROUBLES, RHYTHMS) for name in table}
    assert told == {path.stem for path in LOGS.glob("*.txt")}


ENDINGS: dict[str, tuple[int | None, Ending | None]] = {
    "all_well": (606, Ending.FINE),
    "got_over": (606, Ending.FINE),
    "last_one_failed": (306, Ending.PROBLEM),
    "by_hand": (1206, Ending.FINE),
    "three_applications": (6, Ending.FINE),
    "broken_off": (301, Ending.NOT_YET),
    "held_up": (6, Ending.FINE),
    "nothing_told": (3, Ending.NOT_SEEN),
    "others_alone": (None, None),
    "no_header_no_start": (306, Ending.FINE),
    "empty_but_for_the_header": (None, None),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_when_it_came_by_and_how_that_ended(name: str) -> None:
    found, (seconds, ending) = account(name), ENDINGS[name]
    assert found.came_by == (None if seconds is None else at(seconds))
    assert found.ending is ending


TROUBLES: dict[str, tuple[Kind, tuple[str, ...], str]] = {
    "last_one_failed": (
        Kind.PROBLEM,
        ("QBWC1013", "0x80040414", "QBWC1031"),
        "0x80040414",
    ),
    "got_over": (
        Kind.PROBLEM,
        ("QBWC1013", "0x80040414"),
        "0x80040414",
    ),
    "password_refused": (Kind.PASSWORD_REFUSED, (), "QBWC1040"),
    "password_refused_by_code": (
        Kind.PASSWORD_REFUSED,
        ("QBWC1040",),
        "QBWC1040",
    ),
    "quickbooks_refused": (
        Kind.ACCESS_REFUSED,
        ("QBWC1013", "0x80040420"),
        "0x80040420",
    ),
    "service_unreachable": (
        Kind.VENDOR_UNREACHABLE,
        ("QBWC1012",),
        "QBWC1012",
    ),
    "unknown_code": (
        Kind.PROBLEM,
        ("QBWC9876",),
        "unknown-web-connector",
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_went_wrong_last_in_the_words_of_the_guide(name: str) -> None:
    found, (kind, codes, explained) = trouble(name), TROUBLES[name]
    assert (found.kind, found.codes) == (kind, codes)
    assert found.entry is guide().entry(explained)


@pytest.mark.parametrize("name", [name for name in TROUBLES if name != "got_over"])
def test_it_is_the_last_update_that_went_wrong(name: str) -> None:
    assert account(name).ending is Ending.PROBLEM


def test_what_later_updates_got_over_is_known_and_over() -> None:
    assert account("got_over").ending is Ending.FINE
    assert trouble("got_over").time == at(4)
    assert account("all_well").trouble is None


RHYTHMS: dict[str, tuple[Rhythm, timedelta | None]] = {
    "all_well": (Rhythm.BY_ITSELF, MINUTES_5),
    "by_hand": (Rhythm.BY_HAND, None),
    "auto_run_switched_off": (Rhythm.BY_HAND, None),
    "by_hand_in_between": (Rhythm.BY_ITSELF, MINUTES_5),
    "held_up": (Rhythm.BY_ITSELF, MINUTES_5),
    "two_days": (Rhythm.BY_ITSELF, MINUTES_5),
    "others_alone": (Rhythm.NOT_SEEN, None),
    "empty_but_for_the_header": (Rhythm.NOT_SEEN, None),
}


@pytest.mark.parametrize("name", RHYTHMS)
def test_whether_updates_come_by_themselves_and_how_often(name: str) -> None:
    found = account(name)
    assert (found.rhythm, found.gap) == RHYTHMS[name]


@pytest.mark.parametrize(
    ("name", "count"), [("all_well", 0), ("three_applications", 3), ("others_alone", 2)]
)
def test_other_applications_are_counted(name: str, count: int) -> None:
    assert account(name).others == count


def test_what_others_went_through_is_not_ours() -> None:
    assert account("three_applications").trouble is None


events = st.builds(
    Event,
    time=st.none() | st.integers(-5000, 5000).map(at),
    kind=st.sampled_from(Kind),
    code=st.sampled_from([None, "QBWC1013", "QBWC1031", "QBWC9876"]),
    hresult=st.sampled_from([None, "0x80040414", "0x80040420", "0x8FFFFFFF"]),
)


@settings(deadline=None, database=None)
@given(st.lists(events, max_size=20))
def test_whatever_happened_there_is_an_account(happened: Sequence[Event]) -> None:
    found = account_of(happened)
    if found.ending is Ending.PROBLEM:
        assert found.trouble is not None
    if found.ending is None:
        assert found.came_by is None
        assert found.trouble is None
    assert found.gap is None or found.gap > timedelta()
