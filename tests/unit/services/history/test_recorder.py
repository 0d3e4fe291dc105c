"""The recorder writes a row for each change, none for what goes on, and loses no time it saw."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from conductor_desktop.services.connection.watch import Moment, Paused, Phase, Resumed, Watch
from conductor_desktop.services.history.recorder import ASLEEP, PAUSED, WRITE_SECONDS, Recorder
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName
from tests.unit.services.watched import Watched, random_event


class Recording:
    """A watched connection, and what a store holds of it by now."""

    def __init__(self) -> None:
        keys = itertools.count(1)
        self.recorder = Recorder(ProfileName.LIVE, lambda: next(keys))
        self.watched = Watched()
        self.store: dict[int, Stretch] = {}
        self.writes = 0
        self.see()

    def see(self) -> None:
        self.keep(self.recorder.see(self.watched.watch, self.watched.now))

    def keep(self, rows: tuple[Stretch, ...]) -> None:
        self.writes += bool(rows)
        self.store |= {row.key: row for row in rows}

    def passes(self, seconds: float) -> None:
        """Time goes by as it does while the PC is awake."""
        for _ in range(int(seconds // 15)):
            self.watched.passes(15.0)
            self.see()

    @property
    def looks(self) -> list[tuple[str, str | None, str | None]]:
        return [(one.phase, one.cause, one.said) for one in self.store.values()]

    @property
    def last(self) -> Stretch:
        return list(self.store.values())[-1]


@pytest.fixture
def recording() -> Recording:
    return Recording()


def test_the_first_look_is_written_at_once(recording: Recording) -> None:
    assert recording.looks == [(Phase.STARTING, None, None)]
    assert recording.last.began == recording.watched.now.wall


def test_a_change_ends_what_was_and_begins_what_is_at_the_same_moment(recording: Recording) -> None:
    recording.passes(30)
    recording.watched.click("works")
    recording.see()
    first, second = recording.store.values()
    assert (first.phase, second.phase) == (Phase.STARTING, Phase.HEALTHY)
    assert first.until == second.began == recording.watched.now.wall


def test_the_cause_is_noted_and_the_code_beside_it(recording: Recording) -> None:
    recording.watched.click("0x80040414")
    recording.see()
    assert recording.looks[-1] == (Phase.ACTION_NEEDED, "dialog_waiting", None)
    assert recording.last.code == "0x80040414"


def test_without_a_cause_it_is_what_came_of_asking(recording: Recording) -> None:
    recording.watched.click("too slow")
    recording.see()
    assert recording.looks[-1][1:] == (None, "TOO_SLOW")


@pytest.mark.parametrize("code", ["", "Cedar & Finch", "x" * 65, "a\nb", "é", "%s"])
def test_a_code_that_is_none_is_not_noted(recording: Recording, code: str) -> None:
    recording.watched.click("0x80040414")
    watch = recording.watched.watch
    assert watch.told is not None
    told = replace(watch.told, code=code)
    recording.keep(recording.recorder.see(replace(watch, told=told), recording.watched.now))
    assert recording.last.code is None


def test_what_goes_on_is_written_now_and_then_and_never_twice(recording: Recording) -> None:
    before = recording.writes
    recording.passes(WRITE_SECONDS - 15)
    assert recording.writes == before
    recording.passes(1800)
    assert recording.writes - before <= 1800 / WRITE_SECONDS + 1
    assert len(recording.store) == 1
    now = recording.watched.now.wall
    assert now - recording.last.until < timedelta(seconds=WRITE_SECONDS)
    assert recording.recorder.under_way[0].until == now


def test_sleep_is_a_stretch_of_its_own(recording: Recording) -> None:
    recording.watched.click("works")
    recording.see()
    fell_asleep = recording.watched.now.wall
    recording.watched.monotonic += 7200
    recording.see()
    slept, woken = list(recording.store.values())[-2:]
    assert (slept.phase, slept.began) == (ASLEEP, fell_asleep)
    assert slept.until == woken.began == recording.watched.now.wall
    assert recording.recorder.under_way == (woken,)


def test_what_was_last_seen_before_sleep_is_not_stretched_over_it(recording: Recording) -> None:
    recording.passes(45)
    seen = recording.watched.now.wall
    recording.watched.monotonic += 7200
    recording.see()
    assert next(iter(recording.store.values())).until == seen


@pytest.mark.parametrize("jump", [-86_400.0, -3600.0, 3600.0, 86_400.0])
def test_a_clock_that_is_set_begins_a_new_stretch_and_is_no_sleep(
    recording: Recording, jump: float
) -> None:
    recording.passes(30)
    recording.watched.by_wall += jump
    recording.watched.passes(15.0)
    recording.see()
    first, second = recording.store.values()
    assert first.until - first.began == timedelta(seconds=30)
    assert second.began == recording.watched.now.wall
    assert ASLEEP not in (first.phase, second.phase)


def test_asleep_while_the_clock_was_set_back_has_no_length(recording: Recording) -> None:
    recording.watched.monotonic += 7200
    recording.watched.by_wall -= 86_400
    recording.see()
    assert ASLEEP not in [phase for phase, *_ in recording.looks]


def test_a_pause_hides_what_nobody_looks_at_and_no_proof(recording: Recording) -> None:
    recording.watched.click("works")
    recording.watched.happens(Paused(None))
    recording.see()
    recording.watched.click("0x80040414")
    recording.see()
    recording.watched.happens(Resumed())
    recording.see()
    assert recording.looks[-3:] == [
        (Phase.HEALTHY, None, None),
        (PAUSED, None, None),
        (Phase.ACTION_NEEDED, "dialog_waiting", None),
    ]


def test_the_green_phase_ends_with_its_proof(recording: Recording) -> None:
    recording.watched.click("works")
    recording.see()
    watch, now = recording.watched.watch, recording.watched.now
    late = Moment(now.monotonic + 59.0, now.wall + timedelta(seconds=59))
    old = replace(watch, proven_at=now.monotonic - 10_000, seen=late)
    recording.keep(recording.recorder.see(old, late))
    assert recording.looks[-1] == (Phase.DEGRADED, None, None)


@pytest.mark.parametrize(
    "seed", [*range(20), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 60))]
)
def test_whatever_happens_the_rows_follow_each_other_and_differ(seed: int) -> None:
    recording, dice = Recording(), random.Random(seed)
    recording.watched.seed = seed
    for _ in range(200):
        event = random_event(recording.watched, dice)
        recording.watched.happens(event)
        recording.see()
        (now,) = recording.recorder.under_way
        phase = recording.watched.watch.phase_at(recording.watched.monotonic)
        assert now.phase in (phase, PAUSED)
        assert now.until >= recording.watched.now.wall or now.until == now.began
    rows = list(recording.store.values())
    assert all(row.until >= row.began for row in rows)
    for before, after in itertools.pairwise(rows):
        if after.began == before.until:
            assert _look(before) != _look(after)


def _look(row: Stretch) -> tuple[object, ...]:
    return row.phase, row.cause, row.said, row.code


def test_nothing_of_a_report_but_its_code_gets_into_a_row(recording: Recording) -> None:
    recording.watched.click("0x80040414")
    watch: Watch = recording.watched.watch
    assert watch.told is not None
    told = replace(watch.told, company="CANARY", headline="CANARY", request_id="CANARY")
    recording.keep(recording.recorder.see(replace(watch, told=told), recording.watched.now))
    assert "CANARY" not in repr(recording.store)
