"""What all benches have in common: workers that measure themselves, and lines with verdicts."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Figures = Mapping[str, float]
"""What a worker says of itself."""


class NotMeasured(Exception):
    """A process did not do what it was started for; carries its last words."""


@dataclass(frozen=True)
class Verdict:
    """One line of the report; ``met`` is None where there is no target."""

    text: str
    met: bool | None


def environment() -> dict[str, str]:
    """For processes that open a window: without a display they need none.

    The product ships compiled modules; without that variable so does a checkout, from the second
    start on.
    """
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux" and not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def run_worker(
    name: str,
    command: Sequence[str],
    *,
    seconds: float,
    words: str = "",
    environment: Mapping[str, str] | None = None,
) -> Figures:
    """What a Python process says of itself, given ``words`` on stdin and up to ``seconds``.

    Raises ``NotMeasured`` with its last words.
    """
    try:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            input=words,
            capture_output=True,
            text=True,
            timeout=seconds,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise NotMeasured(f"“{name}” took too long.") from error
    if done.returncode:
        raise NotMeasured(f"“{name}” failed.\n{done.stderr[-2000:]}")
    figures: Figures = json.loads(done.stdout)
    return figures


def medians(rounds: Sequence[Figures]) -> Figures:
    """Each figure's own median."""
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def print_report(bench: str, measure: Callable[[], Iterable[Verdict]]) -> int:
    """Measure and say what was found; returns 1 where a target was missed or nothing was found."""
    try:
        found = list(measure())
    except (NotMeasured, OSError) as problem:
        print(f"{bench}: not measured. {problem}", file=sys.stderr)
        return 1
    for verdict in found:
        print(f"{bench}: {verdict.text}")
    return 1 if any(verdict.met is False for verdict in found) else 0
