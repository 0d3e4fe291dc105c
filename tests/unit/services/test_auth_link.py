"""When a link stops working, told by a clock that may be wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conductor_desktop.services.auth_link import by_this_clock

EXPIRES = datetime(2025, 3, 4, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("skew", [3600.0, -3600.0, 5.0, -5.0])
def test_a_clock_that_is_off_shows_another_time_when_the_link_expires(skew: float) -> None:
    assert by_this_clock(EXPIRES, skew) == EXPIRES + timedelta(seconds=skew)


@pytest.mark.parametrize("skew", [None, 0.0, 0.9, 4.9, -0.9])
def test_what_whole_seconds_on_the_way_make_of_a_right_clock_changes_nothing(
    skew: float | None,
) -> None:
    assert by_this_clock(EXPIRES, skew) == EXPIRES


def test_a_link_for_ever_stays_one() -> None:
    for_ever = datetime.max.replace(tzinfo=UTC)
    assert by_this_clock(for_ever, 3600.0) == for_ever
