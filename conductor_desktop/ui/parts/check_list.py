"""The answers of the PC checks as a list, the worst first; what is fine can be folded away."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.checks import CheckResult


class CheckList(QWidget):
    """Rows come in one by one, each at its place; a newer answer replaces the older one.

    ``name`` is the object name of the link that folds and unfolds.
    """

    remedy_wanted = Signal(object)  # the Remedy of a row

    def __init__(self, name: str, parent: QWidget | None = None, *, folded: bool = False) -> None:
        super().__init__(parent)
        self._rows: list[CheckRow] = []
        self._is_folded = folded
        self._link = link_button("", name, self)
        self._link.setProperty("flush", True)
        self._link.clicked.connect(self._on_link)
        self._link.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addSpacing(UNIT // 2)
        self._column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        self._arranging = QTimer(self)
        self._arranging.setSingleShot(True)
        self._arranging.timeout.connect(self._arrange)

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """From top to bottom, the folded ones too."""
        return tuple(self._rows)

    def add(self, result: CheckResult) -> None:
        """Show one answer."""
        self._arrange_later()
        self._drop([row for row in self._rows if row.result.id == result.id])
        row = CheckRow(result, self)
        row.remedy_wanted.connect(self.remedy_wanted)
        place = bisect.bisect([other.result.rank for other in self._rows], result.rank)
        self._rows.insert(place, row)
        self._column.insertWidget(place, row)
        row.setVisible(self._shows(row))
        self._say_how_many()

    def keep_only(self, ids: set[str]) -> None:
        """Rows of other checks go."""
        self._drop([row for row in self._rows if row.result.id not in ids])
        self._say_how_many()

    def clear(self) -> None:
        """All rows go."""
        self.keep_only(set())

    def fold(self, folded: bool) -> None:
        """Show what is fine, or only what is not."""
        if folded is not self._is_folded:
            self._is_folded = folded
            self._arrange_later()
            for row in self._rows:
                row.setVisible(self._shows(row))
            self._say_how_many()

    def _arrange_later(self) -> None:
        """Once for all rows that come or go in one turn.

        Each that is shown would else be arranged anew with all others: half a second for thirty.
        """
        if not self._arranging.isActive():
            self._column.setEnabled(False)
            self.setUpdatesEnabled(False)
            self._arranging.start()

    def _arrange(self) -> None:
        self._column.setEnabled(True)
        self._column.activate()
        self.setUpdatesEnabled(True)

    def _shows(self, row: CheckRow) -> bool:
        return row.mark is not Mark.OK or not self._is_folded

    def _drop(self, rows: list[CheckRow]) -> None:
        for row in rows:
            self._rows.remove(row)
            self._column.removeWidget(row)
            row.hide()  # or it would shine through the new ones until it is gone
            row.deleteLater()

    def _say_how_many(self) -> None:
        fine = sum(row.mark is Mark.OK for row in self._rows)
        self._link.setText(f"{'Show' if self._is_folded else 'Hide'} what is fine ({fine})")
        self._link.setVisible(bool(fine))

    def _on_link(self) -> None:
        self.fold(not self._is_folded)
