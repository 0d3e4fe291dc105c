"""Times the way a person says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conductor_desktop.services import moments

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
    ],
)
def test_short_times_are_counted(passed: timedelta, said: str) -> None:
    assert moments.ago(NOW - passed, NOW) == said


def test_long_times_and_a_clock_that_jumped_give_the_local_date() -> None:
    then = NOW - timedelta(days=1)
    local = then.astimezone()
    date = f"on {local.day} March 2026 at {local:%H:%M}"
    assert moments.ago(then, NOW) == date
    assert moments.ago(then, then - timedelta(hours=5)) == date


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=0.2), "every second"),
        (timedelta(seconds=30), "every 30 seconds"),
        (timedelta(seconds=61), "every minute"),
        (timedelta(minutes=9, seconds=58), "every 10 minutes"),
        (timedelta(minutes=60), "every hour"),
        (timedelta(hours=24), "every day"),
        (timedelta(days=7), "every 7 days"),
    ],
)
def test_how_often_is_said_in_the_unit_that_fits(gap: timedelta, said: str) -> None:
    assert moments.every(gap) == said
