"""A day is drawn in few parts, whatever happened in it, and no trouble is left out."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from conductor_desktop.services.history.outline import SLOTS, Stripe
from conductor_desktop.services.history.standing import Standing
from conductor_desktop.services.history.strip import midnight, strip
from conductor_desktop.storage.history.stretch import Stretch
from tests.unit.services.history.written import NINE, histories, history

UP, DOWN, UNKNOWN, ASLEEP = Standing


def drawn(*looks: tuple[str, float]) -> tuple[Stripe, ...]:
    """The day as it is drawn at midnight after it."""
    return strip(history(*looks), NINE + timedelta(hours=15), UTC, days=2)[0].stripes


def test_half_hours_from_midnight_to_midnight() -> None:
    assert drawn(("up", 90), ("asleep", 60), ("up", 30)) == (
        Stripe(UNKNOWN, 0, 18),
        Stripe(UP, 18, 21),
        Stripe(ASLEEP, 21, 23),
        Stripe(UP, 23, 24),
        Stripe(UNKNOWN, 24, 48),
    )


def test_a_second_of_trouble_is_drawn() -> None:
    assert Stripe(DOWN, 19, 20) in drawn(("up", 45), ("closed", 1 / 60), ("up", 60))


def test_without_trouble_a_part_is_drawn_as_it_was_for_the_most_part() -> None:
    assert drawn(("up", 20), ("asleep", 10))[1] == Stripe(UP, 18, 19)
    assert drawn(("up", 10), ("asleep", 20))[1] == Stripe(ASLEEP, 18, 19)


def test_of_today_the_rest_is_not_drawn() -> None:
    (today,) = strip(history(("up", 60)), NINE + timedelta(hours=1), UTC, days=1)
    assert today.stripes == (Stripe(UNKNOWN, 0, 18), Stripe(UP, 18, 20))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_on_which_the_clocks_change_is_drawn_to_its_end(day: date) -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = midnight(day, zone)
    stretches = history(("up", 60 * 25), start=start)
    whole = strip(stretches, datetime(2027, 1, 1, tzinfo=UTC), zone, days=300)
    (found,) = [one for one in whole if one.day == day]
    assert found.stripes == (Stripe(UP, 0, SLOTS),)


def test_thousands_of_changes_are_few_parts() -> None:
    assert len(drawn(*([("closed", 0.1), ("up", 0.1)] * 3000))) <= SLOTS


@settings(max_examples=100, deadline=None)
@given(histories)
def test_stripes_follow_each_other_and_hide_no_trouble(stretches: list[Stretch]) -> None:
    now = max([NINE, *(one.until for one in stretches)])
    for day in strip(stretches, now, UTC):
        edges = [0, *(stripe.last for stripe in day.stripes)]
        assert [stripe.first for stripe in day.stripes] == edges[:-1]
        assert edges[-1] <= SLOTS
        for one, after in itertools.pairwise(day.stripes):
            assert one.standing is not after.standing
        is_drawn_down = any(stripe.standing is DOWN for stripe in day.stripes)
        assert is_drawn_down is day.had_trouble
