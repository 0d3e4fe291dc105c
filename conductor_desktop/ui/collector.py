"""Python's cycle collector, made to run on the UI thread alone.

By itself it runs on whichever thread happens to allocate, and what it finds it deletes there. A
widget deleted on a worker thread takes the process down (seen as a crash in ``~QWidget`` below
``gc_collect_main`` on a request thread).
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
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due; mostly there is none."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
