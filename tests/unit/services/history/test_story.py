"""Outages are told once each, from the first sign to the end, with what was wrong in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.report import Said
from conductor_desktop.services.history.story import Break, Ending, Event, Outage, Step, Why, told
from conductor_desktop.services.history.words import (
    clock,
    day_heading,
    day_of,
    sentence,
    shown_step,
    title_of,
)
from conductor_desktop.storage.history.stretch import Stretch
from tests.unit.services.history.written import NINE, histories, history

TODAY = date(2026, 3, 4)


def said(*looks: tuple[str, float], later: float = 0) -> list[str]:
    """The sentences of a history, told ``later`` minutes after its end."""
    return [sentence(event, UTC) for event in events(*looks, later=later)]


def events(*looks: tuple[str, float], later: float = 0) -> tuple[Event, ...]:
    stretches = history(*looks)
    now = NINE + timedelta(minutes=sum(minutes for _, minutes in looks) + later)
    return told(stretches, now)


def test_an_outage_is_told_with_how_it_went_on_and_how_long_it_took() -> None:
    assert said(("up", 2), ("closed", 15), ("password", 23), ("up", 30)) == [
        "09:02 QuickBooks is closed · 09:17 The password is missing or wrong · "
        "09:40 fixed, after 38 minutes"
    ]


def test_all_well_is_no_story() -> None:
    assert said(("starting", 1), ("up", 200), ("old proof", 300), ("up", 100)) == []


def test_it_is_still_so() -> None:
    assert said(("up", 2), ("closed", 15)) == ["09:02 QuickBooks is closed · still so"]


def test_what_went_wrong_once_is_told_as_that() -> None:
    (outage,) = events(("up", 2), ("once", 1), ("up", 9))
    assert isinstance(outage, Outage)
    assert not outage.is_certain
    assert sentence(outage, UTC) == (
        "09:02 QuickBooks did not answer in time · 09:03 worked again, after 1 minute"
    )


def test_a_cause_hidden_behind_another_meanwhile_is_not_told_again() -> None:
    assert said(("closed", 10), ("offline", 10), ("closed", 10), ("up", 1)) == [
        "09:00 QuickBooks is closed · 09:10 This PC is offline · 09:30 fixed, after 30 minutes"
    ]


def test_the_signs_of_a_cause_go_where_it_is_named_soon() -> None:
    assert said(("once", 1), ("slow", 5), ("closed", 10), ("up", 1)) == [
        "09:00 QuickBooks is closed · 09:16 fixed, after 16 minutes"
    ]
    assert said(("slow", 30), ("closed", 10), ("up", 1)) == [
        "09:00 QuickBooks did not answer in time · 09:30 QuickBooks is closed · "
        "09:40 fixed, after 40 minutes"
    ]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0x80040414", "A QuickBooks window is waiting (0x80040414)"),
        ("QBWC1040", "A QuickBooks window is waiting (QBWC1040)"),
        ("3260", "A QuickBooks window is waiting (3260)"),
        ("INTERNAL_ERROR", "A QuickBooks window is waiting"),
        (None, "A QuickBooks window is waiting"),
    ],
)
def test_whoever_reads_along_meets_no_code_but_those_of_quickbooks(
    code: str | None, shown: str
) -> None:
    assert shown_step(Step(NINE, "dialog_waiting", "REFUSED", code)) == shown


def test_the_code_is_told_for_support() -> None:
    stretches = [
        Stretch(one.key, one.profile, one.began, one.until, one.phase, one.cause, one.said, "0x1")
        for one in history(("closed", 10))
    ]
    (outage,) = told(stretches, NINE + timedelta(minutes=10))
    assert sentence(outage, UTC) == "09:00 QuickBooks is closed (0x1) · still so"


# ---- while nobody watched


def test_times_without_anybody_watching_are_told_and_short_ones_are_not() -> None:
    assert said(("up", 10), ("gone", 4), ("up", 10)) == []
    assert said(("up", 10), ("gone", 60), ("starting", 1), ("up", 10)) == [
        "09:10 to 10:10 Not watched, for 1 hour"
    ]
    assert said(("up", 10), ("asleep", 75), ("up", 10)) == [
        "09:10 to 10:25 This PC slept, for 1 hour 15 minutes"
    ]


def test_an_outage_that_was_over_when_it_was_looked_at_again() -> None:
    assert said(("closed", 10), ("gone", 60), ("starting", 1), ("up", 10)) == [
        "09:00 QuickBooks is closed · 10:11 found working again",
        "09:10 to 10:10 Not watched, for 1 hour",
    ]


def test_an_outage_that_goes_on_after_a_break_is_one() -> None:
    outage, _ = events(("closed", 10), ("gone", 60), ("starting", 1), ("closed", 9), ("up", 5))
    assert isinstance(outage, Outage)
    assert (outage.ending, outage.lasted) == (Ending.FIXED, timedelta(minutes=80))


def test_after_a_day_without_anybody_watching_it_is_another_outage() -> None:
    first, between, second = events(("closed", 10), ("gone", 60 * 25), ("closed", 9))
    assert isinstance(first, Outage)
    assert first.ending is Ending.NOT_SEEN
    assert isinstance(between, Break)
    assert isinstance(second, Outage)
    assert second.ending is Ending.LASTS


def test_nobody_knows_how_it_ended_when_nobody_watched_since() -> None:
    assert said(("closed", 10), later=60) == [
        "09:00 QuickBooks is closed · nobody saw how it ended"
    ]


def test_a_light_sleep_is_one() -> None:
    lightly = [("asleep", 40.0), ("up", 2.0), ("asleep", 1.0), ("old proof", 3.0)] * 5
    assert said(("up", 10), *lightly, ("asleep", 50), ("up", 9)) == [
        "09:10 to 13:50 This PC slept, for 4 hours 40 minutes"
    ]
    assert len(said(("asleep", 40), ("up", 6), ("asleep", 40))) == 2


def test_that_the_pc_slept_is_told_once() -> None:
    assert said(("up", 10), ("asleep", 60), ("slept", 3), ("up", 10)) == [
        "09:10 to 10:10 This PC slept, for 1 hour"
    ]
    assert len(said(("up", 10), ("asleep", 60), ("slept", 3), ("closed", 9), ("up", 10))) == 2


def test_without_a_proof_nothing_is_said_to_be_fixed() -> None:
    assert said(("closed", 10), ("old proof", 200)) == [
        "09:00 QuickBooks is closed · 09:10 no longer seen, after 10 minutes"
    ]
    assert said(("once", 1), ("old proof", 200)) == [
        "09:00 QuickBooks did not answer in time · 09:01 not seen again"
    ]
    assert said(("closed", 10), ("old proof", 61), ("up", 9)) == [
        "09:00 QuickBooks is closed · 09:10 no longer seen, after 10 minutes"
    ]


def test_a_proof_that_comes_soon_counts_for_the_time_before_it() -> None:
    assert said(("closed", 10), ("old proof", 20), ("up", 9)) == [
        "09:00 QuickBooks is closed · 09:30 fixed, after 30 minutes"
    ]


def test_what_comes_back_soon_is_the_same_outage_and_later_another() -> None:
    assert len(said(("closed", 10), ("old proof", 20), ("closed", 9), ("up", 9))) == 1
    assert said(("closed", 10), ("old proof", 90), ("closed", 9), ("up", 9)) == [
        "09:00 QuickBooks is closed · 09:10 no longer seen, after 10 minutes",
        "10:40 QuickBooks is closed · 10:49 fixed, after 9 minutes",
    ]


def test_what_was_gone_when_it_was_looked_at_again_has_no_length() -> None:
    assert said(("closed", 10), ("asleep", 60), ("old proof", 9))[0] == (
        "09:00 QuickBooks is closed · 10:10 no longer seen"
    )
    assert said(("closed", 10), ("old proof", 9), ("asleep", 60), ("starting", 1))[0] == (
        "09:00 QuickBooks is closed · 09:10 no longer seen, after 10 minutes"
    )


def test_a_pause_in_which_nobody_looks_hides_the_end() -> None:
    assert said(("closed", 10), ("paused", 30), ("up", 10)) == [
        "09:00 QuickBooks is closed · 09:40 found working again",
        "09:10 to 09:40 Watching was paused, for 30 minutes",
    ]


def test_after_a_while_in_which_nothing_was_known_the_end_is_one_that_was_found() -> None:
    assert said(("closed", 10), ("starting", 1), ("up", 10)) == [
        "09:00 QuickBooks is closed · 09:11 fixed, after 11 minutes"
    ]
    assert said(("closed", 10), ("starting", 60), ("up", 10)) == [
        "09:00 QuickBooks is closed · 10:10 found working again"
    ]


def test_a_clock_that_was_set_back_meanwhile_makes_no_length() -> None:
    assert said(("closed", 10), ("clock", -120), ("closed", 10), ("up", 5)) == [
        "09:00 QuickBooks is closed · 07:20 fixed"
    ]


# ---- in words


def test_the_end_on_another_day_has_its_date() -> None:
    assert said(("up", 60 * 14), ("closed", 120), ("up", 5)) == [
        "23:00 QuickBooks is closed · 5 March, 01:00 fixed, after 2 hours"
    ]


def test_another_year_is_named() -> None:
    assert day_heading(date(2025, 3, 4), TODAY) == "Tuesday 4 March 2025"
    assert day_heading(date(2026, 2, 4), TODAY) == "Wednesday 4 February"


def test_the_day_is_that_of_this_pc() -> None:
    (outage,) = events(("closed", 10))
    zone = datetime.now().astimezone().tzinfo
    assert day_of(outage) == NINE.astimezone(zone).date()
    assert clock(NINE, TODAY, UTC) == "09:00"


@pytest.mark.parametrize("cause", [str(cause.id) for cause in CAUSES])
def test_every_cause_has_a_title(cause: str) -> None:
    assert title_of(cause) == next(one.title for one in CAUSES if one.id == cause)


@pytest.mark.parametrize("one", Said, ids=lambda one: one.name)
def test_every_answer_has_a_title(one: Said) -> None:
    text = title_of(None, one.name)
    assert text[0].isupper()
    assert text.casefold() == one.value.casefold()


def test_what_a_newer_version_noted_is_told_as_something() -> None:
    assert title_of("moonlight") == title_of(None, "MOONLIGHT") == "The connection did not work"


# ---- whatever happened


@settings(max_examples=200, deadline=None)
@given(histories)
def test_every_trouble_is_in_exactly_one_outage(stretches: list[Stretch]) -> None:
    now = stretches[-1].until if stretches else NINE
    found = told(stretches, now)
    outages = [event for event in found if isinstance(event, Outage)]
    phases = ("action_needed", "offline", "auth_failed")
    certain = {one.cause for one in stretches if one.cause and one.phase in phases}
    assert certain <= {step.cause for one in outages for step in one.steps}
    for one in outages:
        names = [step.cause or step.said for step in one.steps]
        assert len(names) == len(set(names)) > 0
        assert one.lasted is None or one.lasted >= timedelta()
    assert sum(one.ending is Ending.LASTS for one in outages) <= 1
    assert all(sentence(event, UTC) for event in found)


@settings(max_examples=100, deadline=None)
@given(histories)
def test_a_history_that_goes_on_changes_only_the_last_outage(stretches: list[Stretch]) -> None:
    if not stretches:
        return
    now = stretches[-1].until
    before, after = told(stretches[:-1], now), told(stretches, now)
    endings = (Ending.FIXED, Ending.FOUND_WELL)
    closed = [
        one
        for one in before
        if (one.ending in endings if isinstance(one, Outage) else one.why is Why.NOT_WATCHED)
    ]
    assert [one for one in after if one in closed] == closed
