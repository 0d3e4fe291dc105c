"""Gathers the pages of a load, so that the window takes in a few times a second what has come.

From a quick service several pages come between two repaints. Sorted in, counted and painted one by
one they took more of the UI thread than reading them takes (measured: 30 ms a page).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

_AGAIN_AFTER_MS = 250


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
        self._waiting: _Progress | None = None
        self._pause = QTimer(self, singleShot=True, interval=_AGAIN_AFTER_MS)
        self._pause.timeout.connect(self.hand_over)

    def add(self, progress: _Progress) -> None:
        """One page."""
        before = self._waiting
        if before is not None and not progress.restarted:
            new = (*before.new, *progress.new)
            progress = replace(progress, new=new, restarted=before.restarted)
        self._waiting = progress
        if not self._pause.isActive():
            self.hand_over()

    def hand_over(self) -> None:
        """Let go what waits, if anything does."""
        waiting, self._waiting = self._waiting, None
        self._pause.stop()
        if waiting is not None:
            self.came.emit(waiting)
            self._pause.start()

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self._waiting = None
        self._pause.stop()
