"""Which customers a request asks for, with the rules QuickBooks has about it."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.sandbox.books.customers import CustomerBook
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.view import CustomerView
from conductor_desktop.sandbox.envelope import not_in_quickbooks, refused_by_quickbooks
from conductor_desktop.sandbox.queries.words import LARGEST_PAGE, Query
from conductor_desktop.sandbox.slices import Slices, add_up

_REPEATED = ("ids", "fullNames", "currencyIds", "classIds")
_TEXT_MATCHES = ("nameContains", "nameStartsWith", "nameEndsWith")
_RANGE = ("nameFrom", "nameTo")
_TOTALS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "totalBalance": operator.eq,
    "totalBalanceGreaterThan": operator.gt,
    "totalBalanceGreaterThanOrEqualTo": operator.ge,
    "totalBalanceLessThan": operator.lt,
    "totalBalanceLessThanOrEqualTo": operator.le,
}
_SINGLE = (
    "limit",
    "cursor",
    "status",
    "updatedAfter",
    "updatedBefore",
    *_TEXT_MATCHES,
    *_RANGE,
    *_TOTALS,
    "excludeAlternateShippingAddresses",
)


@dataclass(frozen=True, kw_only=True)
class CustomerQuery:
    """A checked request. ``ids`` or ``full_names`` make QuickBooks ignore everything else."""

    limit: int
    cursor: str | None
    with_alternate_addresses: bool
    ids: tuple[str, ...]
    full_names: tuple[str, ...]
    status: str
    updated_after: dt.datetime | None
    updated_before: dt.datetime | None
    contains: str | None
    starts_with: str | None
    ends_with: str | None
    name_from: str | None
    name_to: str | None
    total: tuple[str, Decimal] | None
    """Which comparison, by its parameter's name, and with what."""
    currency_ids: frozenset[str]
    class_ids: frozenset[str]

    @property
    def is_lookup(self) -> bool:
        """Whether certain customers are asked for, who then come all at once."""
        return bool(self.ids or self.full_names)

    async def select(self, ledger: Ledger) -> Sequence[int]:
        """The places of the customers asked for; by full name if a range of names is given.

        Raises 502 for one that QuickBooks cannot find, and for a range that ends before it
        begins.
        """
        book = ledger.customers
        if self.ids:
            found = [_find(book.find, one) for one in self.ids]
            return list(dict.fromkeys(found))
        if self.full_names:
            found = [_find(book.named, one) for one in self.full_names]
            return list(dict.fromkeys(found))
        self._check_range()
        if self.total is not None:
            await add_up(ledger.balances)
        hits: list[int] = []
        slices = Slices()
        for index in range(book.count):
            if self._wants(book, index):
                hits.append(index)
            await slices.breathe()
        if self.name_from or self.name_to:
            hits.sort(key=lambda index: sorting_key(book.full_name(index)))
        return hits

    def _check_range(self) -> None:
        if (
            self.name_from
            and self.name_to
            and sorting_key(self.name_from) > sorting_key(self.name_to)
        ):
            raise refused_by_quickbooks(
                "3031", 'The range of names from "nameFrom" to "nameTo" ends before it begins.'
            )

    def _wants(self, book: CustomerBook, index: int) -> bool:
        customer = book.view(index)
        return (
            self.status in ("all", "active" if customer.is_active else "inactive")
            and self._wants_time(customer)
            and self._wants_name(customer.name)
            and (not self.currency_ids or customer.currency_id in self.currency_ids)
            and (not self.class_ids or customer.class_id in self.class_ids)
            and self._wants_full_name(book, index)
            and self._wants_total(book, index)
        )

    def _wants_time(self, customer: CustomerView) -> bool:
        return (self.updated_after is None or self.updated_after <= customer.updated) and (
            self.updated_before is None or customer.updated <= self.updated_before
        )

    def _wants_name(self, name: str) -> bool:
        folded = name.casefold()
        return (
            (not self.contains or self.contains.casefold() in folded)
            and (not self.starts_with or folded.startswith(self.starts_with.casefold()))
            and (not self.ends_with or folded.endswith(self.ends_with.casefold()))
        )

    def _wants_full_name(self, book: CustomerBook, index: int) -> bool:
        if not (self.name_from or self.name_to):
            return True
        key = sorting_key(book.full_name(index))
        return (not self.name_from or sorting_key(self.name_from) <= key) and (
            not self.name_to or key <= sorting_key(self.name_to)
        )

    def _wants_total(self, book: CustomerBook, index: int) -> bool:
        if self.total is None:
            return True
        name, amount = self.total
        return _TOTALS[name](Decimal(book.total_balance(index)) / 100, amount)


def sorting_key(full_name: str) -> list[tuple[int, str]]:
    """QuickBooks' order: punctuation, then digits, then letters; upper and lower case alike."""
    return [(_rank(character), character) for character in full_name.casefold()]


def _rank(character: str) -> int:
    if character.isalpha():
        return 2
    return 1 if character.isdigit() else 0


def _find(find: Callable[[str], int | None], wanted: str) -> int:
    index = find(wanted)
    if index is None:
        raise not_in_quickbooks("customer", wanted)
    return index


def read_customer_query(pairs: Iterable[tuple[str, str]]) -> CustomerQuery:
    """Raises 400 that names the parameter."""
    query = Query(pairs, single=_SINGLE, repeated=_REPEATED)
    query.refuse_mixture(_TEXT_MATCHES, _RANGE)
    query.refuse_mixture(tuple(_TOTALS))
    total = next((name for name in _TOTALS if name in query), None)
    return CustomerQuery(
        limit=query.whole("limit", LARGEST_PAGE, 1, LARGEST_PAGE),
        cursor=query.text("cursor"),
        with_alternate_addresses=not query.flag("excludeAlternateShippingAddresses", False),
        ids=query.texts("ids"),
        full_names=query.texts("fullNames"),
        status=query.choice("status", ("active", "all", "inactive"), "active"),
        updated_after=query.moment("updatedAfter", at_end=False),
        updated_before=query.moment("updatedBefore", at_end=True),
        contains=query.text("nameContains"),
        starts_with=query.text("nameStartsWith"),
        ends_with=query.text("nameEndsWith"),
        name_from=query.text("nameFrom"),
        name_to=query.text("nameTo"),
        total=(total, query.amount(total)) if total else None,
        currency_ids=frozenset(query.texts("currencyIds")),
        class_ids=frozenset(query.texts("classIds")),
    )
