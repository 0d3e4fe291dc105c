"""The days of the strip add up, whatever the calendar and the clock of the PC did."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.services.history.standing import Span, Standing, laid_out, standings
from conductor_desktop.services.history.strip import Day, midnight, share_of, strip
from conductor_desktop.storage.history.stretch import Stretch
from tests.unit.services.history.written import NINE, histories, history

UP, DOWN, UNKNOWN, ASLEEP = Standing
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Asia/Beirut",  # its clocks change at midnight
        "Australia/Lord_Howe",  # by half an hour
    )
]


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def told(spans: list[Span] | tuple[Span, ...]) -> list[tuple[Standing, float]]:
    """Each standing with its minutes."""
    return [(span.standing, span.length / timedelta(minutes=1)) for span in spans]


# ---- what counts as what


@pytest.mark.parametrize(
    ("look", "standing"),
    [
        ("up", UP),
        ("closed", DOWN),
        ("offline", DOWN),
        ("key", DOWN),
        ("slow", DOWN),
        ("asleep", ASLEEP),
        ("starting", UNKNOWN),
        ("old proof", UNKNOWN),
        ("once", UNKNOWN),
        ("busy", UNKNOWN),
        ("paused", UNKNOWN),
        ("of a newer version", DOWN),
    ],
)
def test_only_a_proof_is_up_and_only_certainty_is_down(look: str, standing: Standing) -> None:
    assert standings(history((look, 5))) == [standing]


def test_between_two_proofs_soon_after_each_other_it_was_up() -> None:
    assert standings(history(("up", 30), ("old proof", 15), ("up", 30))) == [UP, UP, UP]


@pytest.mark.parametrize(
    "looks",
    [
        [("up", 30), ("old proof", 61), ("up", 30)],
        [("up", 30), ("old proof", 15)],
        [("old proof", 15), ("up", 30)],
        [("up", 30), ("gone", 2), ("old proof", 15), ("up", 30)],
        [("up", 30), ("asleep", 2), ("old proof", 15), ("up", 30)],
        [("up", 30), ("clock", -20), ("old proof", 15), ("up", 30)],
    ],
)
def test_an_old_proof_is_otherwise_not_known_to_hold(looks: list[tuple[str, float]]) -> None:
    stretches = history(*looks)
    found = dict(zip((one.phase for one in stretches), standings(stretches), strict=True))
    assert found["degraded"] is UNKNOWN


def test_the_first_sign_of_an_outage_belongs_to_it() -> None:
    assert standings(history(("up", 9), ("once", 1), ("slow", 9))) == [UP, DOWN, DOWN]
    assert standings(history(("up", 9), ("once", 1), ("up", 9))) == [UP, UNKNOWN, UP]
    assert standings(history(("once", 1), ("gone", 5), ("slow", 9))) == [UNKNOWN, DOWN]


def test_where_the_clock_was_set_back_what_was_seen_later_counts() -> None:
    spans = laid_out(history(("up", 120), ("clock", -60), ("closed", 30)))
    assert told(spans) == [(UP, 60), (DOWN, 30), (UP, 30)]
    assert spans[0].begin == NINE


# ---- by day


def test_of_a_few_minutes_no_share_is_told() -> None:
    (few,) = strip(history(("up", 9), ("closed", 20)), at(1), UTC, days=1)
    assert few.share is None
    assert few.had_trouble
    (enough,) = strip(history(("up", 15), ("closed", 15)), at(1), UTC, days=1)
    assert enough.share == 0.5


def test_thirty_days_with_today_as_far_as_it_goes() -> None:
    days = strip([], at(3), UTC)
    assert [day.day for day in days] == [date(2026, 2, 3) + timedelta(days=n) for n in range(30)]
    assert days[-1].spans == (Span(UNKNOWN, at(-9), at(3)),)
    assert days[0].time(UNKNOWN) == timedelta(days=1)
    assert share_of(days) is None


def test_a_day_is_told_from_midnight_to_midnight() -> None:
    stretches = history(("up", 60 * 14), ("closed", 120), ("up", 60))  # until 2 in the night
    before, today = strip(stretches, at(20), UTC, days=2)
    assert told(before.spans) == [(UNKNOWN, 540), (UP, 840), (DOWN, 60)]
    assert told(today.spans) == [(DOWN, 60), (UP, 60), (UNKNOWN, 180)]
    assert (before.share, today.share) == (14 / 15, 0.5)
    assert share_of((before, today)) == 15 / 17


def test_time_asleep_or_unknown_is_no_down_time() -> None:
    (today,) = strip(history(("up", 60), ("asleep", 60), ("gone", 60), ("up", 60)), at(4), UTC, 1)
    assert today.share == 1.0
    assert today.time(ASLEEP) == timedelta(hours=1)
    assert not today.had_trouble


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 30), 24)]
)
def test_a_day_on_which_the_clocks_change_has_its_own_length(day: date, hours: int) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN) + timedelta(days=1)
    whole, _ = strip([], noon, BERLIN, days=2)
    assert whole.day == day
    assert whole.time(UNKNOWN) == timedelta(hours=hours)


def test_up_through_a_change_of_the_clocks_is_up_without_a_gap() -> None:
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    stretches = history(("up", 60 * 48), start=start)
    whole = strip(stretches, start + timedelta(days=2), BERLIN, days=2)[0]
    assert told(whole.spans) == [(UP, 23 * 60)]


def test_what_claims_to_be_in_the_future_is_not_shown() -> None:
    stretches = history(("up", 60), ("clock", 60 * 24), ("closed", 60), ("clock", -60 * 25))
    (today,) = strip(stretches, at(2), UTC, days=1)
    assert told(today.spans) == [(UNKNOWN, 540), (UP, 60), (UNKNOWN, 60)]


def test_at_midnight_today_has_no_time_yet() -> None:
    days = strip(history(("up", 60)), datetime(2026, 3, 5, tzinfo=UTC), UTC)
    assert days[-1] == Day(date(2026, 3, 5), (), ())
    assert days[-1].share is None


@settings(max_examples=150, deadline=None)
@given(
    histories,
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 3, 1)),  # noqa: DTZ001 - in UTC below
)
def test_days_follow_each_other_and_their_spans_fill_them(
    stretches: list[Stretch], zone: ZoneInfo, now: datetime
) -> None:
    now = now.replace(tzinfo=UTC)
    days = strip(stretches, now, zone)
    assert len(days) == 30
    assert days[-1].day == now.astimezone(zone).date()
    for day, after in itertools.pairwise(days):
        assert after.day - day.day == timedelta(days=1)
    for day in days:
        begin, end = midnight(day.day, zone), midnight(day.day + timedelta(days=1), zone)
        end = min(end, max(begin, now))
        assert sum((span.length for span in day.spans), timedelta()) == end - begin
        edges = [begin, *(span.end for span in day.spans)]
        assert [span.begin for span in day.spans] == edges[:-1]
        assert edges[-1] == end
        assert all(span.length > timedelta() for span in day.spans)
        for span, after_it in itertools.pairwise(day.spans):
            assert span.standing is not after_it.standing
        assert day.share is None or 0 <= day.share <= 1


@settings(max_examples=200, deadline=None)
@given(histories)
def test_laid_out_spans_are_in_order_and_the_newest_is_whole(stretches: list[Stretch]) -> None:
    spans = laid_out(stretches)
    for span, after in itertools.pairwise(spans):
        assert span.begin < span.end <= after.begin
    real = [one for one in stretches if one.until > one.began]
    if real:
        newest = real[-1]
        covered = sum(
            (
                min(span.end, newest.until) - max(span.begin, newest.began)
                for span in spans
                if span.end > newest.began and span.begin < newest.until
            ),
            timedelta(),
        )
        assert covered == newest.until - newest.began


@settings(max_examples=100, deadline=None)
@given(histories)
def test_all_that_was_watched_is_laid_out_and_nothing_else(stretches: list[Stretch]) -> None:
    real = [one for one in stretches if one.until > one.began]
    edges = sorted({edge for one in real for edge in (one.began, one.until)})
    spans = laid_out(stretches)
    for first, last in itertools.pairwise(edges):
        watched = any(one.began <= first and last <= one.until for one in real)
        laid = any(span.begin <= first and last <= span.end for span in spans)
        assert laid is watched
