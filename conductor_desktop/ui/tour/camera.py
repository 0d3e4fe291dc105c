"""Takes the pictures, times the steps, and notes how long the window ever stood still."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.errors import InvalidInput

_TICK_MS = 10


@dataclass(frozen=True)
class Shot:
    """One step of the tour as ``tour.json`` lists it."""

    step: str
    title: str
    seconds: float
    picture: str


class Camera:
    """Writes ``01-welcome.png`` and so on into ``folder``, and ``tour.json`` at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shots: list[Shot] = []
        self._since = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in (*folder.glob("[0-9][0-9]-*.png"), folder / "tour.json"):
                old.unlink(missing_ok=True)
        except OSError as error:
            raise InvalidInput(
                "Cannot write the pictures",
                f"“{folder}” cannot be written ({error.strerror}).",
                "Choose another folder with --output.",
            ) from error

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(self._shots)

    def snap(self, step: str, title: str) -> Shot:
        """A picture of the window in front, and of a dialog over it where there is one."""
        number = len(self._shots) + 1
        name = f"{number:02}-{step}.png"
        if not _front().grab().save(str(self._folder / name)):
            raise InvalidInput(
                "Cannot write the pictures",
                f"“{self._folder / name}” cannot be written.",
                "Choose another folder with --output.",
            )
        now = time.monotonic()
        shot = Shot(step, title, round(now - self._since, 3), name)
        self._since = now
        self._shots.append(shot)
        return shot

    def finish(self, *, longest_stall_ms: float, failed_step: str | None) -> None:
        """Write ``tour.json``: what happened, whether or not all of it did."""
        report = {
            "complete": failed_step is None,
            "failedStep": failed_step,
            "longestStallMs": round(longest_stall_ms, 1),
            "steps": [asdict(shot) for shot in self._shots],
        }
        text = json.dumps(report, indent=2, ensure_ascii=False)
        (self._folder / "tour.json").write_text(text + "\n", encoding="utf-8")


class Watchdog(QObject):
    """A timer that should tick every 10 ms; the longest it was late is the longest stall."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = 0.0
        self._before = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Watch from now on."""
        self._before = time.monotonic()
        self._timer.start()

    def forgive(self) -> None:
        """What has just been done (taking a picture) is the tour's own stall, not the app's."""
        self._before = time.monotonic()

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest_ms = max(self.longest_ms, (now - self._before) * 1000 - _TICK_MS)
        self._before = now


def _front() -> QWidget:
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
    dialog = QApplication.activeModalWidget()
    return dialog or QApplication.activeWindow() or windows[0]
