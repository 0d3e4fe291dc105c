"""The machine that watches the connection: when it is green, when red, and when it asks."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.services.connection import judging
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis, diagnose
from conductor_desktop.services.connection.evidence import Clues, weigh
from conductor_desktop.services.connection.pace import (
    BACK_SECONDS,
    FRONT_SECONDS,
    QUICKBOOKS_SECONDS,
    Pace,
)
from conductor_desktop.services.connection.report import Said
from conductor_desktop.services.connection.rest import Resting
from conductor_desktop.services.connection.schedule import LONGEST_ASKED_PAUSE
from conductor_desktop.services.connection.watch import (
    Answered,
    Ask,
    Clicked,
    GivenUp,
    NetworkChanged,
    NotAnswered,
    PaceSet,
    Paused,
    PcSeen,
    Phase,
    Question,
    QuietSet,
    Resumed,
    Shown,
    Tick,
)
from tests.unit.services.watched import Watched, pc, random_event

HOUR = 3600.0
QUICKBOOKS, GOOD = Question.QUICKBOOKS, "worked 2 hours ago"


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_before_anything_is_known_nothing_is_said(watched: Watched) -> None:
    assert watched.stands() is Phase.STARTING
    assert (watched.watch.since, watched.watch.told) == (None, None)


def test_quickbooks_own_answer_is_green_and_tells_since_when(watched: Watched) -> None:
    watched.click("works")
    assert watched.stands() is Phase.HEALTHY
    assert watched.watch.since == watched.now.wall


@pytest.mark.parametrize(("ago", "phase"), [(599.0, Phase.HEALTHY), (601.0, Phase.DEGRADED)])
def test_what_conductor_noted_is_green_while_it_is_young(
    watched: Watched, ago: float, phase: Phase
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=ago)
    assert watched.stands() is phase


def test_a_success_that_is_still_to_come_proves_nothing(watched: Watched) -> None:
    watched.notes("worked 2 hours ago", proven_ago=-120.0)
    assert watched.stands() is Phase.DEGRADED


@pytest.mark.parametrize(("in_front", "seconds"), [(True, 600.0), (False, 1800.0)])
def test_green_lasts_for_two_intervals(watched: Watched, in_front: bool, seconds: float) -> None:
    watched.happens(Shown(in_front))
    watched.click("works")
    at = watched.monotonic
    assert watched.watch.phase_at(at + seconds - 1) is Phase.HEALTHY
    assert watched.watch.phase_at(at + seconds) is Phase.DEGRADED
    assert watched.watch.interval == seconds / 2


def test_one_failure_is_not_red_and_two_are(watched: Watched) -> None:
    watched.notes("worked 2 hours ago", proven_ago=10)
    watched.notes("not reached")
    assert watched.stands() is Phase.DEGRADED
    began = watched.watch.since
    watched.monotonic += 30
    watched.notes("not reached")
    assert watched.stands() is Phase.OFFLINE
    assert watched.watch.since == began  # since the first of the two


@pytest.mark.parametrize(
    ("answer", "phase"),
    [
        ("key rejected", Phase.AUTH_FAILED),
        ("0x80040414", Phase.ACTION_NEEDED),
        ("EndUser unknown", Phase.UNCONFIGURED),
        ("never connected", Phase.UNCONFIGURED),
    ],
)
def test_what_a_second_look_would_not_change_shows_at_once(
    watched: Watched, answer: str, phase: Phase
) -> None:
    watched.notes(answer)
    assert watched.stands() is phase


def test_what_a_person_asked_for_shows_at_once(watched: Watched) -> None:
    watched.click("not reached")
    assert watched.stands() is Phase.OFFLINE


@pytest.mark.parametrize("answer", ["not reached", "not active", "key rejected", "0x80040420"])
def test_the_first_success_ends_it(watched: Watched, answer: str) -> None:
    watched.click(answer)
    assert watched.stands().is_red
    watched.click("works")
    assert (watched.stands(), watched.watch.failures) == (Phase.HEALTHY, 0)


def test_being_reachable_again_ends_being_offline_without_a_proof(watched: Watched) -> None:
    watched.click("not reached")
    watched.notes("worked 2 hours ago")
    assert watched.stands() is Phase.DEGRADED
    assert watched.watch.diagnosis.first is None


def test_notes_of_an_earlier_success_do_not_end_what_quickbooks_said(watched: Watched) -> None:
    watched.click("not active")
    watched.monotonic += 60
    watched.notes("worked 2 hours ago")
    assert watched.stands() is Phase.ACTION_NEEDED
    watched.notes("worked 2 hours ago", proven_ago=1)  # of a request after that
    assert watched.stands() is Phase.HEALTHY


def test_what_this_pc_shows_is_red_when_it_shows_it_twice(watched: Watched) -> None:
    watched.click("works")
    watched.monotonic += 15
    watched.shows("Web Connector closed")
    assert watched.stands() is Phase.DEGRADED
    assert watched.watch.diagnosis.cause is not None
    watched.monotonic += 15
    watched.shows("Web Connector closed")
    assert watched.stands() is Phase.ACTION_NEEDED
    watched.monotonic += 15
    watched.shows("all well")
    assert watched.stands() is Phase.HEALTHY


def test_what_this_pc_shows_although_quickbooks_answers_is_no_cause(watched: Watched) -> None:
    watched.shows("dialog")
    watched.click("works")
    watched.monotonic += 15
    watched.shows("dialog")
    assert watched.stands() is Phase.HEALTHY
    watched.shows("all well")
    watched.shows("dialog")
    watched.shows("dialog")  # a new one counts again
    assert watched.stands() is Phase.ACTION_NEEDED


def test_without_a_way_to_ask_this_pc_alone_is_told(watched: Watched) -> None:
    watched.shows("Web Connector closed")
    watched.shows("Web Connector closed")
    told = watched.watch.told
    assert told is not None
    assert (watched.stands(), told.headline) == (
        Phase.ACTION_NEEDED,
        "The Web Connector is closed",
    )


def test_since_when_it_is_so_changes_with_the_cause(watched: Watched) -> None:
    watched.shows("dialog")
    first = watched.watch.since
    watched.monotonic += 15
    watched.shows("dialog")
    assert watched.watch.since == first
    watched.monotonic += 15
    watched.shows("Web Connector closed")
    assert watched.watch.since == watched.now.wall


# ---- when it asks


def test_the_pc_is_looked_at_every_15_seconds(watched: Watched) -> None:
    for _ in range(20):
        watched.passes(15)
        if watched.watch.looking:
            watched.happens(PcSeen(pc("all well"), watched.watch.looking.number))
    times = watched.asked(Question.PC)
    assert len(times) == 20


def test_the_way_is_looked_at_where_a_question_got_stuck_on_it(watched: Watched) -> None:
    watched.notes("not reached")
    watched.passes(15)
    assert watched.asked(Question.PC_AND_WAY)
    assert not watched.asked(Question.PC)


def gaps(watched: Watched, hours: float, answer: str) -> list[float]:
    """Seconds between readings of Conductor's notes that all end alike."""
    end = watched.monotonic + hours * HOUR
    while watched.monotonic < end:
        watched.passes(15)
        if watched.watch.asked:
            watched.answers(answer)
    times = watched.asked(Question.NOTES)
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.mark.parametrize(("in_front", "usual"), [(True, FRONT_SECONDS), (False, BACK_SECONDS)])
def test_conductors_notes_are_read_about_as_often_as_meant(
    watched: Watched, in_front: bool, usual: float
) -> None:
    watched.happens(Shown(in_front))
    found = gaps(watched, 24, "worked 2 hours ago")[1:]
    assert usual * 0.8 <= min(found)
    assert max(found) <= usual * 1.2 + 15
    assert len(set(found)) > 5  # not all PCs at the same time
    assert sum(found) / len(found) == pytest.approx(usual, rel=0.1)


