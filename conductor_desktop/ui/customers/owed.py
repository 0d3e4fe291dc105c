"""What the shown customers owe, per currency and never over currencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from conductor_desktop.conductor.models import Customer
from conductor_desktop.services.customers import currency_of, open_balances

_EXACT = Context(prec=60)  # the default of 28 digits could round


@dataclass(frozen=True)
class Owed:
    """How many have a balance in one currency, and what it comes to."""

    count: int
    balance: Decimal


def add_up(sums: dict[str, Owed], customers: Sequence[Customer]) -> None:
    """Add ``customers`` to ``sums``. Each counts with its own balance."""
    counts = Counter(currency_of(one) for one in customers if one.balance is not None)
    for name, balance in open_balances(customers).items():
        before = sums.get(name, Owed(0, Decimal()))
        total = _EXACT.add(before.balance, balance)
        sums[name] = Owed(before.count + counts[name], total)
