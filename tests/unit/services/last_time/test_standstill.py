"""A standstill is counted by turns, so that neither sleep nor a debugger looks like one."""

from __future__ import annotations

import pytest

from conductor_desktop.services.last_time.standstill import (
    STANDSTILL_SECONDS,
    TURN_SECONDS,
    News,
    Standstill,
)


def turns(window: Standstill, *steps: tuple[int, float]) -> list[News]:
    return [window.see(beats, seconds) for beats, seconds in steps]


def still(count: int, beats: int = 1) -> list[tuple[int, float]]:
    return [(beats, TURN_SECONDS)] * count


MISSED = round(STANDSTILL_SECONDS / TURN_SECONDS)


def test_it_is_news_after_twenty_seconds_and_once() -> None:
    window = Standstill()
    assert turns(window, (1, TURN_SECONDS)) == [News.NONE]
    assert turns(window, *still(MISSED)) == [News.NONE] * (MISSED - 1) + [News.STANDS_STILL]
    assert window.is_still
    assert turns(window, *still(100)) == [News.NONE] * 100


def test_its_end_is_news_and_the_next_one_too() -> None:
    window = Standstill()
    turns(window, (1, TURN_SECONDS), *still(MISSED))
    assert turns(window, (2, TURN_SECONDS), (3, TURN_SECONDS)) == [News.GOES_ON, News.NONE]
    assert not window.is_still
    assert turns(window, *still(MISSED, 3))[-1] is News.STANDS_STILL


def test_a_window_that_is_heard_of_now_and_then_does_not_stand_still() -> None:
    window = Standstill()
    for beats in range(1, 50):
        assert News.STANDS_STILL not in turns(window, *still(MISSED, beats))


def test_a_start_that_never_comes_to_a_beat_is_one() -> None:
    assert turns(Standstill(), *still(MISSED, 0))[-1] is News.STANDS_STILL


@pytest.mark.parametrize("away", [3 * TURN_SECONDS, 30.0, 8 * 3600.0])
def test_whoever_counts_was_away_and_begins_anew(away: float) -> None:
    window = Standstill()
    turns(window, (1, TURN_SECONDS), *still(MISSED - 1))
    assert turns(window, (1, away)) == [News.WAS_AWAY]
    assert News.STANDS_STILL not in turns(window, *still(MISSED - 1))
    assert turns(window, *still(1)) == [News.STANDS_STILL]


def test_a_pc_that_slept_while_it_stood_still_changes_nothing() -> None:
    window = Standstill()
    turns(window, (1, TURN_SECONDS), *still(MISSED))
    turns(window, (1, 8 * 3600.0))
    assert window.is_still
    assert turns(window, (2, TURN_SECONDS)) == [News.GOES_ON]
