"""What is cheap to know about an invoice: enough to filter by, without its lines."""

from __future__ import annotations

import bisect
import datetime as dt
import enum
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from conductor_desktop.sandbox.books.awkward import Awkward, awkward_kind
from conductor_desktop.sandbox.books.catalogue import Catalogue, Customer
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.names import Terms

_PC_OFFSET_SECONDS = -7 * 3600

PC_ZONE = dt.timezone(dt.timedelta(seconds=_PC_OFFSET_SECONDS))
"""The QuickBooks PC stands in Arizona, which has no summer time: one offset all year."""

_FIRST_DAY = dt.date(1970, 1, 1).toordinal()

SPAN_DAYS = 545
"""The books reach back about 18 months."""

NEWEST_AGE_DAYS = 2
"""The newest invoice is two days old, so that it is in the past in every time zone."""

_FIRST_ID = 0x1A2B

FIRST_REF_NUMBER = 10_001

LONGEST_REF_NUMBER = 11
"""Of QuickBooks, for invoices."""

MOST_SETTLEMENT_DAYS = 72
"""From an invoice's day until it is last touched by a payment."""

_PERCENT_ABROAD = 10

_ODD_REF_NUMBER = re.compile(r"R&D, (\d{1,3})/b", re.ASCII)


class Settlement(enum.Enum):
    OPEN = "nothing is paid"
    PART = "a part is paid"
    PAID = "all is paid"


class InvoiceFacts(msgspec.Struct, frozen=True, gc=False):
    """Days are kept as ordinals and moments as seconds: there may be a million to look through."""

    number: int
    ordinal: int
    terms: Terms
    terms_index: int
    customer: Customer
    settlement: Settlement
    settled_ordinal: int | None
    is_pending: bool
    created_at: int
    updated_at: int
    awkward: Awkward | None

    @property
    def id(self) -> str:
        return invoice_id(self.number, self.created_at)

    @property
    def ref_number(self) -> str | None:
        return ref_number(self.number)

    @property
    def day(self) -> dt.date:
        return dt.date.fromordinal(self.ordinal)

    @property
    def is_paid(self) -> bool:
        """QuickBooks counts an invoice over nothing as paid."""
        return self.settlement is Settlement.PAID

    @property
    def currency(self) -> str:
        return self.customer.who.currency


@functools.lru_cache(maxsize=4096)
def iso_day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def iso_moment(seconds: int) -> str:
    """As QuickBooks writes it, with the offset of its PC: ``2025-01-01T12:34:56-07:00``."""
    days, clock = divmod(seconds + _PC_OFFSET_SECONDS, 86_400)
    minutes, second = divmod(clock, 60)
    hour, minute = divmod(minutes, 60)
    return f"{iso_day(_FIRST_DAY + days)}T{hour:02d}:{minute:02d}:{second:02d}-07:00"


@dataclass(frozen=True)
class Calendar:
    """Where invoice ``number`` of ``count`` falls, oldest first."""

    count: int
    today: dt.date

    def day(self, number: int) -> dt.date:
        """A working day; later numbers are never earlier."""
        return dt.date.fromordinal(self.ordinal(number))

    def first_from(self, ordinal: int) -> int:
        """The first number on this day or later; ``count`` if there is none."""
        return bisect.bisect_left(range(self.count), ordinal, key=self.ordinal)

    def ordinal(self, number: int) -> int:
        back = SPAN_DAYS - (number + 1) * SPAN_DAYS // self.count
        day = self.today.toordinal() - back - NEWEST_AGE_DAYS
        weekday = (day + 6) % 7
        return day - max(0, weekday - 4)


def invoice_id(number: int, created_at: int) -> str:
    """QuickBooks' form of a transaction id: ``123ABC-1234567890``."""
    return f"{_FIRST_ID + number:X}-{created_at}"


def number_of(identifier: str) -> int | None:
    """The number an invoice of this id would have; whether it exists is another question."""
    head = identifier.partition("-")[0]
    if not head.isascii() or not head.isalnum() or len(head) > 8:
        return None
    try:
        return int(head, 16) - _FIRST_ID
    except ValueError:
        return None


