"""``build/dev.py bench pc``: what is measured, in which turns, and what is said of it."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from build.bench import pc, pc_log, pc_worker
from build.bench.report import Figures, Verdict
from conductor_desktop.workstation.web_connector_log.events import Kind
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.reader import Reader, State

LOG = {"megabytes": 32.0, "seconds": 0.16, "bare_seconds": 0.01, "events": 1000.0}
FOUND: dict[str, Figures] = {
    "first_look": {"megabytes": 700.0, "seconds": 0.2, "bytes": 3e6, "events": 9.0},
    "default": LOG,
    "verbose": LOG,
    "alone": LOG,
    "checks": {"seconds": 0.007, "checks": 13.0},
}


def told(work: str, **figures: float) -> list[Verdict]:
    return list(pc.verdicts({**FOUND, work: {**FOUND[work], **figures}}))


# ---- what is said


def test_every_figure_is_told_with_its_target() -> None:
    assert [verdict.text for verdict in pc.verdicts(FOUND)] == [
        "first look at a log of 700 MB, time: 0.200 s (at most 1): ok  [median of 5]",
        "first look at a log of 700 MB, memory: 3.0 MB (at most 20): ok  [median of 5]",
        "log of three applications at the default level: 200 MB/s (at least 200): ok  "
        "[3200 MB/s for its bytes alone, 1,000 events from 32 MB, medians of 5]",
        "log of three applications with whole XML: 200 MB/s (at least 200): ok  "
        "[3200 MB/s for its bytes alone, 1,000 events from 32 MB, medians of 5]",
        "log of our application alone, every third line told: 200 MB/s (no target)  "
        "[3200 MB/s for its bytes alone, 1,000 events from 32 MB, medians of 5]",
        "13 checks on a described PC, time: 7.0 ms (at most 50): ok  [median of 5]",
    ]


@pytest.mark.parametrize(
    ("work", "figures", "words"),
    [
        ("first_look", {"seconds": 1.01}, "1.010 s (at most 1): too much"),
        ("first_look", {"bytes": 20.1e6}, "20.1 MB (at most 20): too much"),
        ("default", {"seconds": 0.17}, "188 MB/s (at least 200): too slow"),
        ("verbose", {"seconds": 0.5}, "64 MB/s (at least 200): too slow"),
        ("checks", {"seconds": 0.0501}, "50.1 ms (at most 50): too much"),
    ],
)
def test_a_missed_target_is_said_once(work: str, figures: dict[str, float], words: str) -> None:
    missed = [verdict.text for verdict in told(work, **figures) if verdict.met is False]
    assert len(missed) == 1
    assert words in missed[0]


def test_where_bytes_are_read_slowly_half_of_that_is_enough() -> None:
    slow = told("default", seconds=0.5, bare_seconds=0.26)
    assert "64 MB/s (at least 62): ok" in slow[2].text


def test_our_application_alone_decides_nothing() -> None:
    assert {v.met for v in told("alone", seconds=9.0)} == {True, None}


@pytest.mark.parametrize(("seconds", "code"), [(0.2, 0), (1.2, 1)])
def test_one_missed_target_fails_the_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seconds: float,
    code: int,
) -> None:
    look = {**FOUND["first_look"], "seconds": seconds}
    monkeypatch.setattr(pc, "measure", lambda: {**FOUND, "first_look": look})

    assert pc.main() == code
    assert len(capsys.readouterr().out.splitlines()) == 6


def test_what_could_not_be_measured_fails_with_its_last_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pc, "LONG_MEGABYTES", -1.0)

    assert pc.main() == 1
    assert "pc: not measured. “first_look” failed." in capsys.readouterr().err


# ---- what is measured


def test_all_take_turns_and_every_figure_has_its_own_median(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[str] = []

    def run(work: str, megabytes: float) -> Figures:
        turns.append(work)
        number = float(turns.count(work))
        return {"seconds": number, "bytes": -number, "megabytes": megabytes}

    monkeypatch.setattr(pc, "run_worker", run)

    found = pc.measure()

    assert turns == [*FOUND] * pc.ROUNDS
    assert found["first_look"] == {"seconds": 3.0, "bytes": -3.0, "megabytes": 700.0}
    assert found["verbose"]["megabytes"] == 8.0


def test_every_work_of_the_bench_is_known_to_the_worker() -> None:
    assert {"first_look", "checks", *pc.LOGS} == set(pc_worker.WORK)


def test_a_process_of_its_own_says_what_it_took() -> None:
    look = pc.run_worker("first_look", 12.0)
    assert look["megabytes"] == pytest.approx(12, abs=0.1)
    assert look["events"] > 1000
    assert {"seconds", "bytes"} < set(look)


def test_a_followed_log_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    pc_log.write_log(path, 0.3, (pc_log.OURS,), whole_xml=False)
    whole = Reader(ours(), State()).read(path.read_bytes())[0]
    path.unlink()
    assert pc_worker.alone(path, 0.3)["events"] == len(whole)


def ours() -> Application:
    name, host = pc_log.OURS
    return Application(frozenset({name}), frozenset({host}))


@pytest.mark.parametrize("whole_xml", [False, True])
def test_the_made_up_updates_tell_as_real_ones_do(whole_xml: bool) -> None:
    log = b"".join(islice(pc_log.updates((pc_log.OURS,), whole_xml=whole_xml), 5))
    events, _ = Reader(ours(), State()).read(log, at_rest=True)
    assert Counter(event.kind for event in events) == {
        Kind.SCHEDULED_UPDATE_STARTED: 5,
        Kind.LOCK_FREE: 5,
        Kind.LOCKED: 5,
        Kind.UPDATE_BEGUN: 5,
        Kind.AUTHENTICATING: 5,
        Kind.NOTHING_TO_DO: 4,
        Kind.AUTHENTICATED: 1,
        Kind.COMPANY_OPEN: 1,
        Kind.QUICKBOOKS_CLOSED: 1,
        Kind.UNLOCKED: 5,
        Kind.UPDATE_ENDED: 5,
    }


def test_updates_take_turns_and_others_tell_nothing() -> None:
    log = b"".join(islice(pc_log.updates((pc_log.OURS, *pc_log.OTHERS), whole_xml=False), 15))
    reader = Reader(ours(), State())
    events, _ = reader.read(log, at_rest=True)
    assert [event.kind for event in events].count(Kind.UPDATE_ENDED) == 5
    assert len(set(reader.others.values())) == 1
    assert len(reader.others) == 2
