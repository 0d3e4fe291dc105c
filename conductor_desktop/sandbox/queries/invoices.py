"""Which invoices a request asks for, with the rules QuickBooks has about it."""

from __future__ import annotations

import datetime as dt
import functools
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conductor_desktop.sandbox.books.facts import MOST_SETTLEMENT_DAYS
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.view import InvoiceView
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.queries.words import LARGEST_PAGE, Query
from conductor_desktop.sandbox.slices import Slices

_FIRST_DAY = dt.date(1970, 1, 1).toordinal()

_REPEATED = ("ids", "refNumbers", "customerIds", "accountIds", "currencyIds")
_TEXT_MATCHES = ("refNumberContains", "refNumberStartsWith", "refNumberEndsWith")
_RANGE = ("refNumberFrom", "refNumberTo")
_SINGLE = (
    "limit",
    "cursor",
    "updatedAfter",
    "updatedBefore",
    "transactionDateFrom",
    "transactionDateTo",
    *_TEXT_MATCHES,
    *_RANGE,
    "paymentStatus",
    "includeLineItems",
    "includeLinkedTransactions",
)


@dataclass(frozen=True, kw_only=True)
class InvoiceQuery:
    """A checked request. ``ids`` or ``ref_numbers`` make QuickBooks ignore the other filters."""

    limit: int
    cursor: str | None
    with_lines: bool
    with_links: bool
    ids: tuple[str, ...]
    ref_numbers: tuple[str, ...]
    customer_ids: frozenset[str]
    account_ids: frozenset[str]
    currency_ids: frozenset[str]
    contains: str | None
    starts_with: str | None
    ends_with: str | None
    ref_from: str | None
    ref_to: str | None
    payment_status: str
    updated_after: dt.datetime | None
    updated_before: dt.datetime | None
    day_from: dt.date | None
    day_to: dt.date | None

    @property
    def is_lookup(self) -> bool:
        """Whether certain invoices are asked for, which then come all at once."""
        return bool(self.ids or self.ref_numbers)

    async def select(self, ledger: Ledger) -> Sequence[int]:
        """The numbers of the invoices asked for. Raises 502 for an id QuickBooks cannot find."""
        if self.ids:
            return [_find(ledger, identifier) for identifier in dict.fromkeys(self.ids)]
        if self.ref_numbers:
            return await _by_ref_number(ledger, self.ref_numbers)
        return await self._search(ledger)

    async def _search(self, ledger: Ledger) -> Sequence[int]:
        """Newest first: Conductor documents no order, and this one puts what is of interest on
        the first page."""
        span = ledger.computed_between(*self._days())
        written = sorted(ledger.written())
        if not (written or self._asks_each):
            return span[::-1]
        known = frozenset(written)
        found = array("I")
        slices = Slices()
        for number in _together(span, written):
            wants = self._wants_written if number in known else self._wants_computed
            if wants(ledger, number):
                found.append(number)
            await slices.breathe()
        found.reverse()
        return found

    def _days(self) -> tuple[int | None, int | None]:
        """The days (as ordinals) out of which no computed invoice can be wanted."""
        first = [] if self.day_from is None else [self.day_from.toordinal()]
        last = [] if self.day_to is None else [self.day_to.toordinal()]
        if self.updated_after is not None:
            first.append(_ordinal(self.updated_after) - MOST_SETTLEMENT_DAYS - 1)
        if self.updated_before is not None:
            last.append(_ordinal(self.updated_before) + 1)
        return max(first, default=None), min(last, default=None)

    @functools.cached_property
    def _asks_each(self) -> bool:
        """Whether it is not enough to know on which day an invoice was written."""
        return self._asks_view or self._asks_ref_number

    @functools.cached_property
    def _asks_view(self) -> bool:
        return self.payment_status != "all" or any(
            (
                self.customer_ids,
                self.account_ids,
                self.currency_ids,
                self.updated_after,
                self.updated_before,
            )
        )

    @functools.cached_property
    def _asks_ref_number(self) -> bool:
        return any((self.contains, self.starts_with, self.ends_with, self.ref_from, self.ref_to))

    def _wants_written(self, ledger: Ledger, number: int) -> bool:
        return self._wants(ledger.view(number))

    def _wants_computed(self, ledger: Ledger, number: int) -> bool:
        """Cheap questions first. Its day is known to be right."""
        return self._wants_ref_number(ledger.ref_number(number)) and (
            not self._asks_view or self._wants(ledger.view(number))
        )

    def _wants(self, invoice: InvoiceView) -> bool:
        return (
            self._wants_day(invoice)
            and self._wants_parties(invoice)
            and self._wants_ref_number(invoice.ref_number)
            and self.payment_status in ("all", "paid" if invoice.is_paid else "not_paid")
        )

    def _wants_day(self, invoice: InvoiceView) -> bool:
        after, before = self._updated
        return (
            (self.day_from is None or self.day_from <= invoice.day)
            and (self.day_to is None or invoice.day <= self.day_to)
            and (after is None or after <= invoice.updated_at)
            and (before is None or invoice.updated_at <= before)
        )

    @functools.cached_property
    def _updated(self) -> tuple[float | None, float | None]:
        return (
            self.updated_after.timestamp() if self.updated_after else None,
            self.updated_before.timestamp() if self.updated_before else None,
        )

    def _wants_parties(self, invoice: InvoiceView) -> bool:
        return (
            (not self.customer_ids or invoice.customer_id in self.customer_ids)
            and (not self.currency_ids or invoice.currency_id in self.currency_ids)
            and (not self.account_ids or invoice.account_id in self.account_ids)
        )

    def _wants_ref_number(self, number: str | None) -> bool:
        """An invoice without a number is in no range of numbers."""
        if not self._asks_ref_number:
            return True
        if number is None:
            return False
        lowered = number.lower()
        return (
            (not self.contains or self.contains.lower() in lowered)
            and (not self.starts_with or lowered.startswith(self.starts_with.lower()))
            and (not self.ends_with or lowered.endswith(self.ends_with.lower()))
            and (not self.ref_from or _in_order(self.ref_from, number))
            and (not self.ref_to or _in_order(number, self.ref_to))
        )


