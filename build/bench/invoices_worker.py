"""Loads all invoices into the Invoices screen and works on them as a hand would, timing each thing.

Reads from stdin where the sandbox is; prints what it took as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollBar, QWidget

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.ui.collector import UiThreadCollector
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.formats import current_formats, local_today
from conductor_desktop.ui.parts.loading import Phase
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.theme import wear_theme

LATE_MS = 20.0
_TICK_MS = 10
_PATIENCE_MS = 600_000
_SETTLE_MS = 500
_FRAMES = 120
_SEARCH = "north"
_SAMPLE_SECONDS = 0.02

Figures = dict[str, float]


class Ticks(QObject):
    """A timer of 10 ms on the UI thread: how often it was late, and by how much at most.

    As late as this process was at work meanwhile, at most: while it was not, it was another one
    that had the processor.
    """

    def __init__(self) -> None:
        super().__init__()
        self.late = 0
        self.longest_ms = 0.0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._at, self._worked = time.perf_counter(), time.process_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        at, worked = time.perf_counter(), time.process_time()
        late_ms = min(at - self._at, worked - self._worked) * 1000 - _TICK_MS
        self.longest_ms = max(self.longest_ms, late_ms)
        self.late += late_ms > LATE_MS
        self._at, self._worked = at, worked


class Paints(QObject):
    """Counts how often a widget is painted; a paint has just begun when it is counted."""

    begun = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
            self.begun.emit()
        return False


class FirstRows(QObject):
    """When the table was first painted with rows in it."""

    def __init__(self, screen: InvoicesScreen) -> None:
        super().__init__(screen)
        self.at: float | None = None
        self._model = screen.table.model()
        self._paints = Paints(screen.table.viewport())
        self._paints.begun.connect(self._look)

    def _look(self) -> None:
        if self._model.rowCount():
            self._paints.begun.disconnect(self._look)
            QTimer.singleShot(0, self._note)

    def _note(self) -> None:
        self.at = time.perf_counter()


class PeakOf:
    """The most memory this process had meanwhile, looked at from a thread of its own."""

    def __enter__(self) -> PeakOf:
        self._process = psutil.Process()
        self.before = self.peak = float(self._process.memory_info().rss)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            self.peak = max(self.peak, float(self._process.memory_info().rss))


def load(screen: InvoicesScreen, controller: InvoicesController) -> Figures:
    """From the click to the last row; memory when all is ready to be searched and sorted."""
    settle()
    gc.collect()
    memory = psutil.Process().memory_info().rss
    first, ticks, loop = FirstRows(screen), Ticks(), QEventLoop()
    controller.state_changed.connect(
        lambda state: loop.quit() if state.phase is not Phase.LOADING else None
    )
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    ticks.start()
    cpu, began = time.process_time(), time.perf_counter()
    QTimer.singleShot(0, lambda: controller.load(InvoiceQuery()))
    loop.exec()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    ticks.stop()
    if controller.state.phase is not Phase.READY:
        raise SystemExit(f"The load ended as {controller.state.phase.name}.")
    # Of few rows the last are here before the first are painted.
    while first.at is None or not controller.model.is_prepared:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    settle()
    gc.collect()
    rows = len(controller.model.invoices)
    grown = psutil.Process().memory_info().rss - memory
    return {
        "rows": float(rows),
        "load_seconds": seconds,
        "load_cpu_seconds": cpu,
        "first_rows_seconds": first.at - began,
        "bytes_a_row": grown / rows,
        "late_ticks": float(ticks.late),
        "latest_tick_ms": ticks.longest_ms,
    }


def sorts(screen: InvoicesScreen) -> Figures:
    """Each column, sorted up and then down: the slower of both."""
    found: Figures = {}
    for position, column in enumerate(COLUMNS):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            took = painted(screen, partial(screen.table.sortByColumn, position, order))
            name = f"sort {column.key}"
            found[name] = max(found.get(name, 0.0), took)
    return found


def search(screen: InvoicesScreen) -> Figures:
    """Each letter of a word, as it is typed, and each taken back."""
    field = screen.findChild(QLineEdit, "invoicesFilter")
    assert field is not None  # noqa: S101 - it is a part of the screen
    typed = [_SEARCH[:end] for end in range(1, len(_SEARCH) + 1)]
    texts = (*typed, *reversed(typed[:-1]), "")
    took = [painted(screen, partial(field.setText, text)) for text in texts]
    return {"keystroke_seconds": max(took)}


def scrolling(screen: InvoicesScreen) -> Figures:
    """The longest frame while the table moves by a row, and by a page, from its top down."""
    bar = screen.table.verticalScrollBar()

    def longest(step: int) -> float:
        bar.setValue(bar.minimum())
        screen.table.viewport().repaint()
        move = partial(_move, bar, step)
        return max(painted(screen, move, anew=False) for _ in range(_FRAMES))

    return {
        "row_frame_seconds": longest(bar.singleStep()),
        "page_frame_seconds": longest(bar.pageStep()),
    }


def _move(bar: QScrollBar, step: int) -> None:
    """Down, or to the top again from the end: what stays is not painted, and waited for in vain."""
    is_at_end = bar.value() == bar.maximum()
    bar.setValue(bar.minimum() if is_at_end else bar.value() + step)


def exports(controller: InvoicesController, folder: Path) -> Figures:
    """Both formats, written as the app does it, with the window open."""
    found: Figures = {}
    for ending in ("csv", "xlsx"):
        loop, written = QEventLoop(), list[object]()
        controller.exporter.written.connect(written.append)
        for ended in (controller.exporter.written, controller.exporter.failed):
            ended.connect(loop.quit)
        gc.collect()
        with PeakOf() as memory:
            began, cpu = time.perf_counter(), time.process_time()
            controller.exporter.export(
                controller.seen(), folder / f"invoices.{ending}", local_today()
            )
            loop.exec()
            found[f"{ending}_seconds"] = time.perf_counter() - began
            found[f"{ending}_cpu_seconds"] = time.process_time() - cpu
        found[f"{ending}_bytes"] = memory.peak - memory.before
        if not written:
            raise SystemExit(f"No {ending} was written.")
    return found


def painted(screen: InvoicesScreen, do: Callable[[], None], *, anew: bool = True) -> float:
    """Seconds that this process works until what ``do`` changes of the table is painted.

    ``anew``: all of it is, also where the same rows stay; otherwise only what Qt finds has changed.
    """
    QApplication.processEvents()
    viewport = screen.table.viewport()
    paints = Paints(viewport)
    worked = time.process_time()
    do()
    if anew:
        viewport.update()
    while not paints.count:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    viewport.removeEventFilter(paints)
    return time.process_time() - worked


def settle() -> None:
    """Let the window come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


def main() -> int:
    given = json.loads(sys.stdin.readline())
    app = QApplication([])
    wear_theme(app)
    UiThreadCollector(app)
    runner = TaskRunner()
    client = ConductorClient(given["base_url"], Secret(given["secret_key"]))
    service = InvoicesService(client, given["end_user_id"])
    controller = InvoicesController(lambda: service, runner, InvoicesModel(current_formats))
    screen = InvoicesScreen(controller)
    screen.resize(1280, 800)
    screen.show()
    figures = load(screen, controller)
    figures |= sorts(screen)
    figures |= search(screen)
    figures |= scrolling(screen)
    with tempfile.TemporaryDirectory() as folder:
        figures |= exports(controller, Path(folder))
    runner.shutdown()
    client.close()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
