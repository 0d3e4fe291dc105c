"""The drop-down list of periods."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.parts.choice import Choice


class PeriodChooser(Choice):
    """Offers every ``Period``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("invoicesPeriod", "Period", parent)
        for period in Period:
            self.addItem(period.value)

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return list(Period)[self.currentIndex()]

    def choose(self, period: Period) -> None:
        """Choose ``period`` without telling anybody."""
        self.setCurrentIndex(list(Period).index(period))
