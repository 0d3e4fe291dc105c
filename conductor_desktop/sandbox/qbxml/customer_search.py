"""CustomerQueryRq: which customers and jobs it asks for, and how much of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from conductor_desktop.sandbox.books.customers import CustomerBook
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.qbxml.answers import Answer, Desk, shape
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
from conductor_desktop.sandbox.qbxml.kinds import AMOUNT, Choice
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.tables.customer import CUSTOMER
from conductor_desktop.sandbox.queries.customers import CustomerQuery
from conductor_desktop.sandbox.slices import add_up

_ELEMENTS = (
    "ListID",
    "FullName",
    "MaxReturned",
    "ActiveStatus",
    "FromModifiedDate",
    "ToModifiedDate",
    "NameFilter",
    "NameRangeFilter",
    "TotalBalanceFilter",
    "CurrencyFilter",
    "ClassFilter",
    "IncludeRetElement",
    "OwnerID",
)

_STATUS = Choice({"ActiveOnly": "active", "InactiveOnly": "inactive", "All": "all"})

_OPERATORS = Choice(
    {
        "Equal": "totalBalance",
        "GreaterThan": "totalBalanceGreaterThan",
        "GreaterThanEqual": "totalBalanceGreaterThanOrEqualTo",
        "LessThan": "totalBalanceLessThan",
        "LessThanEqual": "totalBalanceLessThanOrEqualTo",
    }
)


async def find_customers(desk: Desk, request: Element) -> Answer:
    """``ListID`` and ``FullName`` are lookups, see ``find_invoices``."""
    request.allow(_ELEMENTS)
    query = _query(desk, request)
    most = count_of(request, "MaxReturned")
    await add_up(desk.ledger.balances)
    indexes = await query.select(desk.ledger)
    if not query.is_lookup:
        indexes = indexes[:most]
    objects = _objects(desk.ledger.customers, indexes, shape(CUSTOMER, request))
    return Answer("CustomerQueryRs", "CustomerRet", objects)


def _objects(
    customers: CustomerBook, indexes: Sequence[int], fields: Fields
) -> Iterator[dict[str, Any]]:
    for index in indexes:
        yield spell(fields, customers.document(index))


def _query(desk: Desk, request: Element) -> CustomerQuery:
    not_both(request, "NameFilter", "NameRangeFilter")
    match = text_match(request, "NameFilter", "Name")
    name_from, name_to = text_range(request, "NameRangeFilter", "FromName", "ToName")
    updated_after, updated_before = moment_range(request)
    lists = desk.lists
    return CustomerQuery(
        limit=0,
        cursor=None,
        with_alternate_addresses=True,
        ids=_ids(desk, request),
        full_names=(),
        status=_STATUS.take(request, "ActiveStatus") if "ActiveStatus" in request else "active",
        updated_after=updated_after,
        updated_before=updated_before,
        contains=match.contains,
        starts_with=match.starts_with,
        ends_with=match.ends_with,
        name_from=name_from,
        name_to=name_to,
        total=_total(request),
        currency_ids=entry_filter(request, "CurrencyFilter", lists.finder("currency")),
        class_ids=entry_filter(request, "ClassFilter", lists.finder("class"), no_children),
    )


def _ids(desk: Desk, request: Element) -> tuple[str, ...]:
    """``ListID``, or else those of the customers that ``FullName`` means."""
    ids = list(request.texts("ListID"))
    for full_name in () if ids else request.texts("FullName"):
        entry = desk.lists.find("customer", None, full_name)
        if entry is None:
            raise not_in_quickbooks("customer", full_name)
        ids.append(entry["id"] or "")
    return tuple(ids)


def _total(request: Element) -> tuple[str, Decimal] | None:
    holder = request.child("TotalBalanceFilter")
    if holder is None:
        return None
    holder.allow(("Operator", "Amount"))
    amount = AMOUNT.read(holder.needed_text("Amount"), holder.path("Amount"))
    operator = _OPERATORS.read(holder.needed_text("Operator"), holder.path("Operator"))
    return operator, Decimal(amount)
