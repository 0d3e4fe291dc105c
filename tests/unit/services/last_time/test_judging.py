"""How a run ended is told by what is left of it, and nobody is alarmed without proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conductor_desktop.services.last_time.judging import Care, Ending, LastTime, judge
from conductor_desktop.storage.crash_notes import Evidence
from conductor_desktop.storage.run_file import Ended, RunRecord, Trouble

BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
UP = 5_000.0
RUN = RunRecord(process=7, began=BEGAN, up_seconds=UP)
NOTHING, DIED, STILL = Evidence(False, False), Evidence(True, False), Evidence(False, True)


def seen(
    run: RunRecord, left: Evidence = NOTHING, *, later: float = 30.0, up: float | None = None
) -> LastTime:
    """What the next start finds, so many seconds later."""
    now = run.began.timestamp() + later
    return judge(run, left, now=now, up_seconds=run.up_seconds + later if up is None else up)


def test_a_first_start_knows_of_nothing() -> None:
    assert judge(None, NOTHING, now=0.0, up_seconds=0.0) == LastTime(Ending.UNKNOWN, 0, None)


@pytest.mark.parametrize(
    ("run", "left", "ending", "told"),
    [
        (replace(RUN, ended=Ended.QUIT), NOTHING, Ending.QUIT, None),
        (replace(RUN, ended=Ended.QUIT), DIED, Ending.QUIT, None),
        (replace(RUN, ended=Ended.ERROR), NOTHING, Ending.CRASHED, Trouble.CRASH),
        (RUN, DIED, Ending.CRASHED, Trouble.CRASH),
        (RUN, Evidence(True, True), Ending.CRASHED, Trouble.CRASH),
        (RUN, STILL, Ending.HUNG, Trouble.HANG),
        (RUN, NOTHING, Ending.CUT_OFF, None),
    ],
)
def test_each_end_has_its_proof(
    run: RunRecord, left: Evidence, ending: Ending, told: Trouble | None
) -> None:
    last = seen(run, left)
    assert (last.ending, last.untold) == (ending, told)


def test_a_pc_that_was_switched_on_since_has_ended_the_run_by_itself() -> None:
    assert seen(RUN, later=600.0, up=20.0).ending is Ending.POWER
    assert seen(RUN, later=60 * 60 * 24.0, up=UP + 60).ending is Ending.POWER
    assert seen(RUN, later=60 * 60 * 24.0).ending is Ending.CUT_OFF
    assert seen(RUN, DIED, later=600.0, up=20.0).ending is Ending.CRASHED  # it was seen to


def test_a_clock_that_was_set_is_held_against_nobody() -> None:
    assert seen(RUN, later=-60 * 60.0, up=UP + 30).ending is Ending.POWER
    assert seen(RUN, later=30.0 + 60 * 60, up=UP + 30).ending is Ending.POWER
    assert seen(RUN, later=40.0, up=UP + 30).ending is Ending.CUT_OFF  # it only drifts


def test_what_nobody_has_read_is_told_after_a_run_that_ended_well() -> None:
    started_out_of_sight = replace(RUN, ended=Ended.QUIT, untold=Trouble.CRASH)
    assert seen(started_out_of_sight).untold is Trouble.CRASH
    assert seen(replace(started_out_of_sight, untold=None)).untold is None


@pytest.mark.parametrize("left", [DIED, STILL, NOTHING])
def test_two_starts_in_a_row_that_failed_call_for_care(left: Evidence) -> None:
    first = seen(RUN, left)
    assert (first.failures, first.care(wanted=False)) == (1, Care.NONE)
    assert first.care(wanted=True) is Care.WANTED
    second = seen(replace(RUN, failures=first.failures), left)
    assert (second.failures, second.care(wanted=False)) == (2, Care.STARTS_FAIL)
    third = seen(replace(RUN, failures=second.failures), left)
    assert third.care(wanted=True) is Care.STARTS_FAIL


@pytest.mark.parametrize(
    "well",
    [
        replace(RUN, failures=2, ended=Ended.QUIT),
        replace(RUN, failures=2, settled=True),
        replace(RUN, failures=2, settled=True, ended=Ended.ERROR),
    ],
)
def test_a_run_that_ended_well_or_lasted_its_minute_is_no_start_that_failed(
    well: RunRecord,
) -> None:
    assert seen(well).failures == 0


def test_a_power_cut_neither_counts_nor_takes_back() -> None:
    assert seen(replace(RUN, failures=1), later=600.0, up=5.0).failures == 1
