"""The lists of the made-up company: customers and jobs, items, terms and the rest."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import msgspec

from conductor_desktop.assets import asset

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
}

CURRENCIES = ("USD", "EUR")


def list_ref(kind: str, index: int, name: str) -> Ref:
    """A reference with an id in QuickBooks' own form, ``80000001-1234567890``."""
    return {"id": f"8{index + 1:07X}-{_LIST_STAMPS[kind] + index * 3607}", "fullName": name}


def currency_ref(code: str) -> Ref:
    return list_ref("currency", CURRENCIES.index(code), code)


def receivables_ref(code: str) -> Ref:
    """QuickBooks keeps one receivables account per currency."""
    index = CURRENCIES.index(code)
    return list_ref("account", index, "Accounts Receivable" + (f" - {code}" if index else ""))


class CustomerName(msgspec.Struct, rename="camel", frozen=True):
    name: str
    street: str
    city: str
    state: str | None
    postal_code: str
    jobs: list[str]
    country: str | None = None
    currency: str = "USD"


class Item(msgspec.Struct, rename="camel", frozen=True):
    name: str
    description: str
    rate: str
    unit: str
    taxable: bool
    most: int

    @property
    def rate_cents(self) -> int:
        whole, _, cents = self.rate.partition(".")
        return int(whole) * 100 + int(cents)


class Terms(msgspec.Struct, rename="camel", frozen=True):
    name: str
    days: int
    discount_percent: int = 0
    discount_days: int = 0


class SalesTax(msgspec.Struct, frozen=True):
    name: str
    percentage: str
    """A fraction with three decimals, as in ``0.086``."""

    @property
    def thousandths(self) -> int:
        return int(self.percentage.removeprefix("0."))


class CompanyFacts(msgspec.Struct, rename="camel", frozen=True):
    street: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str
    fax: str
    email: str
    website: str
    company_type: str


class Names(msgspec.Struct, rename="camel", frozen=True):
    """What ``resources/sandbox/names.json`` holds."""

    customers: list[CustomerName]
    items: list[Item]
    terms: list[Terms]
    classes: list[str]
    sales_reps: list[str]
    shipping_methods: list[str]
    messages: list[str]
    memos: list[str]
    sales_tax: SalesTax
    company: CompanyFacts


@dataclass(frozen=True)
class Customer:
    """A customer, or one job of a customer, that invoices are written to."""

    index: int
    parent: int | None
    """The index of the customer that this is a job of."""
    ref: Ref
    who: CustomerName
    is_exempt: bool


@dataclass(frozen=True)
class Catalogue:
    names: Names
    customers: tuple[tuple[Customer, ...], ...]
    """One group per customer: the customer itself first, then its jobs."""

    def groups(self, *, abroad: bool) -> tuple[tuple[Customer, ...], ...]:
        """Those that are invoiced in another currency, or those that are not."""
        return self._abroad if abroad else self._at_home

    @functools.cached_property
    def _abroad(self) -> tuple[tuple[Customer, ...], ...]:
        return tuple(g for g in self.customers if g[0].who.currency != CURRENCIES[0])

    @functools.cached_property
    def _at_home(self) -> tuple[tuple[Customer, ...], ...]:
        return tuple(g for g in self.customers if g[0].who.currency == CURRENCIES[0])


@functools.cache
def catalogue() -> Catalogue:
    """Read once; never changes."""
    names = msgspec.json.decode(asset("sandbox/names.json").read_bytes(), type=Names)
    groups: list[tuple[Customer, ...]] = []
    index = 0
    for position, who in enumerate(names.customers):
        exempt = who.currency != "USD" or position % 9 == 0
        group: list[Customer] = []
        for full_name in (who.name, *(f"{who.name}:{job}" for job in who.jobs)):
            parent = group[0].index if group else None
            ref = list_ref("customer", index, full_name)
            group.append(Customer(index, parent, ref, who, exempt))
            index += 1
        groups.append(tuple(group))
    return Catalogue(names, tuple(groups))