def test_while_it_is_down_the_pauses_grow_to_two_minutes(watched: Watched) -> None:
    found = gaps(watched, 2, "not reached")
    assert found[:2] == [15.0, 15.0]
    assert all(60 <= gap <= 135 for gap in found[8:])


@pytest.mark.parametrize(("asked", "waits"), [(300.0, 300.0), (1e9, LONGEST_ASKED_PAUSE)])
def test_what_conductor_asks_to_wait_is_waited(
    watched: Watched, asked: float, waits: float
) -> None:
    watched.happens(Shown(in_front=True))
    assert watched.watch.asked is not None
    report = replace(watched.report("status 429"), retry_after=asked)
    began = watched.monotonic
    watched.happens(Answered(watched.watch.asked.number, report))
    watched.passes(waits + 30)
    assert watched.asked(Question.NOTES)[1] - began >= waits
    assert len(watched.asked(Question.NOTES)) == 2


def test_a_rejected_key_is_not_tried_again_by_itself(watched: Watched) -> None:
    watched.notes("key rejected")
    watched.passes(HOUR)
    assert len(watched.asked(Question.NOTES)) == 1
    assert watched.happens(Clicked())


@pytest.mark.parametrize(("pc_name", "asks"), [("all well", 0), ("QuickBooks closed", 2)])
def test_quickbooks_is_asked_by_itself_only_while_nobody_has_it_open(
    watched: Watched, pc_name: str, asks: int
) -> None:
    watched.notes("worked 2 hours ago")
    end = watched.monotonic + 2 * QUICKBOOKS_SECONDS + 60
    while watched.monotonic < end:
        watched.passes(15)
        watched.shows(pc_name)
        if watched.watch.asked:
            question = watched.watch.asked.question
            watched.answers("works" if question is Question.QUICKBOOKS else "worked 2 hours ago")
    assert len(watched.asked(Question.QUICKBOOKS)) == asks


