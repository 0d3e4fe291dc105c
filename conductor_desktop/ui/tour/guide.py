"""Leads through the steps inside the running event loop, one condition after the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.hands import Finder, NotOnScreen

log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 20
_PATIENCE_SECONDS = 60.0  # QuickBooks itself is given that long

Walk = Iterator[Finder]


@dataclass(frozen=True)
class Step:
    """``walk`` yields what to wait for and acts in between; then the picture is taken."""

    name: str
    title: str
    walk: Callable[[], Generator[Finder, None, None]]


class Guide(QObject):
    """Takes the steps in order; ``ended`` carries the name of the one that did not happen."""

    ended = Signal(str)  # "" when all have happened

    def __init__(
        self,
        steps: list[Step],
        camera: Camera,
        watchdog: Watchdog,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._camera = camera
        self._watchdog = watchdog
        self._say = say
        self._index = 0
        self._walk: Walk | None = None
        self._wait_for: Finder | None = None
        self._since = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Set off."""
        self._watchdog.start()
        self._timer.start()

    def _look(self) -> None:
        step = self._steps[self._index]
        try:
            if self._wait_for is not None and not self._wait_for():
                if time.monotonic() - self._since > _PATIENCE_SECONDS:
                    self._end(step, "it took too long")
                return
            self._go_on(step)
        except NotOnScreen as missing:
            self._end(step, str(missing))

    def _go_on(self, step: Step) -> None:
        if self._walk is None:
            self._walk = step.walk()
        self._since = time.monotonic()
        self._wait_for = next(self._walk, None)
        if self._wait_for is not None:
            return
        shot = self._camera.snap(step.name, step.title)
        self._watchdog.forgive()
        self._say(f"{self._index + 1:2}/{len(self._steps)}  {shot.seconds:5.1f} s  {step.title}")
        self._walk = None
        self._index += 1
        if self._index == len(self._steps):
            self._timer.stop()
            self.ended.emit("")

    def _end(self, step: Step, why: str) -> None:
        self._timer.stop()
        self._say(f"Step “{step.name}” did not happen: {why}.")
        self._camera.snap(f"{step.name}-failed", f"Where “{step.title}” stopped")
        self.ended.emit(step.name)
