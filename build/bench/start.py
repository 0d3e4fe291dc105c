"""How long the app takes to its first painted window, against the barest PySide6 window.

Both processes print ``first-paint`` when their window is painted; the clock is here, from starting
the process to reading that line. The two take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from build.bench import report

ROUNDS = 7
TARGET = 1.6  # times the bare window's median
PATIENCE_SECONDS = 60.0
BARE = Path(__file__).with_name("bare_window.py")
APP = Path(sys.executable).with_name(
    "conductor-desktop.exe" if os.name == "nt" else "conductor-desktop"
)


class NotPainted(Exception):
    """The process ended, or was ended, before it said that its window is painted."""


def seconds_to_first_paint(command: list[str]) -> float:
    """Start ``command``, wait for its line, end it. Raises ``NotPainted`` with its last words."""
    with tempfile.TemporaryFile() as stderr:
        began = time.perf_counter()
        env = {**report.environment(), "CONDUCTOR_DESKTOP_BENCH": "first-paint"}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=env
        )
        give_up = threading.Timer(PATIENCE_SECONDS, process.kill)
        give_up.start()
        with process:
            painted = any(line.strip() == "first-paint" for line in process.stdout or ())
            seconds = time.perf_counter() - began
            give_up.cancel()
            process.kill()
        if painted:
            return seconds
        stderr.seek(0)
        last_words = stderr.read().decode(errors="replace")[-2000:]
        raise NotPainted(f"{' '.join(command)} painted no window.\n{last_words}")


def measure() -> tuple[float, float]:
    """The medians of the app and of the bare window, in seconds; a first round is not counted."""
    app, bare = [], []
    for _ in range(ROUNDS + 1):
        bare.append(seconds_to_first_paint([sys.executable, str(BARE)]))
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            app.append(seconds_to_first_paint([str(APP), "--home", home]))
    return statistics.median(app[1:]), statistics.median(bare[1:])


def main() -> int:
    try:
        app, bare = measure()
    except (NotPainted, OSError) as problem:
        print(f"start: not measured. {problem}", file=sys.stderr)
        return 1
    ratio = app / bare
    verdict = "ok" if ratio <= TARGET else "too slow"
    print(
        f"start: {ratio:.2f} times a bare window (at most {TARGET}): {verdict}  "
        f"[app {app * 1000:.0f} ms, bare {bare * 1000:.0f} ms, medians of {ROUNDS}]"
    )
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