def test_a_click_asks_at_once_and_once(watched: Watched) -> None:
    watched.happens(Shown(in_front=True))
    (ask,) = watched.happens(Clicked())
    assert (ask.question, ask.by_person) == (Question.QUICKBOOKS, True)
    assert watched.happens(Clicked()) == ()
    assert watched.happens(Shown(in_front=True)) == ()
    watched.passes(60)
    assert watched.watch.asked == ask


def test_after_giving_up_the_late_answer_counts_no_more(watched: Watched) -> None:
    (ask,) = watched.happens(Clicked())
    watched.happens(GivenUp())
    watched.happens(Answered(ask.number, watched.report("works")))
    assert watched.stands() is Phase.STARTING


@pytest.mark.parametrize("seconds", [90.0, 8 * HOUR])
def test_after_sleep_there_is_one_look_5_to_20_seconds_later(
    watched: Watched, seconds: float
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=1)
    watched.monotonic += seconds
    woke = watched.monotonic
    assert watched.happens(Tick()) == ()
    watched.passes(30, tick=1.0)
    after = [at - woke for at, ask in watched.asks if at >= woke and ask.question.is_of_conductor]
    assert len(after) == 1
    assert 5 <= after[0] <= 21


def test_a_pc_that_slept_is_the_cause_while_it_comes_back(watched: Watched) -> None:
    watched.monotonic += 8 * HOUR
    watched.happens(Tick())
    watched.click("not active")
    cause = watched.watch.diagnosis.cause
    assert cause is not None
    assert cause.id is CauseId.PC_SLEPT


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0, 3600.0])
def test_a_clock_that_is_set_causes_one_look_and_no_false_green(
    watched: Watched, jump: float
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=1)
    watched.by_wall += jump
    watched.passes(30, tick=1.0)
    assert len(watched.asked(Question.NOTES)) == 2
    assert watched.stands() is not Phase.HEALTHY


def test_an_answer_that_gets_lost_holds_nothing_up(watched: Watched) -> None:
    watched.happens(Shown(in_front=True))
    watched.passes(HOUR)
    assert len(watched.asked(Question.NOTES)) > 3
    assert len(watched.asked(Question.PC)) > 3


def test_what_could_not_be_asked_is_asked_again(watched: Watched) -> None:
    watched.happens(Shown(in_front=True))
    assert watched.watch.asked is not None
    watched.happens(NotAnswered(watched.watch.asked.number))
    watched.passes(30)
    assert len(watched.asked(Question.NOTES)) == 2


# ---- whatever happens


def run(seed: int, events: int) -> Watched:
    """Random events, with all that must hold looked at after each."""
    dice, watched = random.Random(seed), Watched(seed)
    for _ in range(events):
        before = watched.watch
        effects = watched.happens(random_event(watched, dice))
        look_at(watched, effects)
        assert watched.watch.numbers >= before.numbers
    return watched


