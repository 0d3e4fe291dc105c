"""The same rows in Qt's own way: a plain table model, sorted by a QSortFilterProxyModel.

Reads from stdin where the sandbox is and which columns to sort by; prints what it took as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.parts.formats import current_formats
from conductor_desktop.work import CancelToken

_Index = QModelIndex | QPersistentModelIndex


class PlainModel(QAbstractTableModel):
    """What is shown and what is sorted by, asked for cell by cell."""

    def __init__(self, invoices: Sequence[InvoiceRow]) -> None:
        super().__init__()
        self._invoices = invoices
        self._formats = current_formats()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._invoices)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == int(Qt.ItemDataRole.DisplayRole):
            return COLUMNS[index.column()].text(self._invoices[index.row()], self._formats)
        return None


def main() -> int:
    given = json.loads(sys.stdin.readline())
    app = QCoreApplication([])
    client = ConductorClient(given["base_url"], Secret(given["secret_key"]))
    service = InvoicesService(client, given["end_user_id"])
    read = service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())
    plain = PlainModel(read.invoices)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(plain)
    figures: dict[str, float] = {"rows": float(len(read.invoices))}
    for position, column in enumerate(COLUMNS):
        if column.key in given["columns"]:
            began, worked = time.perf_counter(), time.process_time()
            proxy.sort(position, Qt.SortOrder.DescendingOrder)
            took = min(time.perf_counter() - began, time.process_time() - worked)
            figures[f"sort {column.key}"] = took
    client.close()
    print(json.dumps(figures))
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
