"""What invoices add up to, exactly and per currency, never over currencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from conductor_desktop.conductor.models import InvoiceRow

HOME_CURRENCY = "home currency"
"""The key of invoices without a currency: QuickBooks leaves it out when the company file keeps
one currency only, and then says nowhere which one that is."""

# Amounts have at most 29 digits (the client refuses others); this adds any number of them exactly.
_EXACT = Context(prec=60)
_NOTHING = Decimal()


@dataclass(frozen=True)
class CurrencyTotals:
    """Exact sums in one currency; ``paid`` and ``open`` add up to ``billed``."""

    billed: Decimal = Decimal()
    paid: Decimal = Decimal()
    open: Decimal = Decimal()


def totals_of(invoices: Iterable[InvoiceRow]) -> dict[str, CurrencyTotals]:
    """Billed, paid and open per currency name; ``HOME_CURRENCY`` for invoices without one."""
    billed: dict[str, Decimal] = {}
    still_open: dict[str, Decimal] = {}
    for invoice in invoices:
        name = currency_of(invoice)
        billed[name] = _EXACT.add(billed.get(name, _NOTHING), invoice.billed)
        still_open[name] = _EXACT.add(still_open.get(name, _NOTHING), invoice.open_amount)
    return {
        name: CurrencyTotals(
            all_of_it, _EXACT.subtract(all_of_it, still_open[name]), still_open[name]
        )
        for name, all_of_it in billed.items()
    }


def currency_of(invoice: InvoiceRow) -> str:
    """The name its totals stand under; a currency without a name has its id."""
    currency = invoice.currency
    return (currency and (currency.full_name or currency.id)) or HOME_CURRENCY