def look_at(watched: Watched, effects: tuple[Ask, ...]) -> None:
    watch, now = watched.watch, watched.monotonic
    phase = watch.phase_at(now)
    assert phase is watched.stands()
    if phase is Phase.HEALTHY:
        assert watch.proven_at is not None
        assert now - watch.proven_at < 2 * watch.interval
        assert watch.diagnosis.cause is None
    if phase.is_red:
        cause = watch.diagnosis.cause
        assert (cause and cause.at_once) or watch.failures >= 2 or watch.pc_failures >= 2
    assert (watch.since is None) == (phase is Phase.STARTING)
    assert (watch.told is None) == (phase is Phase.STARTING)
    assert sum(ask.question.is_of_conductor for ask in effects) <= 1
    for ask in effects:
        assert ask in (watch.asked, watch.looking)
        assert ask.by_person or watch.resting is not Resting.PAUSED
        assert ask.by_person or ask.question is Question.PC or watch.resting is None


def recovers(watched: Watched) -> None:
    """However it stands, it comes back with the first success."""
    watched.shows("all well")
    watched.click("works")
    assert watched.stands() is Phase.HEALTHY
    watched.monotonic += 15
    watched.shows("all well")
    assert watched.stands() is Phase.HEALTHY


@given(st.integers())
@settings(max_examples=100, deadline=None)
def test_whatever_happens_all_holds_and_it_recovers(seed: int) -> None:
    recovers(run(seed, 60))


@given(st.integers())
@settings(max_examples=20, deadline=None)
def test_the_same_dice_make_the_same_run(seed: int) -> None:
    one, other = run(seed, 60), run(seed, 60)
    assert one.asks == other.asks
    assert one.watch == other.watch


def recovers_by_itself(watched: Watched) -> None:
    """However it stands, once all is well it comes to green without anybody doing anything."""
    watched.happens(Resumed())
    watched.happens(QuietSet(None))
    end = watched.monotonic + 2400
    while watched.monotonic < end and watched.stands() is not Phase.HEALTHY:
        watched.passes(15)
        if watched.watch.asked is not None:
            watched.answers("works" if watched.watch.asked.question is QUICKBOOKS else GOOD, 1)
        if watched.watch.looking is not None:
            watched.happens(PcSeen(pc("all well"), watched.watch.looking.number))
    assert watched.stands() is Phase.HEALTHY


class Remembering:
    """``diagnose``, which looks only once for what follows from the same: a quarter of the time.

    What is remembered is looked for anew every hundredth time.
    """

    def __init__(self) -> None:
        self._known = dict[tuple[object, ...], Diagnosis]()
        self._asked = 0

    def __call__(self, clues: Clues, without: frozenset[CauseId]) -> Diagnosis:
        # The reports of the table live as long as the process; only the times of answers differ.
        answer = clues.answer
        said = answer and (answer.said, answer.active, answer.state, answer.code, answer.headline)
        key = (clues.pc and id(clues.pc.report), said, clues.has_just_woken, without)
        known = self._known.get(key)
        self._asked += 1
        if known is None or self._asked % 100 == 0:
            found = diagnose(clues, without)
            assert known in (None, found)
            self._known[key] = known = found
        return known


remembering = Remembering()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(40))
def test_ten_thousand_runs_of_two_hundred_events(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "diagnose", remembering)
    seen = set[Phase]()
    for seed in range(part * 250, (part + 1) * 250):
        watched = run(seed, 200)
        seen |= watched.phases
        if seed % 100 == 0:
            again = run(seed, 200)
            assert (again.asks, again.watch) == (watched.asks, watched.watch)
        said = weigh(watched.watch.evidence, watched.now.wall).said
        if seed % 10 == 0 and said is not Said.KEY_REJECTED:  # which only a person ends
            recovers_by_itself(watched)
        recovers(watched)
    assert seen == set(Phase)


def test_the_time_of_the_wall_is_only_told(watched: Watched) -> None:
    watched.click("works")
    watched.by_wall += 20  # less than a jump
    watched.passes(15)
    assert watched.watch.phase_at(watched.monotonic) is Phase.HEALTHY
    assert timedelta(0) < watched.now.wall - (watched.watch.since or watched.now.wall)


def test_a_key_that_was_taken_since_is_not_rejected_again_when_that_grows_old(
    watched: Watched,
) -> None:
    watched.notes("key rejected")
    watched.click("works")
    watched.happens(Paused(None))
    watched.passes(2 * HOUR)
    assert watched.stands() is Phase.DEGRADED


def test_a_change_of_the_network_causes_one_look_however_often_it_changes(
    watched: Watched,
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=1)
    watched.asks.clear()
    began = watched.monotonic
    for _ in range(20):
        watched.happens(NetworkChanged())
        watched.passes(0.2, tick=0.1)
    watched.passes(60, tick=1.0)
    (asked,) = watched.asked(Question.NOTES)
    assert 5 <= asked - began <= 21


