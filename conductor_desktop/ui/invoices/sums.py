"""What the shown invoices add up to, per currency and never over currencies.

The same sums as ``services.invoices.totals_of`` and ``ageing_of``, kept up to date as pages
arrive, with a count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import Age, Ageing, currency_of

# The default of 28 digits could round a sum of very large amounts with many decimals.
_EXACT = Context(prec=60)


@dataclass
class CurrencySum:
    """Exact sums of the invoices in one currency."""

    count: int = 0
    billed: Decimal = Decimal()
    open: Decimal = Decimal()
    ageing: Ageing = field(default_factory=Ageing)

    @property
    def paid(self) -> Decimal:
        """What is billed and not open any more."""
        return _EXACT.subtract(self.billed, self.open)

    @property
    def overdue(self) -> Decimal:
        """What is open and past its due day."""
        return self.ageing.overdue

    def average(self, decimals: int) -> Decimal:
        """What one of them comes to, with so many decimals."""
        unit = Decimal(1).scaleb(-decimals)
        return _EXACT.divide(self.billed, Decimal(self.count)).quantize(unit, context=_EXACT)


def add_up(
    sums: dict[str, CurrencySum], invoices: Iterable[InvoiceRow], ages: Iterable[Age | None]
) -> None:
    """Add ``invoices`` to ``sums``; ``ages`` are theirs, ``None`` where nothing is open."""
    for invoice, age in zip(invoices, ages, strict=False):
        currency = currency_of(invoice)
        one = sums.get(currency)
        if one is None:
            one = sums[currency] = CurrencySum()
        one.count += 1
        one.billed = _EXACT.add(one.billed, invoice.total)
        if age is not None:
            amount = invoice.open_amount
            one.open = _EXACT.add(one.open, amount)
            one.ageing.add(age, amount)
