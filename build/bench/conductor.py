"""What reading 15,000 invoices costs here, against the official SDK; docs/performance.md says how.

Every reading is a process of its own that measures itself, all of them ask the same server of
ready-made pages, and they take turns, so that a busy machine slows all alike.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from build.bench import report
from build.bench.report import Figures, NotMeasured, Verdict, medians

ROUNDS = 5
INVOICES = 15_000
LONGEST_STALL_MS = 20.0
PATIENCE_SECONDS = 600.0
SERVER = Path(__file__).with_name("conductor_server.py")
READER = Path(__file__).with_name("conductor_reader.py")

# What is read: ours as the preview loads it and with every field and line, and the SDK as its users
# use it, once as it comes (with lines) and once asked for no lines, as our preview asks.
READINGS = ("sdk-whole", "sdk-rows", "rows", "whole")
STALLED = ("rows", "whole")


@dataclass(frozen=True)
class Figure:
    """One of the costs, and how it is told."""

    key: str
    name: str
    factor: float
    unit: str

    def told(self, costs: Figures) -> str:
        return f"{costs[self.key] * self.factor:,.1f} {self.unit}"


CPU = Figure("cpu_seconds", "CPU", 1e6 / INVOICES, "microseconds an invoice")
MEMORY = Figure("peak_bytes", "memory", 1e-6, "MB")


@dataclass(frozen=True)
class Target:
    """Reading ``ours`` takes at most 1/``cpu`` of the SDK's CPU and 1/``memory`` of its memory."""

    title: str
    ours: str
    cpu: float
    memory: float


_WORDS = {True: "ok", False: "too much"}

TARGETS = (
    Target("rows", "rows", cpu=25, memory=10),
    Target("every field and line", "whole", cpu=12, memory=3),
)


@contextmanager
def page_server(invoices: int) -> Iterator[str]:
    """The address of a server of ready-made pages, for the length of a ``with`` block."""
    process = subprocess.Popen(
        # -P: beside this file "import conductor" would find it and not the SDK.
        [sys.executable, "-P", str(SERVER), str(invoices)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            address = next(iter(process.stdout or ()), "").strip()
            if not address:
                raise NotMeasured("The server of pages did not start.")
            yield address
        finally:
            process.kill()


def run_reader(what: str, kind: str, base_url: str) -> Figures:
    """What one process says of itself. Raises ``NotMeasured`` with its last words."""
    command = ["-P", str(READER), what, kind, base_url]
    costs = report.run_worker(f"Reading {kind}", command, seconds=PATIENCE_SECONDS)
    if costs["invoices"] != INVOICES:
        raise NotMeasured(f"Reading {kind} gave {costs['invoices']:g} invoices.")
    return costs


def measure() -> tuple[dict[str, Figures], dict[str, Figures]]:
    """The medians of what each reading cost, and of how long it kept another thread waiting."""
    costs: dict[str, list[Figures]] = {kind: [] for kind in READINGS}
    stalls: dict[str, list[Figures]] = {kind: [] for kind in STALLED}
    with page_server(INVOICES) as base_url:
        for _ in range(ROUNDS):
            for kind in READINGS:
                costs[kind].append(run_reader("cost", kind, base_url))
            for kind in STALLED:
                stalls[kind].append(run_reader("stalls", kind, base_url))
    return (
        {kind: medians(rounds) for kind, rounds in costs.items()},
        {kind: medians(rounds) for kind, rounds in stalls.items()},
    )


def verdicts(costs: Mapping[str, Figures], stalls: Mapping[str, Figures]) -> Iterator[Verdict]:
    """The report, line by line."""
    sdk = costs["sdk-whole"]
    for target in TARGETS:
        ours = costs[target.ours]
        yield compared(target.title, CPU, ours, sdk, target.cpu)
        yield compared(target.title, MEMORY, ours, sdk, target.memory)
        yield stalled(target.title, stalls[target.ours])
    for figure in (CPU, MEMORY):
        yield compared("rows, both without lines", figure, costs["rows"], costs["sdk-rows"], None)


def compared(
    title: str, figure: Figure, ours: Figures, sdk: Figures, wanted: float | None
) -> Verdict:
    """Ours against the SDK's, which is to be ``wanted`` times as much or more."""
    times = sdk[figure.key] / ours[figure.key]
    met = None if wanted is None else times >= wanted
    target = "no target)" if wanted is None else f"at most 1/{wanted:g}): {_WORDS[times >= wanted]}"
    return Verdict(
        f"{title}, {figure.name}: 1/{times:.1f} of conductor-py's ({target}  "
        f"[ours {figure.told(ours)}, conductor-py {figure.told(sdk)}, medians of {ROUNDS}]",
        met,
    )


def stalled(title: str, stalls: Figures) -> Verdict:
    """What another thread was late while we were reading, beyond what it is late anyway."""
    idle, busy = stalls["idle_seconds"] * 1000, stalls["busy_seconds"] * 1000
    longest = max(0.0, busy - idle)
    met = longest <= LONGEST_STALL_MS
    return Verdict(
        f"{title}, longest stall of another thread: {longest:.1f} ms "
        f"(at most {LONGEST_STALL_MS:g}): {'ok' if met else 'too long'}  "
        f"[{busy:.1f} ms while reading, {idle:.1f} ms idle, medians of {ROUNDS}]",
        met,
    )


def main() -> int:
    return report.print_report("conductor", lambda: verdicts(*measure()))


if __name__ == "__main__":
    sys.exit(main())
