"""What the Windows program weighs and how long it takes, beside a bare one, under Wine.

The bare one is a label and the web engine, built and packed in the same way and by the same rules.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from build.bench import report
from build.bench.report import NotMeasured, Verdict
from build.windows import bare, prefix
from build.windows.kept import Failed
from build.windows.product import made_setup
from build.windows.setup_program import Recipe, make_setup
from build.windows.wine import Wine, screen, windows_path

ROUNDS = 5
MOST_TIMES_SIZE = 1.15
MOST_TIMES_START = 1.5
MOST_SECONDS = 60.0
HANGS_AFTER = 300.0  # seconds, of one step
USER = "bench"
_INSTALLED = Path("drive_c", "users", USER, "AppData", "Local", "Programs", "Conductor Desktop")
_CONSOLE = "conductor-desktop.exe"


def megabytes(place: Path) -> float:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def seconds_of(action: Callable[[], int]) -> float:
    """How long it takes. Raises ``NotMeasured`` when it does not work."""
    began = time.monotonic()
    code = action()
    if code:
        raise NotMeasured(f"It ended with code {code}.")
    return time.monotonic() - began


def removed(wine: Wine) -> int:
    """Take the product away, and wait for the uninstaller instead of for its copy."""
    folder = str(_INSTALLED.relative_to("drive_c")).replace("/", "\\")
    place = f"C:\\{folder}"
    # No list of words makes this line: the folder comes last, and without quotation marks.
    script = wine.prefix / "remove.bat"
    script.write_text(f'@"{place}\\uninstall.exe" /S /FORGET _?={place}\r\n', "utf-8")
    return wine.run("cmd", "/c", windows_path(script)).code


def seconds_to_first_paint(wine: Wine, *command: str | Path) -> float:
    """Raises ``NotMeasured`` when no window is painted."""
    began = time.monotonic()
    with wine.start(*command, variables={"CONDUCTOR_DESKTOP_BENCH": "first-paint"}) as process:
        gives_up = threading.Timer(wine.hangs_after, process.kill)
        gives_up.start()
        painted = any(line.strip() == b"first-paint" for line in process.stdout or ())
        seconds = time.monotonic() - began
        gives_up.cancel()
        process.kill()
    if not painted:
        raise NotMeasured(f"{command[0]} painted no window.")
    return seconds


def starts(wine: Wine, bare_program: Path) -> tuple[list[float], list[float]]:
    """Of the installed program and of the bare one, in turns; a first round is not counted."""
    ours, others = [], []
    for number in range(ROUNDS + 1):
        home = f"C:\\home{number}"
        ours.append(
            seconds_to_first_paint(wine, wine.prefix / _INSTALLED / _CONSOLE, "--home", home)
        )
        others.append(seconds_to_first_paint(wine, bare_program))
    return ours[1:], others[1:]


def sized(what: str, ours: float, others: float) -> Verdict:
    times = ours / others
    met = times <= MOST_TIMES_SIZE
    return Verdict(
        f"{what}: {times:.2f} times a bare one (at most {MOST_TIMES_SIZE:g}): "
        f"{'ok' if met else 'too large'}  [ours {ours:.0f} MB, bare {others:.0f} MB]",
        met,
    )


def timed(what: str, seconds: float) -> Verdict:
    met = seconds <= MOST_SECONDS
    return Verdict(
        f"{what}: {seconds:.0f} s (at most {MOST_SECONDS:g}): {'ok' if met else 'too slow'}", met
    )


def started(ours: Sequence[float], others: Sequence[float]) -> Verdict:
    app, plain = statistics.median(ours), statistics.median(others)
    met = app / plain <= MOST_TIMES_START
    return Verdict(
        f"start to first window: {app / plain:.2f} times a bare one (at most "
        f"{MOST_TIMES_START:g}): {'ok' if met else 'too slow'}  "
        f"[ours {app * 1000:.0f} ms, bare {plain * 1000:.0f} ms, medians of {ROUNDS}]",
        met,
    )


def measure() -> Iterator[Verdict]:
    """Build both, then install, start, replace and remove the product on a fresh PC."""
    setup, bare_folder = made_setup(small=False), bare.bare_bundle()
    with tempfile.TemporaryDirectory() as name, screen() as display:
        place = Path(name)
        bare_setup = place / "bare-setup.exe"
        make_setup(Recipe(bare_folder, "0.0.1"), bare_setup)
        wine = replace(prefix.copied(display, USER, place / "prefix"), hangs_after=HANGS_AFTER)
        try:
            yield timed("silent install", seconds_of(lambda: wine.run(setup, "/S").code))
            folder = wine.prefix / _INSTALLED
            yield sized("bundle", megabytes(folder), megabytes(bare_folder))
            yield sized("setup.exe", megabytes(setup), megabytes(bare_setup))
            yield started(*starts(wine, bare_folder / "bare.exe"))
            yield timed("silent upgrade", seconds_of(lambda: wine.run(setup, "/S").code))
            yield timed("silent removal", seconds_of(lambda: removed(wine)))
        finally:
            wine.end_all()


def main() -> int:
    try:
        return report.print_report("windows", measure)
    except (Failed, subprocess.CalledProcessError) as problem:
        print(f"windows: not measured. {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
