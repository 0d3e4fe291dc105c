"""Which invoices a request asks for, with the rules QuickBooks has about it."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.view import InvoiceView
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.slices import Slices
from conductor_desktop.sandbox.words import LARGEST_PAGE, Query

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
        everything = _newest_first(ledger)
        if not self._filters:
            return everything
        found = array("I")
        slices = Slices()
        for number in everything:
            if self._wants(ledger.view(number)):
                found.append(number)
            await slices.breathe()
        return found

    @property
    def _filters(self) -> bool:
        return self.payment_status != "all" or any(
            wish
            for wish in (
                self.customer_ids,
                self.account_ids,
                self.currency_ids,
                self.contains,
                self.starts_with,
                self.ends_with,
                self.ref_from,
                self.ref_to,
                self.updated_after,
                self.updated_before,
                self.day_from,
                self.day_to,
            )
        )

    def _wants(self, invoice: InvoiceView) -> bool:
        return (
            self._wants_day(invoice)
            and self._wants_parties(invoice)
            and self._wants_ref_number(invoice.ref_number or "")
            and self.payment_status in ("all", "paid" if invoice.is_paid else "not_paid")
        )

    def _wants_day(self, invoice: InvoiceView) -> bool:
        return (
            (self.day_from is None or self.day_from <= invoice.day)
            and (self.day_to is None or invoice.day <= self.day_to)
            and (self.updated_after is None or self.updated_after <= invoice.updated)
            and (self.updated_before is None or invoice.updated <= self.updated_before)
        )

    def _wants_parties(self, invoice: InvoiceView) -> bool:
        return (
            (not self.customer_ids or invoice.customer_id in self.customer_ids)
            and (not self.currency_ids or invoice.currency_id in self.currency_ids)
            and (not self.account_ids or invoice.account_id in self.account_ids)
        )

    def _wants_ref_number(self, number: str) -> bool:
        lowered = number.lower()
        return (
            (not self.contains or self.contains.lower() in lowered)
            and (not self.starts_with or lowered.startswith(self.starts_with.lower()))
            and (not self.ends_with or lowered.endswith(self.ends_with.lower()))
            and (not self.ref_from or _in_order(self.ref_from, number))
            and (not self.ref_to or _in_order(number, self.ref_to))
        )


def _newest_first(ledger: Ledger) -> range:
    """Conductor documents no order; this one puts what is of interest on the first page."""
    return range(ledger.count - 1, -1, -1)


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
    lost = dict.fromkeys(wanted)
    hits = array("I")
    slices = Slices()
    sought = set(wanted)
    for number in _newest_first(ledger):
        ref_number = ledger.view(number).ref_number
        if ref_number in sought:
            lost.pop(ref_number, None)
            hits.append(number)
        await slices.breathe()
    for ref_number in lost:
        raise not_in_quickbooks("invoice with the reference number", ref_number)
    return hits


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
