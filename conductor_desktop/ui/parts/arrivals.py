"""Gathers the pages of a load, so that the window takes in a few times a second what has come.

From a quick service several pages come between two repaints. Sorted in, counted and painted one by
one they took more of the UI thread than reading them takes (measured: 30 ms a page), and taken in
all at once they are felt in whatever the person is doing meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

_AGAIN_AFTER_MS = 250
_GO_ON_AFTER_MS = 10  # the window answers in between
_ROWS_AT_ONCE = 450


class Progress(Protocol):
    """A page as a service tells of it: ``InvoiceProgress``, ``CustomerProgress``."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def new(self) -> tuple[Any, ...]: ...

    @property
    def restarted(self) -> bool: ...


_Progress = TypeVar("_Progress", bound=Progress)


class Arrivals(QObject, Generic[_Progress]):
    """The first page goes on at once, and what comes soon after another a moment later."""

    came = Signal(object)  # a progress; several pages as if they were one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Progress] = deque()
        self._at_the_end: Callable[[], None] | None = None
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._go_on)

    def add(self, progress: _Progress) -> None:
        """One page."""
        if progress.restarted:
            self._waiting.clear()
        self._waiting.append(progress)
        if not self._pause.isActive():
            self._go_on()

    def end(self, then: Callable[[], None]) -> None:
        """No more pages come: go on with ``then`` when all have been handed on."""
        self._at_the_end = then
        self._pause.stop()
        self._go_on()

    def hand_over(self) -> None:
        """Let go all that waits, now."""
        self._pause.stop()
        while self._waiting:
            self.came.emit(self._some())

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self._waiting.clear()
        self._at_the_end = None
        self._pause.stop()

    def _go_on(self) -> None:
        if self._waiting:
            some = self._some()
            self._pause.start(
                _GO_ON_AFTER_MS if self._waiting or self._at_the_end else _AGAIN_AFTER_MS
            )
            self.came.emit(some)
        elif self._at_the_end is not None:
            then, self._at_the_end = self._at_the_end, None
            then()

    def _some(self) -> _Progress:
        """The page that has waited longest, with as many of the next as can be taken in at once."""
        some = self._waiting.popleft()
        while self._waiting and len(some.new) + len(self._waiting[0].new) <= _ROWS_AT_ONCE:
            new = (*some.new, *self._waiting[0].new)
            some = replace(self._waiting.popleft(), new=new, restarted=some.restarted)
        return some
