"""Measures how long the window could not react: what a person would feel."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

_TICK_MS = 5
_TRIES = 3


def longest_stall(work: Callable[[], object], below: float) -> float:
    """The longest time in seconds without a turn of the event loop while ``work`` runs it.

    Another program can take the processor away for as long, so what is over ``below`` is tried
    again, twice; what is really slow is so every time.
    """
    best = float("inf")
    for _ in range(_TRIES):
        best = min(best, _measure(work))
        if best < below:
            break
    return best


def _measure(work: Callable[[], object]) -> float:
    longest, last = 0.0, time.perf_counter()

    def tick() -> None:
        nonlocal longest, last
        now = time.perf_counter()
        longest, last = max(longest, now - last), now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(_TICK_MS)
    work()
    tick()
    timer.stop()
    return longest
