"""The lists of the made-up company: customers and jobs, items, terms and the rest."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from conductor_desktop.sandbox.books.names import CustomerName, Names, read_names

Ref = dict[str, str | None]
"""``{"id": …, "fullName": …}``, as every reference to a list entry looks."""

_LIST_STAMPS = {
    "customer": 1_502_910_000,
    "item": 1_502_920_000,
    "terms": 1_502_930_000,
    "class": 1_502_940_000,
    "rep": 1_502_950_000,
    "shipping": 1_502_960_000,
    "message": 1_502_970_000,
    "account": 1_502_980_000,
    "template": 1_502_990_000,
    "tax item": 1_503_000_000,
    "tax code": 1_503_010_000,
    "currency": 1_503_020_000,
    "item group": 1_503_030_000,
    "customer type": 1_503_040_000,
    "job type": 1_503_050_000,
    "payment method": 1_503_060_000,
    "price level": 1_503_070_000,
    "contact": 1_503_080_000,
}

CURRENCIES = ("USD", "EUR")


def list_ref(kind: str, index: int, name: str) -> Ref:
    """A reference with an id in QuickBooks' own form, ``80000001-1234567890``."""
    return {"id": f"8{index + 1:07X}-{_LIST_STAMPS[kind] + index * 3607}", "fullName": name}


@functools.cache
def currency_ref(code: str) -> Ref:
    return list_ref("currency", CURRENCIES.index(code), code)


@functools.cache
def receivables_ref(code: str) -> Ref:
    """QuickBooks keeps one receivables account per currency."""
    index = CURRENCIES.index(code)
    return list_ref("account", index, "Accounts Receivable" + (f" - {code}" if index else ""))


@dataclass(frozen=True)
class Customer:
    """A customer, or one job of a customer."""

    index: int
    parent: int | None
    """The index of the customer that this is a job of."""
    ref: Ref
    who: CustomerName
    is_exempt: bool
    is_quiet: bool

    @property
    def id(self) -> str:
        return self.ref["id"] or ""

    @property
    def name(self) -> str:
        """Without the names of what it is a job of."""
        return (self.ref["fullName"] or "").rpartition(":")[2]


Group = tuple[Customer, ...]
"""The customer itself first, then its jobs."""


@dataclass(frozen=True)
class Catalogue:
    names: Names
    customers: tuple[Customer, ...]
    """All of them; each stands at its own index."""
    at_home: tuple[Group, ...]
    abroad: tuple[Group, ...]
    """Those that are invoiced in another currency."""
    refs: Mapping[str, tuple[Ref, ...]]
    """The entries of the smaller lists, in their order. Shared: never to be changed."""

    @property
    def discount(self) -> Ref:
        return self.refs["item"][-2]

    @property
    def finance_charge(self) -> Ref:
        return self.refs["item"][-1]


@functools.cache
def catalogue() -> Catalogue:
    """Read once; never changes."""
    names = read_names()
    everybody: list[Customer] = []
    groups: list[Group] = []
    for position, who in enumerate((*names.customers, *names.quiet)):
        exempt = who.currency != "USD" or position % 9 == 0
        is_quiet = position >= len(names.customers)
        group = _group(len(everybody), who, exempt, is_quiet)
        everybody += group
        if not is_quiet:
            groups.append(group)
    return Catalogue(
        names,
        tuple(everybody),
        at_home=tuple(group for group in groups if group[0].who.currency == CURRENCIES[0]),
        abroad=tuple(group for group in groups if group[0].who.currency != CURRENCIES[0]),
        refs=_refs(names),
    )


def _refs(names: Names) -> Mapping[str, tuple[Ref, ...]]:
    entries = {
        "item": [*(item.name for item in names.items), "Discount", "Fin Chg"],
        "item group": ["Starter bed"],
        "terms": [terms.name for terms in names.terms],
        "class": names.classes,
        "rep": names.sales_reps,
        "shipping": names.shipping_methods,
        "message": names.messages,
        "template": ["Intuit Product Invoice"],
        "tax item": [names.sales_tax.name],
        "customer type": names.customer_types,
        "job type": names.job_types,
        "payment method": names.payment_methods,
        "price level": names.price_levels,
    }
    return {
        kind: tuple(list_ref(kind, index, name) for index, name in enumerate(listed))
        for kind, listed in entries.items()
    }


def _group(start: int, who: CustomerName, exempt: bool, is_quiet: bool) -> Group:
    indexes: dict[str, int] = {}
    group: list[Customer] = []
    for index, full_name in enumerate((who.name, *(f"{who.name}:{j}" for j in who.jobs)), start):
        parent = indexes.get(full_name.rpartition(":")[0])
        indexes[full_name] = index
        ref = list_ref("customer", index, full_name)
        group.append(Customer(index, parent, ref, who, exempt, is_quiet))
    return tuple(group)
