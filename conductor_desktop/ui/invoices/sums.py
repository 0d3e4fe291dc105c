"""What the shown invoices add up to, per currency and never over currencies.

The same sums as ``services.invoices.totals_of``, kept up to date as pages arrive, with a count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import currency_of

# The default of 28 digits could round a sum of very large amounts with many decimals.
_EXACT = Context(prec=60)
_CENT = Decimal("0.01")


@dataclass
class CurrencySum:
    """Exact sums of the invoices in one currency."""

    count: int = 0
    billed: Decimal = Decimal()
    open: Decimal = Decimal()

    @property
    def paid(self) -> Decimal:
        """What is billed and not open any more."""
        return _EXACT.subtract(self.billed, self.open)

    @property
    def average(self) -> Decimal:
        """What one of them comes to, to the cent."""
        return _EXACT.divide(self.billed, Decimal(self.count)).quantize(_CENT, context=_EXACT)


def add_up(sums: dict[str, CurrencySum], invoices: Iterable[InvoiceRow]) -> None:
    """Add ``invoices`` to ``sums``."""
    for invoice in invoices:
        currency = sums.setdefault(currency_of(invoice), CurrencySum())
        currency.count += 1
        currency.billed = _EXACT.add(currency.billed, invoice.total)
        currency.open = _EXACT.add(currency.open, invoice.open_amount)
