"""How long what is still open has been due: in five ages, per currency, never over currencies."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices.totals import currency_of
from conductor_desktop.services.standing import Standing, days_overdue, standing

_EXACT = Context(prec=60)  # the default of 28 digits could round


class Age(enum.IntEnum):
    """How many days something has been overdue, as accountants cut them."""

    CURRENT = 0
    DAYS_30 = 1
    DAYS_60 = 2
    DAYS_90 = 3
    OLDER = 4

    @property
    def label(self) -> str:
        """Its name in a chart."""
        return ("Current", "1–30 days", "31–60 days", "61–90 days", "Over 90 days")[self]

    @property
    def words(self) -> str:
        """As a part of a sentence: "31–60 days overdue"."""
        return "Not overdue" if self is Age.CURRENT else f"{self.label} overdue"


_LAST_DAYS = (0, 30, 60, 90)
_AGES = tuple(Age)


@dataclass
class AgeSum:
    """What is open at one age, and in how many invoices."""

    count: int = 0
    open: Decimal = Decimal()


@dataclass
class Ageing:
    """The ages of one currency; together they are all that is open in it."""

    ages: dict[Age, AgeSum] = field(default_factory=lambda: {age: AgeSum() for age in Age})

    @property
    def overdue(self) -> Decimal:
        """What is open and past its due day."""
        total = Decimal()
        for age, amount in self.ages.items():
            if age is not Age.CURRENT:
                total = _EXACT.add(total, amount.open)
        return total

    def add(self, age: Age, amount: Decimal, count: int = 1) -> None:
        """One invoice more, or several that come to ``amount``."""
        one = self.ages[age]
        one.count += count
        one.open = _EXACT.add(one.open, amount)


def age_of(invoice: InvoiceRow, today: date) -> Age | None:
    """The age of what is open of ``invoice``; ``None`` when nothing is.

    A credit and what is pending are owed by no day, so they are current. What QuickBooks calls
    neither paid nor open goes by its due day: what is not known is not taken for fine.
    """
    amount = invoice.open_amount
    if not amount:
        return None
    days = days_overdue(invoice, today)
    if days <= 0 or amount < 0:
        return Age.CURRENT
    stands = standing(invoice, today)
    if stands is Standing.PENDING or stands is Standing.PAID:
        return Age.CURRENT
    return _AGES[bisect.bisect_left(_LAST_DAYS, days)]


def overdue_of(invoices: Iterable[InvoiceRow], today: date) -> dict[str, Decimal]:
    """What is open and past its due day, for every currency in which something is open."""
    return {currency: ageing.overdue for currency, ageing in ageing_of(invoices, today).items()}


def ageing_of(invoices: Iterable[InvoiceRow], today: date) -> dict[str, Ageing]:
    """What is open of ``invoices`` by age, for every currency in which something is."""
    found: dict[str, Ageing] = {}
    for invoice in invoices:
        age = age_of(invoice, today)
        if age is not None:
            currency = currency_of(invoice)
            ageing = found.get(currency)
            if ageing is None:
                ageing = found[currency] = Ageing()
            ageing.add(age, invoice.open_amount)
    return found
