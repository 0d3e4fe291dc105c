"""What the shown invoices add up to, below the table."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from conductor_desktop.services.currencies import decimals_of
from conductor_desktop.ui.invoices.sums import CurrencySum
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.totals_strip import TotalsStrip, currency_words

_HEADINGS = ("Currency", "Invoices", "Billed", "Paid", "Open", "Overdue")


class InvoiceTotals(TotalsStrip):
    """Count, billed, paid, open and overdue of each currency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("invoices", _HEADINGS, ("Open", "Overdue"), parent)

    def show_sums(
        self, sums: Mapping[str, CurrencySum], formats: Formats, *, complete: bool
    ) -> None:
        """What the shown rows add up to."""
        lines = [_texts(currency, sums[currency], formats) for currency in sorted(sums)]
        self.show_lines(lines, complete=complete)


def _texts(currency: str, amounts: CurrencySum, formats: Formats) -> tuple[str, ...]:
    money = (amounts.billed, amounts.paid, amounts.open, amounts.overdue)
    decimals = decimals_of(currency)
    return (
        currency_words(currency),
        formats.count(amounts.count),
        *(formats.money(amount, decimals) for amount in money),
    )
