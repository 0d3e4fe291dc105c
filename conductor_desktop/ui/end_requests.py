"""Ctrl-C and the system's request to end: noted when they come, followed by Qt's event loop.

Python's own answer is an exception in the middle of whatever runs, and that aborts the process
while Qt is being loaded and is lost in a slot (measured). Importing this module imports no Qt.
"""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndRequests:
    """A context manager for the main thread. A second request ends the process at once."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}

    @property
    def exit_code(self) -> int | None:
        """What to exit with, as shells count it; None while nobody asked."""
        return None if self._first is None else 128 + self._first

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler or signal.SIG_DFL)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._first = number
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
