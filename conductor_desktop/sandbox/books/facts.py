"""What is cheap to know about an invoice: enough to filter by, without its lines."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

import msgspec

from conductor_desktop.sandbox.books.awkward import Awkward, awkward_kind
from conductor_desktop.sandbox.books.catalogue import Catalogue, Customer
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.names import Terms

PC_ZONE = dt.timezone(dt.timedelta(hours=-7))
"""The QuickBooks PC stands in Arizona, which has no summer time: one offset all year."""

SPAN_DAYS = 545
"""The books reach back about 18 months."""

NEWEST_AGE_DAYS = 2
"""The newest invoice is two days old, so that it is in the past in every time zone."""

_FIRST_ID = 0x1A2B

FIRST_REF_NUMBER = 10_001

_PERCENT_ABROAD = 10


class Settlement(enum.Enum):
    OPEN = "nothing is paid"
    PART = "a part is paid"
    PAID = "all is paid"


class InvoiceFacts(msgspec.Struct, frozen=True, gc=False):
    number: int
    id: str
    ref_number: str | None
    day: dt.date
    due_day: dt.date
    terms: Terms
    terms_index: int
    customer: Customer
    settlement: Settlement
    settled_day: dt.date | None
    is_pending: bool
    created_at: int
    """In seconds, as ids carry it."""
    created: dt.datetime
    updated: dt.datetime
    awkward: Awkward | None

    @property
    def is_paid(self) -> bool:
        """QuickBooks counts an invoice over nothing as paid."""
        return self.settlement is Settlement.PAID

    @property
    def currency(self) -> str:
        return self.customer.who.currency


@dataclass(frozen=True)
class Calendar:
    """Where invoice ``number`` of ``count`` falls, oldest first."""

    count: int
    today: dt.date

    def day(self, number: int) -> dt.date:
        """A working day; later numbers are never earlier."""
        back = SPAN_DAYS - (number + 1) * SPAN_DAYS // self.count
        day = self.today.toordinal() - back - NEWEST_AGE_DAYS
        weekday = (day + 6) % 7
        return dt.date.fromordinal(day - max(0, weekday - 4))


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
    dice = Dice(seed, number, "facts")
    awkward = awkward_kind(number)
    day = calendar.day(number)
    clock = dt.time(8 + dice.below(9), dice.below(60), dice.below(60))
    created = dt.datetime.combine(day, clock, PC_ZONE)
    created_at = int(created.timestamp())
    customer = _customer(seed, dice, lists)
    terms_at = terms_index(seed, customer, lists)
    terms = lists.names.terms[terms_at]
    due_day = day + dt.timedelta(days=terms.days)
    is_pending = (calendar.today - day).days < 25 and dice.percent(25) and awkward is None
    settlement = _settlement(dice, (calendar.today - due_day).days, is_pending, awkward)
    latest = calendar.today - dt.timedelta(days=NEWEST_AGE_DAYS)
    paid_after = dice.below(max(terms.days, 6) + 12)
    settled = min(day + dt.timedelta(days=paid_after), latest)
    settled_day = None if settlement is Settlement.OPEN or awkward is Awkward.ZERO else settled
    return InvoiceFacts(
        number=number,
        id=invoice_id(number, created_at),
        ref_number=_ref_number(number, awkward),
        day=day,
        due_day=due_day,
        terms=terms,
        terms_index=terms_at,
        customer=customer,
        settlement=settlement,
        settled_day=settled_day,
        is_pending=is_pending,
        created_at=created_at,
        created=created,
        updated=_updated(created, settled_day, dice),
        awkward=awkward,
    )


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


def _updated(created: dt.datetime, settled_day: dt.date | None, dice: Dice) -> dt.datetime:
    later = created + dt.timedelta(minutes=dice.below(50))
    if settled_day is None:
        return later
    paid_at = dt.datetime.combine(settled_day, dt.time(17, dice.below(60)), PC_ZONE)
    return max(later, paid_at)


def _ref_number(number: int, awkward: Awkward | None) -> str | None:
    if awkward is Awkward.NO_REF_NUMBER:
        return None
    if awkward is Awkward.ODD_REF_NUMBER:
        return f"R&D, {number % 1000}/b"
    if awkward is Awkward.DOUBLE_REF_NUMBER:
        number -= 1
    return f"M-{FIRST_REF_NUMBER + number}" if number % 9 == 4 else str(FIRST_REF_NUMBER + number)
