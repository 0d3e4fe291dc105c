"""``build/dev.py bench monitor``: what is measured, and what is said of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping

import pytest

from build.bench import fleet, monitor, report
from build.bench.report import Figures

WINDOW = {"seconds": 600.0, "cpu_seconds": 0.6, "looks": 40.0}
WATCHING = {
    "seconds": 3600.0,
    "cpu_seconds": 3.6,
    "looks": 240.0,
    "changes": 10_000.0,
    "memory_before": 80.0,
    "memory_after": 81.5,
    "threads_before": 8.0,
    "threads_after": 8.0,
    "handles_before": 7.0,
    "handles_after": 7.0,
}


def told(
    window: Mapping[str, float] | None = None, watching: Mapping[str, float] | None = None
) -> list[report.Verdict]:
    return list(monitor.verdicts({**WINDOW, **(window or {})}, {**WATCHING, **(watching or {})}))


def test_every_figure_is_told_with_its_target() -> None:
    assert [verdict.text for verdict in told()] == [
        "real time, window hidden: 0.10 % of a core (at most 0.2): ok  "
        "[0.60 s in 10.0 minutes, 40 looks at the PC]",
        "an hour on a clock that does not wait: 0.10 % of a core (at most 0.2): ok  "
        "[3.60 s in 60.0 minutes, 240 looks at the PC]",
        "memory after 10,000 changes: +1.5 MB (at most +5): ok  "
        "[81.5 MB, after the first tenth 80.0 MB]",
        "threads after 10,000 changes: +0.0 (at most +0): ok  [8.0, after the first tenth 8.0]",
        "handles after 10,000 changes: +0.0 (at most +0): ok  [7.0, after the first tenth 7.0]",
    ]


@pytest.mark.parametrize(
    ("window", "watching", "words"),
    [
        ({"cpu_seconds": 1.3}, {}, "window hidden: 0.22 % of a core (at most 0.2): too much"),
        ({}, {"cpu_seconds": 9.0}, "wait: 0.25 % of a core (at most 0.2): too much"),
        ({}, {"memory_after": 85.1}, "memory after 10,000 changes: +5.1 MB (at most +5): grows"),
        ({}, {"threads_after": 9.0}, "threads after 10,000 changes: +1.0 (at most +0): grows"),
        ({}, {"handles_after": 8.0}, "handles after 10,000 changes: +1.0 (at most +0): grows"),
    ],
)
def test_a_missed_target_is_said_once(
    window: Mapping[str, float], watching: Mapping[str, float], words: str
) -> None:
    missed = [verdict.text for verdict in told(window, watching) if verdict.met is False]
    assert len(missed) == 1
    assert words in missed[0]


def test_the_minutes_may_be_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waited: list[float] = []

    def hidden(minutes: float) -> Figures:
        waited.append(minutes)
        return WINDOW

    monkeypatch.setattr(monitor, "hidden", hidden)
    monkeypatch.setattr(monitor, "compressed", lambda: WATCHING)
    monkeypatch.setattr(fleet, "simulate", lambda: fleet.Load.of(range(int(fleet.END))))
    assert monitor.main(["1.5"]) == 0
    assert monitor.main([]) == 0
    assert waited == [1.5, 10.0]
    assert monitor.main(["soon"]) == 2
    assert "number of real minutes" in capsys.readouterr().err


@pytest.mark.slow
def test_the_whole_is_measured_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few changes and a moment of the real window, so that both workers are known to run."""
    asked: list[str] = []
    run = report.run_worker

    def watched(name: str, command: list[str], **more: object) -> Figures:
        asked.append(str(more["words"]))
        return run(name, command, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(report, "run_worker", watched)
    figures = monitor.compressed(10)
    assert figures["looks"] == 240
    assert figures["changes"] == 10
    assert json.loads(asked[0]) == {"changes": 10}
    assert all(figures[f"{name}_after"] > 0 for name in ("memory", "threads", "handles"))


# ---- the fleet


def test_each_pc_has_its_own_times() -> None:
    """By the test of Kolmogorov and Smirnov: the times in the interval are spread evenly."""
    count = 2000
    phases = sorted(
        next(itertools.islice(fleet.questions(seed, 0.0), 3, None)) % 900 / 900
        for seed in range(count)
    )
    furthest = max(
        max(abs(phase - place / count), abs(phase - (place + 1) / count))
        for place, phase in enumerate(phases)
    )
    assert furthest < 1.63 / count**0.5  # one in a hundred would be further by chance


def test_a_small_fleet_keeps_to_the_targets() -> None:
    load = fleet.simulate(4000)
    start, outage, after = fleet.verdicts(load)
    assert start.met
    assert outage.met is None
    assert after.met


def test_a_fleet_that_asks_together_is_told() -> None:
    together = (minute * 60.0 for minute in range(0, int(fleet.END // 60), 15) for _ in range(500))
    start, _, after = fleet.verdicts(fleet.Load.of(together))
    assert (start.met, after.met) == (False, False)
    assert "too many" in start.text


def test_the_same_seed_asks_at_the_same_times() -> None:
    assert list(fleet.questions(7, 1.0)) == list(fleet.questions(7, 1.0))
    assert list(fleet.questions(7, 1.0)) != list(fleet.questions(8, 1.0))