def test_a_network_that_comes_and_goes_all_the_time_makes_no_burst(watched: Watched) -> None:
    watched.notes("worked 2 hours ago", proven_ago=1)
    watched.asks.clear()
    for _ in range(1200):
        watched.happens(NetworkChanged())
        watched.passes(0.5, tick=0.5)
        if watched.watch.asked is not None:
            watched.answers(GOOD, 1)
    found = [later - earlier for earlier, later in pairwise(watched.asked(Question.NOTES))]
    assert min(found) >= 5


def test_what_is_due_sooner_than_that_is_left_as_it_is(watched: Watched) -> None:
    watched.notes("not reached")
    due = watched.watch.schedule.notes
    watched.happens(NetworkChanged())
    assert watched.watch.schedule.notes == due


def test_while_it_is_down_clicks_ask_once_in_ten_seconds(watched: Watched) -> None:
    watched.click("not reached")
    began = watched.monotonic
    for _ in range(30):
        watched.happens(Clicked())
        watched.passes(1, tick=0.5)
        if watched.watch.asked is not None:
            watched.answers("not reached")
    found = [at - began for at in watched.asked(Question.QUICKBOOKS) if at > began]
    assert found == [10.0, 20.0, 30.0]


def test_where_it_works_every_click_asks_at_once(watched: Watched) -> None:
    for _ in range(3):
        watched.click("works")
    assert watched.asked(Question.QUICKBOOKS) == [watched.monotonic] * 3


def test_pcs_that_start_together_do_not_ask_together() -> None:
    firsts = []
    for seed in range(200):
        watched = Watched(seed)
        watched.passes(BACK_SECONDS + 15)
        firsts.append(watched.asked(Question.NOTES)[0] - 1000)
    quarters = [sum(low <= at - 15 < low + 225 for at in firsts) for low in (0, 225, 450, 675)]
    assert sum(quarters) >= 195
    assert all(30 <= quarter <= 70 for quarter in quarters)


# ---- what it costs


def test_as_long_as_the_same_counts_the_cause_is_not_looked_for_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Clues] = []

    def diagnosed(clues: Clues, without: frozenset[CauseId]) -> Diagnosis:
        looked.append(clues)
        return diagnose(clues, without)

    monkeypatch.setattr(judging, "diagnose", diagnosed)
    watched.click("not active")
    watched.shows("Web Connector closed")
    looked.clear()
    watched.passes(100)
    assert looked == []
    watched.passes(60)
    assert len(looked) == 1  # the look at the PC has grown old


@given(st.integers())
@settings(max_examples=30, deadline=None)
def test_what_is_remembered_of_a_diagnosis_is_what_a_new_one_would_be(seed: int) -> None:
    dice, watched = random.Random(seed), Watched(seed)
    for _ in range(60):
        watched.happens(random_event(watched, dice))
        watch = watched.watch
        clues = weigh(watch.evidence, watched.now.wall)
        assert watch.diagnosis == diagnose(clues, watch.overruled)


def test_another_pace_counts_from_now_on_and_puts_nothing_off(watched: Watched) -> None:
    watched.happens(Shown(in_front=True))
    watched.click("works")
    usual = watched.watch.schedule
    watched.happens(PaceSet(Pace(front=1800, back=1800, quickbooks=7200)))
    slow = watched.watch.schedule
    assert slow.notes == usual.notes
    assert slow.quickbooks == usual.quickbooks + 7200 - QUICKBOOKS_SECONDS
    assert watched.watch.interval == 1800
    watched.passes(watched.watch.schedule.notes - watched.monotonic + 15)
    watched.answers("works")
    assert 0.8 * 1800 <= watched.watch.schedule.notes - watched.monotonic <= 1.2 * 1800
    watched.happens(PaceSet(Pace(front=60, back=60)))
    assert watched.watch.schedule.notes == watched.monotonic + 60
    assert watched.watch.schedule.quickbooks == slow.quickbooks - 7200 + QUICKBOOKS_SECONDS


def test_quickbooks_is_not_asked_more_often_than_is_allowed(watched: Watched) -> None:
    watched.happens(PaceSet(Pace(quickbooks=7200)))
    watched.click("works")
    at = watched.monotonic
    watched.happens(Tick())
    assert watched.watch.schedule.quickbooks == at + 7200
