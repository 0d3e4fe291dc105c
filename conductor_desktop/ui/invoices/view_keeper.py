"""Keeps how the invoice table is arranged, a moment after the last change and off the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from conductor_desktop.storage.table_view import TableView
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.tasks import Pool, TaskRunner

log = logging.getLogger(__name__)

_AFTER_MS = 800  # whoever drags an edge changes its place many times a second


class ViewKeeper(QObject):
    """``keep`` writes to the disk; it runs on the worker thread that does so."""

    def __init__(
        self,
        table: InvoicesTable,
        kept: TableView | None,
        keep: Callable[[TableView], object],
        runner: TaskRunner,
    ) -> None:
        super().__init__(table)
        self._table = table
        self._keep = keep
        self._runner = runner
        if kept is not None:
            table.arrange(kept)
        self._kept = table.view
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.keep_now)
        table.arranged.connect(self._soon.start)

    def keep_now(self) -> None:
        """Do not wait any longer: the window closes, or nothing has changed for a while."""
        self._soon.stop()
        view, keep = self._table.view, self._keep
        if view != self._kept:
            self._kept = view
            handle = self._runner.submit(lambda _task: keep(view), Pool.FILES)
            handle.failed.connect(self._on_not_kept)

    def _on_not_kept(self) -> None:
        """At worst the columns are arranged once more after a restart."""
        log.warning("the columns of the invoices could not be kept")
