"""InvoiceQueryRq: which invoices it asks for, and how much of each."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.qbxml.answers import Answer, Desk, shape
from conductor_desktop.sandbox.qbxml.date_macros import date_macro
from conductor_desktop.sandbox.qbxml.fields import Fields, spell
from conductor_desktop.sandbox.qbxml.filters import (
    count_of,
    entry_filter,
    moment_range,
    no_children,
    not_both,
    text_match,
    text_range,
)
from conductor_desktop.sandbox.qbxml.kinds import FLAG, Choice, read_day
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import not_found, wrong_value
from conductor_desktop.sandbox.qbxml.tables.invoice import INVOICE
from conductor_desktop.sandbox.queries.invoices import InvoiceQuery
from conductor_desktop.sandbox.slices import Slices

_ELEMENTS = (
    "TxnID",
    "RefNumber",
    "RefNumberCaseSensitive",
    "MaxReturned",
    "ModifiedDateRangeFilter",
    "TxnDateRangeFilter",
    "EntityFilter",
    "AccountFilter",
    "RefNumberFilter",
    "RefNumberRangeFilter",
    "CurrencyFilter",
    "PaidStatus",
    "IncludeLineItems",
    "IncludeLinkedTxns",
    "IncludeRetElement",
    "OwnerID",
)

_PAID = Choice({"All": "all", "PaidOnly": "paid", "NotPaidOnly": "not_paid"})

_Days = tuple[dt.date | None, dt.date | None]


async def find_invoices(desk: Desk, request: Element) -> Answer:
    """``TxnID`` and the two ``RefNumber`` lists are lookups: they must be found, and QuickBooks
    ignores the filters beside them."""
    request.allow(_ELEMENTS)
    query = _query(desk, request)
    most = count_of(request, "MaxReturned")
    folded = request.texts("RefNumber")
    if folded and not query.ids:
        numbers = await _by_ref_number(desk.ledger, folded)
    else:
        numbers = await query.select(desk.ledger)
    if not (query.ids or query.ref_numbers or folded):
        numbers = numbers[:most]
    objects = _objects(desk.ledger, numbers, query, shape(INVOICE, request))
    return Answer("InvoiceQueryRs", "InvoiceRet", objects)


def _objects(
    ledger: Ledger, numbers: Sequence[int], query: InvoiceQuery, fields: Fields
) -> Iterator[dict[str, Any]]:
    for number in numbers:
        document = ledger.document(number, with_lines=query.with_lines, with_links=query.with_links)
        yield spell(fields, document)


def _query(desk: Desk, request: Element) -> InvoiceQuery:
    not_both(request, "RefNumberFilter", "RefNumberRangeFilter")
    match = text_match(request, "RefNumberFilter", "RefNumber")
    ref_from, ref_to = text_range(request, "RefNumberRangeFilter", "FromRefNumber", "ToRefNumber")
    modified = request.child("ModifiedDateRangeFilter")
    if modified is not None:
        modified.allow(("FromModifiedDate", "ToModifiedDate"))
    updated_after, updated_before = moment_range(modified) if modified else (None, None)
    day_from, day_to = _days(request, desk.now.date())
    return InvoiceQuery(
        limit=0,
        cursor=None,
        with_lines=_flag(request, "IncludeLineItems"),
        with_links=_flag(request, "IncludeLinkedTxns"),
        ids=request.texts("TxnID"),
        ref_numbers=request.texts("RefNumberCaseSensitive"),
        customer_ids=entry_filter(
            request, "EntityFilter", desk.lists.finder("customer"), desk.lists.jobs_of
        ),
        account_ids=entry_filter(
            request, "AccountFilter", desk.lists.finder("account"), no_children
        ),
        currency_ids=entry_filter(request, "CurrencyFilter", desk.lists.finder("currency")),
        contains=match.contains,
        starts_with=match.starts_with,
        ends_with=match.ends_with,
        ref_from=ref_from,
        ref_to=ref_to,
        payment_status=_PAID.take(request, "PaidStatus") if "PaidStatus" in request else "all",
        updated_after=updated_after,
        updated_before=updated_before,
        day_from=day_from,
        day_to=day_to,
    )


def _flag(request: Element, name: str) -> bool:
    return name in request and bool(FLAG.take(request, name))


def _days(request: Element, today: dt.date) -> _Days:
    holder = request.child("TxnDateRangeFilter")
    if holder is None:
        return None, None
    holder.allow(("FromTxnDate", "ToTxnDate", "DateMacro"))
    for name in ("FromTxnDate", "ToTxnDate"):
        not_both(holder, name, "DateMacro")
    macro = holder.text("DateMacro")
    if macro is None:
        return _day(holder, "FromTxnDate"), _day(holder, "ToTxnDate")
    period = date_macro(macro, today)
    if period is None:
        raise wrong_value(holder.path("DateMacro"), macro, "a word like ThisMonth or LastYear")
    return period


def _day(holder: Element, name: str) -> dt.date | None:
    text = holder.text(name)
    return None if text is None else read_day(text, holder.path(name))


async def _by_ref_number(ledger: Ledger, wanted: Sequence[str]) -> Sequence[int]:
    """Upper and lower case alike; a number may belong to several invoices."""
    sought = {ref_number.casefold(): ref_number for ref_number in wanted}
    lost = dict(sought)
    hits = array("I")
    slices = Slices()
    for number in range(ledger.count - 1, -1, -1):
        ref_number = (ledger.ref_number(number) or "").casefold()
        if ref_number in sought:
            lost.pop(ref_number, None)
            hits.append(number)
        await slices.breathe()
    for ref_number in lost.values():
        raise not_found(ref_number)
    return hits
