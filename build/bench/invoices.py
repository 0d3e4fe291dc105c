"""The invoice preview among 100,000 invoices: loading, sorting, searching, scrolling, exporting.

``python -m build.bench.invoices [ROWS]``. Each round loads them in a process of its own with the
screen and in one without, in turns, from one sandbox as fast as it can; another process sorts the
same rows by Qt's own proxy model.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from build.bench import report
from build.bench.report import Figures, Verdict, medians
from conductor_desktop.sandbox.server import SandboxAccess, SandboxOptions, SandboxServer

ROUNDS = 3
ROWS = 100_000
PATIENCE_SECONDS = 900.0

MOST_FIRST_SECONDS = 1.0
MOST_BYTES_A_ROW = 1500.0
MOST_TIMES_BARE = 1.3
MOST_LATE_TICKS = 5
LATEST_TICK_MS = 50.0
MOST_SORT_MS = 150.0
LEAST_TIMES_FASTER = 40.0
MOST_KEYSTROKE_MS = 60.0
MOST_FRAME_MS = 35.0
MOST_EXPORT_SECONDS = {"csv": 3.0, "xlsx": 25.0}
MOST_EXPORT_MEGABYTES = 150.0

PROXY_COLUMNS = ("customer", "date")
"""A text and a day: by each of them the proxy takes some ten seconds."""
SORT = "sort "  # before the key of a column


def measure(rows: int) -> Iterator[Verdict]:
    """The report, line by line; takes some minutes."""
    screens: list[Figures] = []
    readers: list[Figures] = []
    with SandboxServer(SandboxOptions(invoices=rows)) as access:
        for _ in range(ROUNDS):
            readers.append(_run("invoices_reader", access))
            screens.append(_run("invoices_worker", access))
        proxy = _run("invoices_proxy", access, columns=PROXY_COLUMNS)
    yield from verdicts(medians(screens), medians(readers), proxy)


def _run(worker: str, access: SandboxAccess, **more: object) -> Figures:
    words = {
        "base_url": access.base_url,
        "secret_key": access.secret_key.reveal(),
        "end_user_id": access.end_user_id,
        **more,
    }
    return report.run_worker(
        worker,
        ["-m", f"build.bench.{worker}"],
        seconds=PATIENCE_SECONDS,
        words=f"{json.dumps(words)}\n",
        environment=report.environment(),
    )


def verdicts(screen: Figures, reader: Figures, proxy: Figures) -> Iterator[Verdict]:
    """What is said of the medians."""
    rows = f"{screen['rows']:,.0f} invoices"
    yield _at_most(
        f"{rows}, click to first rows", screen["first_rows_seconds"], MOST_FIRST_SECONDS, " s"
    )
    yield _at_most(f"{rows}, memory a row", screen["bytes_a_row"], MOST_BYTES_A_ROW, " bytes")
    yield _at_most(
        f"{rows}, whole load beside one without a window",
        screen["load_seconds"] / reader["load_seconds"],
        MOST_TIMES_BARE,
        " times",
        f"{screen['load_seconds']:.1f} s and {reader['load_seconds']:.1f} s, of which this "
        f"process worked {screen['load_cpu_seconds']:.1f} s and {reader['load_cpu_seconds']:.1f} s",
    )
    yield _at_most(
        "ticks of 10 ms late by over 20 ms", screen["late_ticks"], MOST_LATE_TICKS, "", digits=0
    )
    yield _at_most("the latest tick", screen["latest_tick_ms"], LATEST_TICK_MS, " ms", digits=0)
    yield from _sorts(screen, proxy)
    keystroke = screen["keystroke_seconds"] * 1000
    yield _at_most("quick search, slowest letter", keystroke, MOST_KEYSTROKE_MS, " ms", digits=0)
    for step in ("row", "page"):
        frame = screen[f"{step}_frame_seconds"] * 1000
        title = f"scrolling by a {step}, longest frame"
        yield _at_most(title, frame, MOST_FRAME_MS, " ms", digits=0)
    for ending, most in MOST_EXPORT_SECONDS.items():
        title = f"export as {ending.upper()}"
        cpu = f"{screen[f'{ending}_cpu_seconds']:.1f} s of work"
        yield _at_most(title, screen[f"{ending}_seconds"], most, " s", cpu)
        megabytes = screen[f"{ending}_bytes"] / 1e6
        yield _at_most(f"{title}, memory", megabytes, MOST_EXPORT_MEGABYTES, " MB", digits=0)


def _sorts(screen: Figures, proxy: Figures) -> Iterator[Verdict]:
    ours = {name: took * 1000 for name, took in screen.items() if name.startswith(SORT)}
    slowest = max(ours, key=lambda name: ours[name])
    each = ", ".join(f"{name.removeprefix(SORT)} {took:.0f}" for name, took in ours.items())
    yield _at_most("sorting by any column", ours[slowest], MOST_SORT_MS, " ms", each, digits=0)
    for column in PROXY_COLUMNS:
        seconds = proxy[f"{SORT}{column}"]
        times = seconds * 1000 / ours[f"{SORT}{column}"]
        met = times >= LEAST_TIMES_FASTER
        yield Verdict(
            f"sorting by {column}: {times:.0f} times as fast as Qt’s proxy (at least "
            f"{LEAST_TIMES_FASTER:g}): {'ok' if met else 'too slow'}  [the proxy {seconds:.1f} s]",
            met,
        )


def _at_most(
    title: str, value: float, most: float, unit: str, more: str = "", *, digits: int = 2
) -> Verdict:
    met = value <= most
    told = f"{title}: {value:.{digits}f}{unit} (at most {most:g}): {'ok' if met else 'too much'}"
    return Verdict(f"{told}  [{more}]" if more else told, met)


def main(words: Sequence[str] = ()) -> int:
    rows = int(words[0]) if words else ROWS
    return report.print_report("invoices", lambda: measure(rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
