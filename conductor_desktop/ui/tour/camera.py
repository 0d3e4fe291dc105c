"""Takes the pictures, times the steps, and notes how long the window ever stood still."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.errors import InvalidInput
from conductor_desktop.ui.tour.hands import NotOnScreen

_TICK_MS = 10
_REPORT = "tour.json"


@dataclass(frozen=True)
class Shot:
    """One step of the tour as ``tour.json`` lists it."""

    step: str
    title: str
    seconds: float
    picture: str


class Camera:
    """Writes ``01-welcome.png`` and so on into ``folder``, and ``tour.json`` at the end.

    What an earlier tour left there goes: its pictures, and the files named by ``leftovers``.
    Raises ``InvalidInput`` when the folder cannot be written.
    """

    def __init__(self, folder: Path, leftovers: Sequence[str] = ()) -> None:
        self._folder = folder
        self._shots: list[Shot] = []
        self._since = time.monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in (*folder.glob("[0-9][0-9]-*.png"), *(folder / name for name in leftovers)):
                old.unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            raise _unwritable(folder, _reason(error)) from error
        # If nothing else is written, it says that the tour did not come to its end.
        self.finish(longest_stall_ms=0.0, failed_step=None, complete=False)

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(self._shots)

    def snap(self, step: str, title: str) -> Shot:
        """A picture of the window in front with what hangs from it, or of the dialog over it.

        Raises ``NotOnScreen`` when no window is open, ``InvalidInput`` when it cannot be written.
        """
        number = len(self._shots) + 1
        name = f"{number:02}-{step}.png"
        if not _picture().save(str(self._folder / name)):
            raise _unwritable(self._folder / name)
        now = time.monotonic()
        shot = Shot(step, title, round(now - self._since, 3), name)
        self._since = now
        self._shots.append(shot)
        return shot

    def finish(self, *, longest_stall_ms: float, failed_step: str | None, complete: bool) -> None:
        """Write ``tour.json``: what happened, whether or not all of it did.

        Raises ``InvalidInput`` when it cannot be written.
        """
        report = {
            "complete": complete,
            "failedStep": failed_step,
            "longestStallMs": round(longest_stall_ms, 1),
            "steps": [asdict(shot) for shot in self._shots],
        }
        text = json.dumps(report, indent=2, ensure_ascii=False)
        try:
            (self._folder / _REPORT).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise _unwritable(self._folder, _reason(error)) from error


class Watchdog(QObject):
    """A timer that should tick every 10 ms; the longest it was late is the longest stall."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self._clock = clock
        self._before = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Watch from now on."""
        self._before = self._clock()
        self._timer.start()

    def forgive(self) -> None:
        """What has just been done (taking a picture) is the tour's own stall, not the app's."""
        self._before = self._clock()

    def _tick(self) -> None:
        now = self._clock()
        self.longest_ms = max(self.longest_ms, (now - self._before) * 1000 - _TICK_MS)
        self._before = now


def _picture() -> QPixmap:
    front = _front()
    picture = front.grab()
    popup = QApplication.activePopupWidget()
    if popup is not None and popup.isVisible():
        painter = QPainter(picture)
        painter.drawPixmap(popup.pos() - front.mapToGlobal(QPoint(0, 0)), popup.grab())
        painter.end()
    return picture


def _front() -> QWidget:
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and _can_be_front(w)]
    # Qt goes on naming a dialog as active that was closed together with its window.
    active = QApplication.activeWindow()
    front = QApplication.activeModalWidget() or (active if active in windows else None)
    front = front or next(iter(windows), None)
    if front is None:
        raise NotOnScreen("no window is open")
    return front


def _can_be_front(widget: QWidget) -> bool:
    return widget.isWindow() and widget.windowType() is not Qt.WindowType.Popup


def _unwritable(path: Path, reason: str = "") -> InvalidInput:
    why = f" ({reason})" if reason else ""
    return InvalidInput(
        "Cannot write the pictures",
        f"“{path}” cannot be written{why}.",
        "Choose another folder with --output.",
    )


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
