"""What the support bundle costs: cleaning text, a bundle of a PC with an enormous log, its page.

Every figure comes from a process of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from build.bench import report
from build.bench.report import Figures, Verdict, medians

ROUNDS = 3
PATIENCE_SECONDS = 300.0

LEAST_RATE = 20.0  # megabytes a second of one processor
MOST_SECONDS = 10.0
MOST_MEGABYTES = 100.0
MOST_WRITTEN = 25.0  # megabytes
MOST_SECONDS_OF_PAGE = 1.0
LEAST_FILES = 1  # after that second
MOST_STALL_MS = 250.0
PAGES = {"logs": "the page with 1 GB of logs", "hanging": "the page with a check that hangs"}


def run_worker(work: str) -> Figures:
    """What one process says of itself. Raises ``NotMeasured`` with its last words."""
    command = ["-m", "build.bench.support_worker", work]
    return report.run_worker(work, command, seconds=PATIENCE_SECONDS)


def run_page(kind: str) -> Figures:
    """What a process says that opens the page. Raises ``NotMeasured`` with its last words."""
    command = ["-m", "build.bench.support_page", kind]
    environment = report.environment()
    return report.run_worker(kind, command, seconds=PATIENCE_SECONDS, environment=environment)


def measure() -> dict[str, Figures]:
    """The medians of every figure of both works."""
    rounds: dict[str, list[Figures]] = {"redaction": [], "bundle": []}
    for page in PAGES:
        rounds[page] = []
    for _ in range(ROUNDS):
        for work, found in rounds.items():
            found.append(run_page(work) if work in PAGES else run_worker(work))
    return {work: medians(found) for work, found in rounds.items()}


def verdicts(found: Mapping[str, Figures]) -> Iterator[Verdict]:
    """The report, line by line."""
    redaction, bundle = found["redaction"], found["bundle"]
    rate = redaction["megabytes"] / redaction["seconds"]
    met = rate >= LEAST_RATE
    yield Verdict(
        f"redaction: {rate:.1f} MB/s (at least {LEAST_RATE:g}): {'ok' if met else 'too slow'}  "
        f"[{redaction['taken_out']:,.0f} values taken out of {redaction['megabytes']:.0f} MB, "
        f"median of {ROUNDS}]",
        met,
    )
    title = f"bundle with {bundle['log']:,.0f} MB of logs"
    yield at_most(f"{title}, time", bundle["seconds"], MOST_SECONDS, "s")
    yield at_most(f"{title}, memory", bundle["bytes"] / 1e6, MOST_MEGABYTES, "MB")
    yield at_most(f"{title}, written", bundle["written"], MOST_WRITTEN, "MB")
    yield at_most(f"{title}, unpacked", bundle["inside"], MOST_WRITTEN, "MB")
    yield at_most(f"{title}, files missing", bundle["failures"], 0, "")
    for page, words in PAGES.items():
        yield from page_verdicts(words, found[page])


def page_verdicts(title: str, page: Figures) -> Iterator[Verdict]:
    """How soon it can be worked with, and that there is something to work with."""
    yield at_most(f"{title}, painted", page["painted"], MOST_SECONDS_OF_PAGE, "s", 2)
    yield at_most(f"{title}, usable", page["usable"], MOST_SECONDS_OF_PAGE, "s", 2)
    come = page["in_a_second"]
    yield Verdict(f"{title}, files there after a second: {come:.0f}", come >= LEAST_FILES)
    yield at_most(f"{title}, window stands still", page["stall_ms"], MOST_STALL_MS, "ms", 0)
    yield at_most(f"{title}, all collected", page["all"], MOST_SECONDS, "s")


def at_most(title: str, value: float, most: float, unit: str, digits: int = 1) -> Verdict:
    met = value <= most
    told = f"{title}: {value:.{digits}f} {unit}".rstrip()
    return Verdict(f"{told} (at most {most:g}): {'ok' if met else 'too much'}", met)


def main() -> int:
    return report.print_report("support", lambda: verdicts(measure()))


if __name__ == "__main__":
    sys.exit(main())
