"""What was looked at is told place by place, with what of it counts for now."""

from __future__ import annotations

import pytest

from conductor_desktop.services.connection.sources import Source, sources
from conductor_desktop.services.connection.watch import Paused
from tests.unit.services.cause_table import ANSWERS, PCS
from tests.unit.services.watched import Watched

COUNTS = "This counts."
OVERTAKEN = "Overtaken by what was answered later."
TOO_OLD = "Too old to say anything of now."


@pytest.fixture
def watched() -> Watched:
    return Watched()


def told(watched: Watched) -> tuple[Source, ...]:
    return sources(watched.watch.evidence, watched.now.wall)


def verdicts(watched: Watched) -> list[str]:
    return [source.verdict for source in told(watched)]


def test_before_anybody_looked_it_says_so_of_each_place(watched: Watched) -> None:
    assert [source.place for source in told(watched)] == [
        "Asking QuickBooks itself",
        "Conductor’s notes",
        "This PC",
    ]
    assert verdicts(watched) == [
        "Not asked since the app was opened.",
        "Not asked since the app was opened.",
        "Not looked at since the app was opened.",
    ]


def test_what_quickbooks_answered_overtakes_what_was_seen_before(watched: Watched) -> None:
    watched.notes("worked 2 hours ago")
    watched.shows("dialog")
    assert verdicts(watched)[1:] == [COUNTS, COUNTS]
    watched.monotonic += 5
    watched.click("works")
    assert verdicts(watched) == [COUNTS, OVERTAKEN, OVERTAKEN]
    watched.monotonic += 15
    watched.shows("dialog")
    assert verdicts(watched) == [COUNTS, OVERTAKEN, COUNTS]


def test_what_is_old_is_said_to_be(watched: Watched) -> None:
    watched.click("not active")
    watched.shows("Web Connector closed")
    watched.happens(Paused(None))
    watched.passes(130)
    assert verdicts(watched)[::2] == [COUNTS, TOO_OLD]
    watched.passes(3600)
    assert verdicts(watched)[::2] == [TOO_OLD, TOO_OLD]


def test_of_this_pc_what_is_not_fine_is_told_and_the_rest_counted(watched: Watched) -> None:
    watched.shows("Web Connector closed")
    seen = told(watched)[2].seen
    assert any(sentence.startswith("Web Connector running: ") for sentence in seen)
    assert seen[-1].endswith(" other checks are fine.")
    watched.shows("all well")
    (all_fine,) = told(watched)[2].seen
    assert all_fine.startswith("All ")


def test_what_is_copied_has_the_times_for_whoever_reads_it_later(watched: Watched) -> None:
    watched.click("0x80040414")
    watched.monotonic += 90
    now = watched.now.wall
    lines = [line for source in told(watched) for line in source.lines(now)]
    assert lines[0] == (
        "Asking QuickBooks itself, 1 minute ago (2025-11-23 12:00:00 UTC). This counts."
    )
    assert lines[1] == "- QuickBooks reported a problem (0x80040414)."
    assert "Conductor’s notes: Not asked since the app was opened." in lines


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_was_answered_is_told_in_sentences(watched: Watched, answer: str) -> None:
    watched.click(answer)
    for pc in PCS:
        if pc != "not looked at":
            watched.shows(pc)
            for source in told(watched):
                assert source.at is None or source.at == watched.now.wall
                assert not any(sentence[0].islower() for sentence in source.seen)
