"""What QuickBooks is asked for besides the period, and how each part of it is told."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from conductor_desktop.conductor.models import Customer
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.errors import InvalidInput
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.parts.formats import Formats, one_line

_MOST_JOBS = 150  # each makes the address that is asked longer, and servers take 8 kB
_PAYMENT_WORDS = {PaymentStatus.PAID: "Paid", PaymentStatus.NOT_PAID: "Not paid"}


class NumberWay(enum.Enum):
    """How a number is looked for; QuickBooks does one of them at a time."""

    CONTAINS = "contains"
    STARTS = "starts with"
    ENDS = "ends with"
    RANGE = "from"


@dataclass(frozen=True)
class Named:
    """A customer or a currency: what QuickBooks asks for, and what people call it.

    ``jobs`` are the ids of jobs that are asked for along with their customer.
    """

    id: str
    name: str
    jobs: tuple[str, ...] = ()


def with_jobs(customer: Customer, jobs: Sequence[Customer]) -> Named:
    """Both, for jobs are invoiced by themselves; of very many jobs only the customer itself."""
    if not jobs or len(jobs) > _MOST_JOBS:
        return Named(customer.id, customer.full_name)
    words = "its job" if len(jobs) == 1 else f"its {len(jobs)} jobs"
    return Named(customer.id, f"{customer.full_name} and {words}", tuple(one.id for one in jobs))


@dataclass(frozen=True)
class Chip:
    """One part, in words; ``rest`` is what is asked for without it."""

    text: str
    rest: Narrowing


@dataclass(frozen=True)
class Narrowing:
    """What is not given does not restrict. Days are inclusive, of this PC's calendar."""

    first: date | None = None
    last: date | None = None
    payment: PaymentStatus = PaymentStatus.ALL
    way: NumberWay = NumberWay.CONTAINS
    number: str = ""
    number_to: str = ""
    customer: Named | None = None
    changed_since: date | None = None
    currency: Named | None = None

    @property
    def has_dates(self) -> bool:
        """Whether it says itself from when to when."""
        return self.first is not None or self.last is not None

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than all invoices of a time."""
        return self.without_dates != Narrowing()

    @property
    def without_dates(self) -> Narrowing:
        return replace(self, first=None, last=None)

    def query(self, period: Period, today: date) -> InvoiceQuery:
        """All of it, of its own days or else of ``period``.

        Raises ``InvalidInput`` for what cannot be: days or numbers the wrong way round, a day
        that is out of this PC's reach, own days of which none is given.
        """
        if period is Period.OWN_DATES and not self.has_dates:
            raise InvalidInput(
                "No dates are given",
                "“Own dates” needs a first day, a last day, or both.",
                "Write one of the two dates.",
            )
        dated = InvoiceQuery() if self.has_dates else period.query(today)
        return replace(
            dated,
            transaction_date_from=self.first if self.has_dates else dated.transaction_date_from,
            transaction_date_to=self.last if self.has_dates else dated.transaction_date_to,
            payment_status=self.payment,
            updated_after=_morning(self.changed_since),
            customer_ids=_ids(self.customer),
            currency_ids=_ids(self.currency),
            ref_number_contains=self._number(NumberWay.CONTAINS),
            ref_number_starts_with=self._number(NumberWay.STARTS),
            ref_number_ends_with=self._number(NumberWay.ENDS),
            ref_number_from=self._number(NumberWay.RANGE),
            ref_number_to=(self.number_to or None) if self.way is NumberWay.RANGE else None,
        )

    def chips(self, formats: Formats) -> list[Chip]:
        """Each part by itself, in the order of the panel."""
        chips = []
        if self.has_dates:
            chips.append(Chip(_days(self.first, self.last, formats), self.without_dates))
        if self.payment in _PAYMENT_WORDS:
            rest = replace(self, payment=PaymentStatus.ALL)
            chips.append(Chip(_PAYMENT_WORDS[self.payment], rest))
        if self._number_words:
            rest = replace(self, way=NumberWay.CONTAINS, number="", number_to="")
            chips.append(Chip(self._number_words, rest))
        if self.changed_since is not None:
            text = f"Changed since {formats.day(self.changed_since)}"
            chips.append(Chip(text, replace(self, changed_since=None)))
        if self.customer is not None:
            chips.append(Chip(one_line(self.customer.name), replace(self, customer=None)))
        if self.currency is not None:
            chips.append(Chip(one_line(self.currency.name), replace(self, currency=None)))
        return chips

    def _number(self, way: NumberWay) -> str | None:
        return (self.number or None) if self.way is way else None

    @property
    def _number_words(self) -> str:
        if self.way is not NumberWay.RANGE:
            return f"Number {self.way.value} “{self.number}”" if self.number else ""
        first = f" from {self.number}" if self.number else ""
        last = f" to {self.number_to}" if self.number_to else ""
        return f"Number{first}{last}" if first or last else ""


def _ids(one: Named | None) -> tuple[str, ...]:
    return () if one is None else (one.id, *one.jobs)


def _morning(day: date | None) -> datetime | None:
    if day is None:
        return None
    try:
        # The first and last days of the calendar have no local time.
        return datetime.combine(day, time.min).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidInput(
            "That day is too far away",
            f"This PC cannot count the time since {day.isoformat()}.",
            "Write a later day.",
        ) from error


def _days(first: date | None, last: date | None, formats: Formats) -> str:
    if first is not None and last is not None:
        return f"{formats.day(first)} – {formats.day(last)}"
    if first is not None:
        return f"From {formats.day(first)}"
    return f"Until {formats.day(last)}" if last is not None else ""
