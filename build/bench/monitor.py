"""What it costs that the connection is watched all day: processor time, and nothing that grows.

``python -m build.bench.monitor [MINUTES]``: real minutes with the window hidden (ten), an hour of
watching on a clock that does not wait, 10,000 changes of state, and a simulated fleet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from build.bench import fleet, report
from build.bench.report import Figures, Verdict
from conductor_desktop.sandbox.server import SandboxOptions, SandboxServer

MINUTES = 10.0
CHANGES = 10_000
MOST_IDLE_PERCENT = 0.2
MOST_GROWTH_MB = 5.0
MORE_SECONDS = 120.0
"""What a worker may take beside the minutes that it is to wait."""
CHANGES_SECONDS = 1800.0


def hidden(minutes: float) -> Figures:
    """What the whole app says of itself after so many real minutes without a window."""
    with SandboxServer(SandboxOptions()) as access:
        words = json.dumps(
            {
                "base_url": access.base_url,
                "secret_key": access.secret_key.reveal(),
                "end_user_id": access.end_user_id,
                "minutes": minutes,
            }
        )
        return _run("monitor_window", words, minutes * 60 + MORE_SECONDS)


def compressed(changes: int = CHANGES) -> Figures:
    """What watching an hour costs, and what is left of so many changes."""
    return _run("monitor_changes", json.dumps({"changes": changes}), CHANGES_SECONDS)


def _run(worker: str, words: str, seconds: float) -> Figures:
    return report.run_worker(
        worker,
        ["-m", f"build.bench.{worker}"],
        seconds=seconds,
        words=f"{words}\n",
        environment=report.environment(),
    )


def measure(minutes: float) -> Iterator[Verdict]:
    yield from verdicts(hidden(minutes), compressed())
    yield from fleet.verdicts(fleet.simulate())


def verdicts(window: Figures, watching: Figures) -> Iterator[Verdict]:
    """The report, line by line."""
    yield _idle("real time, window hidden", window)
    yield _idle("an hour on a clock that does not wait", watching)
    for name, unit, most in (
        ("memory", " MB", MOST_GROWTH_MB),
        ("threads", "", 0.0),
        ("handles", "", 0.0),
    ):
        yield _growth(name, unit, watching, most)


def _idle(what: str, figures: Figures) -> Verdict:
    percent = 100 * figures["cpu_seconds"] / figures["seconds"]
    met = percent <= MOST_IDLE_PERCENT
    return Verdict(
        f"{what}: {percent:.2f} % of a core (at most {MOST_IDLE_PERCENT:g}): "
        f"{'ok' if met else 'too much'}  "
        f"[{figures['cpu_seconds']:.2f} s in {figures['seconds'] / 60:.1f} minutes, "
        f"{figures['looks']:.0f} looks at the PC]",
        met,
    )


def _growth(name: str, unit: str, figures: Figures, most: float) -> Verdict:
    before, after = figures[f"{name}_before"], figures[f"{name}_after"]
    met = after - before <= most
    return Verdict(
        f"{name} after {figures['changes']:,.0f} changes: {after - before:+.1f}{unit} "
        f"(at most {most:+g}): {'ok' if met else 'grows'}  "
        f"[{after:.1f}{unit}, after the first tenth {before:.1f}{unit}]",
        met,
    )


def main(words: Sequence[str]) -> int:
    try:
        minutes = float(words[0]) if words else MINUTES
    except ValueError:
        print("monitor: give the number of real minutes, such as 2.", file=sys.stderr)
        return 2
    return report.print_report("monitor", lambda: measure(minutes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