def invoice_facts(seed: int, number: int, calendar: Calendar, lists: Catalogue) -> InvoiceFacts:
    dice = Dice(f"{seed}/{number}/facts")
    awkward = awkward_kind(number)
    ordinal = calendar.ordinal(number)
    today = calendar.today.toordinal()
    clock = (8 + dice.below(9)) * 3600 + dice.below(60) * 60 + dice.below(60)
    created_at = _midnight(ordinal) + clock
    customer = _customer(seed, dice, lists)
    terms_at = terms_index(seed, customer, lists)
    terms = lists.names.terms[terms_at]
    is_pending = today - ordinal < 25 and dice.percent(25) and awkward is None
    settlement = _settlement(dice, today - ordinal - terms.days, is_pending, awkward)
    paid_after = dice.below(min(max(terms.days, 6) + 12, MOST_SETTLEMENT_DAYS))
    settled = min(ordinal + paid_after, today - NEWEST_AGE_DAYS)
    is_settled = settlement is not Settlement.OPEN and awkward is not Awkward.ZERO
    updated_at = created_at + dice.below(50) * 60
    if is_settled:
        updated_at = max(updated_at, _midnight(settled) + 17 * 3600 + dice.below(60) * 60)
    return InvoiceFacts(
        number=number,
        ordinal=ordinal,
        terms=terms,
        terms_index=terms_at,
        customer=customer,
        settlement=settlement,
        settled_ordinal=settled if is_settled else None,
        is_pending=is_pending,
        created_at=created_at,
        updated_at=updated_at,
        awkward=awkward,
    )


def _midnight(ordinal: int) -> int:
    """The beginning of the day on the QuickBooks PC, in seconds since 1970."""
    return (ordinal - _FIRST_DAY) * 86_400 - _PC_OFFSET_SECONDS


def terms_index(seed: int, customer: Customer, lists: Catalogue) -> int:
    """A customer always has the same terms."""
    return (customer.index + seed) % len(lists.names.terms)


def _customer(seed: int, dice: Dice, lists: Catalogue) -> Customer:
    """Some customers buy often, most seldom; which ones is up to the seed."""
    groups = lists.abroad if dice.percent(_PERCENT_ABROAD) else lists.at_home
    rank = min(dice.below(len(groups)), dice.below(len(groups)))
    group = groups[(rank * 17 + seed * 5) % len(groups)]
    return group[0] if len(group) == 1 or dice.percent(40) else dice.pick(group[1:])


def _settlement(
    dice: Dice, days_overdue: int, is_pending: bool, awkward: Awkward | None
) -> Settlement:
    roll = dice.below(100)
    if awkward is Awkward.ZERO:
        return Settlement.PAID
    if is_pending or awkward is Awkward.NEGATIVE:
        return Settlement.OPEN
    likely = _likely_paid(days_overdue)
    if roll < likely:
        return Settlement.PAID
    return Settlement.PART if roll < likely + (100 - likely) // 3 else Settlement.OPEN


def _likely_paid(days_overdue: int) -> int:
    """In percent: few pay before they must, most within a month or so, some never."""
    if days_overdue < 0:
        return 18
    if days_overdue < 30:
        return 52
    return 78 if days_overdue <= 90 else 94


def ref_number(number: int) -> str | None:
    """Depends on the number alone, so that it can be searched for without all the rest."""
    awkward = awkward_kind(number)
    if awkward is Awkward.NO_REF_NUMBER:
        return None
    if awkward is Awkward.ODD_REF_NUMBER:
        return f"R&D, {number % 1000}/b"
    if awkward is Awkward.DOUBLE_REF_NUMBER:
        number -= 1
    sequel = FIRST_REF_NUMBER + number
    return f"M-{sequel}" if number % 9 == 4 else str(sequel)


def numbers_with(wanted: str, count: int) -> Iterator[int]:
    """Which of the first ``count`` invoices have this ref number, lowest first."""
    odd = _ODD_REF_NUMBER.fullmatch(wanted)
    digits = wanted.removeprefix("M-")
    if odd:
        places = range(int(odd[1]), count, 1000)
    elif digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_REF_NUMBER:
        first = int(digits) - FIRST_REF_NUMBER
        places = range(max(first, 0), min(first + 2, count))
    else:
        places = range(0)
    return (number for number in places if ref_number(number) == wanted)
