"""Cursors: constant, one way, and gone after ten seconds."""

from __future__ import annotations

import pytest

from conductor_desktop.sandbox.cursors import Cursors, Run
from conductor_desktop.sandbox.envelope import ApiError
from tests.helpers.sandbox import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def cursors(clock: SetClock) -> Cursors:
    return Cursors(clock, 10.0)


def first_page(cursors: Cursors, count: int = 10, limit: int = 4) -> tuple[Run, str]:
    run = Run("end_usr_1", range(count))
    run.take(limit)
    cursor = cursors.keep(run)
    assert cursor is not None
    return run, cursor


def test_each_page_is_the_next_one_and_the_cursor_stays_the_same(cursors: Cursors) -> None:
    _, cursor = first_page(cursors)
    run = cursors.resume(cursor, "end_usr_1")
    assert list(run.take(4)) == [4, 5, 6, 7]
    assert cursors.keep(run) == cursor
    run = cursors.resume(cursor, "end_usr_1")
    assert list(run.take(4)) == [8, 9]
    assert cursors.keep(run) is None


def test_a_finished_cursor_is_refused(cursors: Cursors) -> None:
    run, cursor = first_page(cursors)
    run.take(100)
    cursors.keep(run)
    with pytest.raises(ApiError) as refused:
        cursors.resume(cursor, "end_usr_1")
    assert refused.value.status == 400


def test_a_page_that_is_exactly_the_rest_ends_the_run(cursors: Cursors) -> None:
    run = Run("end_usr_1", range(4))
    run.take(4)
    assert cursors.keep(run) is None


def test_ten_seconds_are_enough_and_more_are_too_many(cursors: Cursors, clock: SetClock) -> None:
    _, cursor = first_page(cursors)
    clock.move(10.0)
    cursors.keep(cursors.resume(cursor, "end_usr_1"))
    clock.move(10.1)
    with pytest.raises(ApiError):
        cursors.resume(cursor, "end_usr_1")


def test_the_ten_seconds_start_anew_with_each_page(cursors: Cursors, clock: SetClock) -> None:
    _, cursor = first_page(cursors)
    for _ in range(3):
        clock.move(9.0)
        run = cursors.resume(cursor, "end_usr_1")
        run.take(1)
        assert cursors.keep(run) == cursor


def test_a_cursor_belongs_to_its_end_user(cursors: Cursors) -> None:
    _, cursor = first_page(cursors)
    with pytest.raises(ApiError):
        cursors.resume(cursor, "end_usr_2")


def test_two_runs_do_not_disturb_each_other(cursors: Cursors) -> None:
    _, one = first_page(cursors)
    _, other = first_page(cursors)
    assert one != other
    assert list(cursors.resume(one, "end_usr_1").take(2)) == [4, 5]
    assert list(cursors.resume(other, "end_usr_1").take(2)) == [4, 5]
