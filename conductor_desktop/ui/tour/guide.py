"""Leads through the steps inside the running event loop, one condition after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.hands import Finder, NotOnScreen

log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 20
_SETTLING_LOOKS = 8  # a page is painted some 100 ms after it says that it is loaded (measured)
PATIENCE_SECONDS = 60.0  # QuickBooks itself is given that long

Walk = Generator[Finder, None, None]
"""Yields what to wait for, and acts in between."""


@dataclass(frozen=True)
class Step:
    """``walk`` yields what to wait for and acts in between; then the picture is taken."""

    name: str
    title: str
    walk: Callable[[], Walk]


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
        *,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self._camera = camera
        self._watchdog = watchdog
        self._say = say
        self._index = 0
        self._walk: Walk | None = None
        self._wait_for: Finder | None = None
        self._is_settling = False
        self._looks_left = 0
        self._problem: InvalidInput | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        # A timer of its own: the one above stands still while a dialog that it has opened runs.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(round(patience_seconds * 1000))
        self._patience.timeout.connect(self._give_up)

    @property
    def unfinished(self) -> Step | None:
        """The step that is under way; None once all have happened."""
        return self._steps[self._index] if self._index < len(self._steps) else None

    @property
    def problem(self) -> InvalidInput | None:
        """Why there could be no more pictures, if that is what ended the tour."""
        return self._problem

    def start(self) -> None:
        """Set off."""
        self._watchdog.start()
        self._timer.start()
        self._patience.start()

    def stop(self) -> None:
        """Take no further step."""
        self._timer.stop()
        self._patience.stop()

    def _look(self) -> None:
        try:
            if self._wait_for is None or self._wait_for():
                self._go_on(self._steps[self._index])
        except (NotOnScreen, AppError) as error:
            self._end(str(error))
        except Exception:
            log.exception("unexpected error in a step of the tour")
            self._end("the app met a problem it did not expect; the log says which")

    def _go_on(self, step: Step) -> None:
        if self._walk is None:
            self._walk = step.walk()
        self._patience.start()
        self._wait_for = next(self._walk, None)
        if self._wait_for is None and not self._is_settling:
            self._is_settling, self._looks_left = True, _SETTLING_LOOKS
            self._wait_for = self._has_settled
        # It may have come to its end meanwhile, while a dialog had the event loop for itself.
        if self._wait_for is None and self._timer.isActive():
            self._take_picture(step)

    def _take_picture(self, step: Step) -> None:
        try:
            shot = self._camera.snap(step.name, step.title)
        except InvalidInput as error:
            self._problem = error
            raise
        self._watchdog.forgive()
        self._say(f"{self._index + 1:2}/{len(self._steps)}  {shot.seconds:5.1f} s  {step.title}")
        self._walk = None
        self._is_settling = False
        self._index += 1
        if self.unfinished is None:
            self.stop()
            self.ended.emit("")

    def _has_settled(self) -> bool:
        self._looks_left -= 1
        return self._looks_left <= 0

    def _give_up(self) -> None:
        self._end("it took too long")

    def _end(self, why: str) -> None:
        step = self._steps[self._index]
        self.stop()
        self._say(f"Step “{step.name}” did not happen: {why.rstrip('.')}.")
        if self._problem is None:
            self._take_last_picture(step)
        self.ended.emit(step.name)

    def _take_last_picture(self, step: Step) -> None:
        """Of where it stopped, if there is a window and a place for a picture."""
        try:
            self._camera.snap(f"{step.name}-failed", f"Where “{step.title}” stopped")
        except (AppError, NotOnScreen) as error:
            log.info("no picture of where the tour stopped: %s", type(error).__name__)
