"""What looking at this PC costs: the Web Connector's log, whatever its length, and the checks.

Every figure comes from a process of its own, and the kinds of logs take turns, so that a busy
machine slows all alike. Logs are made up, written to a temporary folder and deleted again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from build.bench import report
from build.bench.report import Figures, Verdict, medians

ROUNDS = 5
LONG_MEGABYTES = 700.0
MEGABYTES = 8.0
PATIENCE_SECONDS = 300.0

MOST_SECONDS = 1.0
MOST_MEGABYTES = 20.0
MOST_MILLISECONDS = 50.0
LEAST_RATE = 200.0  # megabytes a second
LEAST_OF_BARE = 0.5  # of the rate at which the bytes alone are read, where that is slower

LOGS = {
    "default": "three applications at the default level",
    "verbose": "three applications with whole XML",
    "alone": "our application alone, every third line told",
}
WITH_TARGET = ("default", "verbose")


def run_worker(work: str, megabytes: float) -> Figures:
    """What one process says of itself. Raises ``NotMeasured`` with its last words."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "QWCLog.txt"
        command = ["-m", "build.bench.pc_worker", work, str(path), str(megabytes)]
        return report.run_worker(work, command, seconds=PATIENCE_SECONDS)


def measure() -> dict[str, Figures]:
    """The medians of every figure of every work."""
    works = {"first_look": LONG_MEGABYTES, **dict.fromkeys(LOGS, MEGABYTES), "checks": 0.0}
    rounds: dict[str, list[Figures]] = {work: [] for work in works}
    for _ in range(ROUNDS):
        for work, megabytes in works.items():
            rounds[work].append(run_worker(work, megabytes))
    return {work: medians(found) for work, found in rounds.items()}


def verdicts(found: Mapping[str, Figures]) -> Iterator[Verdict]:
    """The report, line by line."""
    look = found["first_look"]
    title = f"first look at a log of {look['megabytes']:.0f} MB"
    yield at_most(f"{title}, time", look["seconds"], MOST_SECONDS, "s", 3)
    yield at_most(f"{title}, memory", look["bytes"] / 1e6, MOST_MEGABYTES, "MB", 1)
    for log, title in LOGS.items():
        yield fast_enough(title, found[log], has_target=log in WITH_TARGET)
    milliseconds = found["checks"]["seconds"] * 1000
    title = f"{found['checks']['checks']:.0f} checks on a described PC, time"
    yield at_most(title, milliseconds, MOST_MILLISECONDS, "ms", 1)


def at_most(title: str, value: float, most: float, unit: str, digits: int) -> Verdict:
    met = value <= most
    words = "ok" if met else "too much"
    told = f"{title}: {value:.{digits}f} {unit} (at most {most:g}): {words}"
    return Verdict(f"{told}  [median of {ROUNDS}]", met)


def fast_enough(title: str, log: Figures, *, has_target: bool) -> Verdict:
    """Megabytes a second of one processor, against those of reading and doing nothing."""
    rate, bare = log["megabytes"] / log["seconds"], log["megabytes"] / log["bare_seconds"]
    least = min(LEAST_RATE, bare * LEAST_OF_BARE)
    met = rate >= least if has_target else None
    words = {True: f"at least {least:.0f}): ok", False: f"at least {least:.0f}): too slow"}
    target = "no target)" if met is None else words[met]
    return Verdict(
        f"log of {title}: {rate:.0f} MB/s ({target}  "
        f"[{bare:.0f} MB/s for its bytes alone, {log['events']:,.0f} events from "
        f"{log['megabytes']:.0f} MB, medians of {ROUNDS}]",
        met,
    )


def main() -> int:
    return report.print_report("pc", lambda: verdicts(measure()))


if __name__ == "__main__":
    sys.exit(main())