def _together(span: range, written: Sequence[int]) -> Iterator[int]:
    """Computed and written ones in order; what was written may lie outside of the span."""
    yield from (number for number in written if number < span.start)
    yield from span
    yield from (number for number in written if number >= max(span.start, span.stop))


def _in_order(first: str, second: str) -> bool:
    """As numbers when both are digits throughout, else as texts."""
    if all(text.isascii() and text.isdecimal() for text in (first, second)):
        one, other = first.lstrip("0"), second.lstrip("0")
        return (len(one), one) <= (len(other), other)
    return first <= second


def _find(ledger: Ledger, identifier: str) -> int:
    number = ledger.find(identifier)
    if number is None:
        raise not_in_quickbooks("invoice", identifier)
    return number


async def _by_ref_number(ledger: Ledger, wanted: Sequence[str]) -> Sequence[int]:
    """Exact, with upper and lower case; a number may belong to several invoices."""
    hits: set[int] = set()
    lost = dict.fromkeys(wanted)
    slices = Slices()
    for number in ledger.with_ref_numbers(set(wanted)):
        lost.pop(ledger.ref_number(number) or "", None)
        hits.add(number)
        await slices.breathe()
    for ref_number in lost:
        raise not_in_quickbooks("invoice with the reference number", ref_number)
    return sorted(hits, reverse=True)


def _ordinal(moment: dt.datetime) -> int:
    """Its day in UTC, which is a day away from the one on the QuickBooks PC at most."""
    return _FIRST_DAY + int(moment.timestamp() // 86_400)


def read_invoice_query(pairs: Iterable[tuple[str, str]]) -> InvoiceQuery:
    """Raises 400 that names the parameter."""
    query = Query(pairs, single=_SINGLE, repeated=_REPEATED)
    query.refuse_mixture(_TEXT_MATCHES, _RANGE)
    return InvoiceQuery(
        limit=query.whole("limit", LARGEST_PAGE, 1, LARGEST_PAGE),
        cursor=query.text("cursor"),
        with_lines=query.flag("includeLineItems", True),
        with_links=query.flag("includeLinkedTransactions", False),
        ids=query.texts("ids"),
        ref_numbers=query.texts("refNumbers"),
        customer_ids=frozenset(query.texts("customerIds")),
        account_ids=frozenset(query.texts("accountIds")),
        currency_ids=frozenset(query.texts("currencyIds")),
        contains=query.text("refNumberContains"),
        starts_with=query.text("refNumberStartsWith"),
        ends_with=query.text("refNumberEndsWith"),
        ref_from=query.text("refNumberFrom"),
        ref_to=query.text("refNumberTo"),
        payment_status=query.choice("paymentStatus", ("all", "paid", "not_paid"), "all"),
        updated_after=query.moment("updatedAfter", at_end=False),
        updated_before=query.moment("updatedBefore", at_end=True),
        day_from=query.day("transactionDateFrom"),
        day_to=query.day("transactionDateTo"),
    )
