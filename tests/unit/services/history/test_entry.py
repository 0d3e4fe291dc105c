"""Entries are found by what they say, by what was wrong and by when, and are copied as text."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.services.history.day_words import day_text, share_text, summary
from conductor_desktop.services.history.entry import Entry, Wanted, as_text, fitting, titles_in
from conductor_desktop.services.history.story import told
from conductor_desktop.services.history.strip import strip
from tests.unit.services.history.written import NINE, histories, history

LOOKS = (
    ("closed", 60.0),
    ("up", 60.0 * 23),
    ("once", 1.0),
    ("up", 9.0),
    ("gone", 60.0 * 24),
    ("offline", 5.0),
    ("password", 5.0),
    ("up", 5.0),
)
NOW = NINE + timedelta(minutes=sum(minutes for _, minutes in LOOKS))


def entries(*looks: tuple[str, float]) -> list[Entry]:
    """The newest first, as they are shown."""
    return [Entry.of(event, UTC) for event in reversed(told(history(*looks), NOW))]


@pytest.fixture
def all_of_them() -> list[Entry]:
    return entries(*LOOKS)


def test_nothing_looked_for_finds_everything(all_of_them: list[Entry]) -> None:
    assert fitting(all_of_them, Wanted()) == all_of_them
    assert len(all_of_them) == 4


def test_trouble_is_what_certainly_did_not_work(all_of_them: list[Entry]) -> None:
    found = fitting(all_of_them, Wanted(trouble_only=True))
    assert [entry.titles[0] for entry in found] == ["This PC is offline", "QuickBooks is closed"]


def test_a_cause_is_found_wherever_in_an_outage_it_was(all_of_them: list[Entry]) -> None:
    titles = titles_in(all_of_them)
    assert titles == [
        "QuickBooks did not answer in time",
        "QuickBooks is closed",
        "The password is missing or wrong",
        "This PC is offline",
    ]
    for title in titles:
        (found,) = fitting(all_of_them, Wanted(title=title))
        assert title in found.titles


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 4),
        ("PASSWORD", 1),
        ("  not   watched ", 1),
        ("2026-03-06", 1),
        ("friday 6 march", 1),
        ("password_missing", 1),
        ("fixed, after", 2),
        ("moonlight", 0),
        (".*", 0),
    ],
)
def test_any_part_of_the_text_is_found(all_of_them: list[Entry], text: str, count: int) -> None:
    assert len(fitting(all_of_them, Wanted(text=text))) == count


def test_a_period_holds_what_reaches_into_it() -> None:
    all_of_them = entries(*LOOKS)
    first = all_of_them[-1]
    assert fitting(all_of_them, Wanted(since=NINE + timedelta(minutes=59)))[-1] == first
    later = fitting(all_of_them, Wanted(since=NINE + timedelta(minutes=61)))
    assert later == all_of_them[:-1]


def test_what_still_goes_on_is_in_every_period() -> None:
    (event,) = told(history(("closed", 60)), NINE + timedelta(minutes=60))
    entry = Entry.of(event, UTC)
    assert fitting([entry], Wanted(since=NINE + timedelta(days=40))) == [entry]


def test_entries_are_copied_under_their_days(all_of_them: list[Entry]) -> None:
    assert as_text(all_of_them, date(2026, 3, 6)) == (
        "Today, Friday 6 March\n"
        "09:10 This PC is offline · 09:15 The password is missing or wrong · "
        "09:20 fixed, after 10 minutes\n"
        "\n"
        "Yesterday, Thursday 5 March\n"
        "09:10 to 6 March, 09:10 Not watched, for 1 day\n"
        "09:00 QuickBooks did not answer in time · 09:01 worked again, after 1 minute\n"
        "\n"
        "Wednesday 4 March\n"
        "09:00 QuickBooks is closed · 10:00 fixed, after 1 hour"
    )
    assert as_text([], date(2026, 3, 6)) == ""


@settings(max_examples=60, deadline=None)
@given(histories, st.text(max_size=5))
def test_what_is_found_is_in_order_and_says_what_was_looked_for(
    stretches: list[object], text: str
) -> None:
    found_in = [Entry.of(event, UTC) for event in told(stretches, NOW)]  # type: ignore[arg-type]
    found = fitting(found_in, Wanted(text=text))
    assert found == [entry for entry in found_in if entry in found]
    wanted = " ".join(text.split()).casefold()
    assert all(wanted in entry.searched for entry in found)


# ---- days in words


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "not known"),
        (1.0, "100 %"),
        (0.99999, "99.9 %"),
        (0.973, "97.3 %"),
        (0.0, "0.0 %"),
        (0.0002, "under 0.1 %"),
    ],
)
def test_a_share_is_never_rounded_up(share: float | None, text: str) -> None:
    assert share_text(share) == text


def test_a_day_is_told_with_all_that_is_known_of_it() -> None:
    looks = (("up", 90.0), ("closed", 30.0), ("asleep", 60.0), ("up", 10.5))
    days = strip(history(*looks), NINE + timedelta(hours=4), UTC, days=2)
    before, today = (day_text(day, days[-1].day) for day in days)
    assert before == "Yesterday: not known 24 h."
    assert today == (
        "Today: up 77.0 % (1 h 40 min), down 30 min, asleep 1 h, not known 9 h 49 min."
    )


def test_a_day_that_was_all_down_or_has_not_begun() -> None:
    (down,) = strip(history(("closed", 60)), NINE + timedelta(minutes=60), UTC, days=1)
    assert day_text(down, down.day) == "Today: up 0.0 %, down 1 h, not known 9 h."
    empty = strip([], NINE.replace(hour=0), UTC, days=1)[0]
    assert day_text(empty, date(2027, 1, 1)) == "Wednesday 4 March 2026: not known."


def test_all_days_together_are_summed_up() -> None:
    assert summary(None) == "Not known yet"
    assert summary(0.5) == "Up 50.0 % of the known time"
