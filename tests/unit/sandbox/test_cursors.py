"""Cursors: constant, one way, and gone after ten seconds."""

from __future__ import annotations

import pytest

from conductor_desktop.sandbox.cursors import Cursors, Run
from conductor_desktop.sandbox.envelope import ApiError
from tests.helpers.sandbox import SetClock

LIST = "/v1/quickbooks-desktop/invoices"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def cursors(clock: SetClock) -> Cursors:
    return Cursors(clock, 10.0)


def first_page(cursors: Cursors, count: int = 10, limit: int = 4) -> tuple[Run, str]:
    run = Run("end_usr_1", LIST, range(count))
    run.take(limit)
    cursor = cursors.keep(run)
    assert cursor is not None
    return run, cursor


def test_each_page_is_the_next_one_and_the_cursor_stays_the_same(cursors: Cursors) -> None:
    _, cursor = first_page(cursors)
    run = cursors.resume(cursor, "end_usr_1", LIST)
    assert list(run.take(4)) == [4, 5, 6, 7]
    assert cursors.keep(run) == cursor
    run = cursors.resume(cursor, "end_usr_1", LIST)
    assert list(run.take(4)) == [8, 9]
    assert cursors.keep(run) is None


def test_a_finished_cursor_is_refused(cursors: Cursors) -> None:
    run, cursor = first_page(cursors)
    run.take(100)
    cursors.keep(run)
    with pytest.raises(ApiError) as refused:
        cursors.resume(cursor, "end_usr_1", LIST)
    assert refused.value.status == 400


def test_a_page_that_is_exactly_the_rest_ends_the_run(cursors: Cursors) -> None:
    run = Run("end_usr_1", LIST, range(4))
    run.take(4)
    assert cursors.keep(run) is None


def test_ten_seconds_are_enough_and_more_are_too_many(cursors: Cursors, clock: SetClock) -> None:
    _, cursor = first_page(cursors)
    clock.move(10.0)
    cursors.keep(cursors.resume(cursor, "end_usr_1", LIST))
    clock.move(10.1)
    with pytest.raises(ApiError):
        cursors.resume(cursor, "end_usr_1", LIST)


def test_the_ten_seconds_start_anew_with_each_page(cursors: Cursors, clock: SetClock) -> None:
    _, cursor = first_page(cursors)
    for _ in range(3):
        clock.move(9.0)
        run = cursors.resume(cursor, "end_usr_1", LIST)
        run.take(1)
        assert cursors.keep(run) == cursor


def test_a_cursor_belongs_to_its_end_user(cursors: Cursors) -> None:
    _, cursor = first_page(cursors)
    with pytest.raises(ApiError):
        cursors.resume(cursor, "end_usr_2", LIST)


def test_two_runs_do_not_disturb_each_other(cursors: Cursors) -> None:
    _, one = first_page(cursors)
    _, other = first_page(cursors)
    assert one != other
    assert list(cursors.resume(one, "end_usr_1", LIST).take(2)) == [4, 5]
    assert list(cursors.resume(other, "end_usr_1", LIST).take(2)) == [4, 5]


def test_a_cursor_belongs_to_its_list(cursors: Cursors) -> None:
    _, cursor = first_page(cursors)
    with pytest.raises(ApiError):
        cursors.resume(cursor, "end_usr_1", "/v1/quickbooks-desktop/customers")


def test_runs_that_nobody_goes_on_with_are_forgotten(
    cursors: Cursors, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conductor_desktop.sandbox.cursors.MOST_RUNS", 3)
    one, two, three = (first_page(cursors)[1] for _ in range(3))
    cursors.keep(cursors.resume(one, "end_usr_1", LIST))
    first_page(cursors)
    with pytest.raises(ApiError):
        cursors.resume(two, "end_usr_1", LIST)
    for cursor in (one, three):
        assert cursors.resume(cursor, "end_usr_1", LIST)
