"""What stands below the table: what the rows add up to, how long it is due, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.invoices.ageing_strip import AgeingStrip
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.totals import InvoiceTotals
from conductor_desktop.ui.parts.totals_strip import Verdict
from conductor_desktop.ui.theme import UNIT

_SUMS_AFTER_MS = 60  # longer than painting the rows takes


class Foot(QWidget):
    """Nothing is to be seen of it until there is something to ``show_rows`` about."""

    retry_clicked = Signal()

    def __init__(self, model: InvoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._ageing = AgeingStrip(self)
        self._totals = InvoiceTotals(self)
        self._are_complete = False
        self._has_room_for_ageing = True
        self._later = QTimer(self, singleShot=True, interval=_SUMS_AFTER_MS)
        self._later.timeout.connect(self._show_sums)
        self._ageing.chosen.connect(model.choose_age)
        self._totals.retry_clicked.connect(self.retry_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._ageing)
        column.addWidget(self._totals)
        self.show_nothing()

    def show_rows(self, verdict: Verdict, *, later: bool, has_room_for_ageing: bool) -> None:
        """Say how complete the rows of the model are, and what they add up to.

        ``later``: the sums are painted after the rows, for both at once would be felt.
        """
        self._totals.show_verdict(verdict)
        self._are_complete, self._has_room_for_ageing = verdict.complete, has_room_for_ageing
        if later:
            self._later.start()
        else:
            self._show_sums()

    def show_nothing(self) -> None:
        """There are no rows to say anything about."""
        self._later.stop()
        self._totals.hide()
        self._ageing.hide()
        self.hide()

    def warm_up(self) -> None:
        """Do ahead what the first paint would need of style and fonts."""
        self._totals.warm_up()
        for part in self._ageing.findChildren(QWidget):
            part.ensurePolished()

    def _show_sums(self) -> None:
        self._later.stop()
        model, complete = self._model, self._are_complete
        self._totals.show_sums(model.sums, model.formats, complete=complete)
        self._totals.show()
        self._ageing.show_sums(model.found_sums, model.aged, model.formats, complete=complete)
        self._ageing.setVisible(self._has_room_for_ageing)
        self.show()
