"""What invoices add up to, per currency and never over currencies, of any rows at any time.

The same sums as ``services.invoices.totals_of`` and ``ageing_of``. Adding up whole numbers takes a
tenth of the time of decimals, which would be felt at every letter of a search.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Any, TypeVar, cast

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import Age, Ageing, age_of, currency_of

# The default of 28 digits could round a sum of very large amounts with many decimals.
_EXACT = Context(prec=60)
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)

_Value = TypeVar("_Value")

Cents = int | Decimal
"""Hundredths of a unit of money: a whole number unless there are more decimals than two."""


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


def no_values() -> MutableSequence[Any]:
    """For ``with_more``: small whole numbers take 4 bytes each, in a list ten times as much."""
    return array("i")


def with_more(values: MutableSequence[_Value], more: Sequence[_Value]) -> MutableSequence[_Value]:
    """``values`` with some more: as they were extended, or as what can hold them all."""
    if not isinstance(values, array):
        values.extend(more)
        return values
    try:
        values.extend(array(values.typecode, cast("Sequence[int]", more)))
    except OverflowError:
        wider = array("q", values) if values.typecode == "i" else list(values)
        return with_more(wider, more)
    except TypeError:
        return [*values, *more]
    return values


def in_cents(amounts: Sequence[Decimal]) -> list[Cents]:
    """The same amounts as whole numbers where that is exact; they compare as before, but faster."""
    if all(map(_CENT.same_quantum, amounts)):  # as nearly all are, and found out in no time
        # Of 20 digits at most, so that the default of 28 rounds none.
        return list(map(int, map(_HUNDRED.__mul__, amounts)))
    cents = [_EXACT.scaleb(amount, 2) for amount in amounts]
    return [whole if (whole := int(one)) == one else one for one in cents]


class Amounts:
    """What each invoice adds to the sums, in the order they came."""

    def __init__(self) -> None:
        self.billed: MutableSequence[Cents] = no_values()
        self._open: MutableSequence[Cents] = no_values()
        self._groups: MutableSequence[int] = no_values()
        self._numbers: dict[tuple[str, Age | None], int] = {}

    @property
    def groups(self) -> Iterable[tuple[str, Age | None]]:
        """The currency and age of each group so far; no age where nothing is open."""
        return self._numbers

    def extend(self, invoices: Sequence[InvoiceRow], today: date) -> None:
        """Some invoices more; ``today`` decides how old what is open is."""
        numbers = self._numbers
        groups = [(currency_of(invoice), age_of(invoice, today)) for invoice in invoices]
        new = [numbers.setdefault(group, len(numbers)) for group in groups]
        self._groups = with_more(self._groups, new)
        self.billed = with_more(self.billed, in_cents([one.billed for one in invoices]))
        self._open = with_more(self._open, in_cents([one.open_amount for one in invoices]))

    def entries(self, rows: Sequence[int]) -> Iterator[tuple[int, Cents, Cents]]:
        """The number of its group, what was billed and what is open, of each of ``rows``."""
        columns = (self._groups, self.billed, self._open)
        return zip(*(map(column.__getitem__, rows) for column in columns), strict=True)

    def of_age(self, rows: Sequence[int], currency: str, age: Age) -> list[int]:
        """Those of ``rows`` of which something is open in this currency at this age."""
        wanted, groups = self._numbers.get((currency, age)), self._groups
        return [row for row in rows if groups[row] == wanted]


class Tally:
    """The sums of some of ``amounts``, to which more can be added."""

    def __init__(self, amounts: Amounts) -> None:
        self._amounts = amounts
        self._counts: list[int] = []
        self._billed: list[Cents] = []
        self._open: list[Cents] = []

    def add(self, rows: Sequence[int]) -> None:
        """Add what ``rows`` come to."""
        new = len(list(self._amounts.groups)) - len(self._counts)
        counts, billed, still_open = self._counts, self._billed, self._open
        for sums in (counts, billed, still_open):
            sums += [0] * new
        with localcontext(_EXACT):  # for those with more decimals
            for group, amount, left in self._amounts.entries(rows):
                counts[group] += 1
                billed[group] += amount
                still_open[group] += left

    def by_currency(self) -> dict[str, CurrencySum]:
        """What it comes to so far."""
        found: dict[str, CurrencySum] = {}
        columns = (self._counts, self._billed, self._open)
        for (currency, age), count, billed, left in zip(
            self._amounts.groups, *columns, strict=False
        ):
            if count:
                one = found.setdefault(currency, CurrencySum())
                one.count += count
                one.billed = _EXACT.add(one.billed, _in_units(billed))
                if age is not None:
                    one.open = _EXACT.add(one.open, _in_units(left))
                    one.ageing.add(age, _in_units(left), count)
        return found


def _in_units(cents: Cents) -> Decimal:
    return _EXACT.scaleb(Decimal(cents), -2)
