"""Python's cycle collector, made to run on the UI thread alone, and never for long.

By itself it runs on whichever thread happens to allocate, and what it finds it deletes there. A
widget deleted on a worker thread takes the process down (seen as a crash in ``~QWidget`` below
``gc_collect_main`` on a request thread).

A full collection looks at everything there is and lets no thread in meanwhile: 60 to 90 ms for the
60,000 objects of the open app (measured), longer with what a load adds. So the app itself is taken
out of it, and what a load adds are structs and tuples that the collector does not follow.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 500


class UiThreadCollector(QObject):
    """Collects as Python would, by the same thresholds, but only here. Make it on the UI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._is_settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due; mostly there is none."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                if generation == 2:
                    self._settle()
                gc.collect(generation)
                return

    def _settle(self) -> None:
        """Once: what has lasted until a full collection is due is what the app consists of."""
        if not self._is_settled:
            self._is_settled = True
            gc.freeze()
