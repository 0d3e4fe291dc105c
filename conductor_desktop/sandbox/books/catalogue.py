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
    """A job of a job is named with its own parent before it, and comes after it."""
    country: str | None = None
    currency: str = "USD"
    is_person: bool = False
    is_active: bool = True


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


class People(msgspec.Struct, rename="camel", frozen=True):
    """What contacts are made of."""

    salutations: list[str]
    first_names: list[str]
    last_names: list[str]
    job_titles: list[str]


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
    quiet: list[CustomerName]
    """Customers that nobody writes an invoice to: they are new, or gone."""
    items: list[Item]
    terms: list[Terms]
    classes: list[str]
    sales_reps: list[str]
    shipping_methods: list[str]
    messages: list[str]
    memos: list[str]
    people: People
    customer_types: list[str]
    job_types: list[str]
    payment_methods: list[str]
    price_levels: list[str]
    notes: list[str]
    sales_tax: SalesTax
    company: CompanyFacts


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


@functools.cache
def catalogue() -> Catalogue:
    """Read once; never changes."""
    names = msgspec.json.decode(asset("sandbox/names.json").read_bytes(), type=Names)
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
    )


def _group(start: int, who: CustomerName, exempt: bool, is_quiet: bool) -> Group:
    indexes: dict[str, int] = {}
    group: list[Customer] = []
    for index, full_name in enumerate((who.name, *(f"{who.name}:{j}" for j in who.jobs)), start):
        parent = indexes.get(full_name.rpartition(":")[0])
        indexes[full_name] = index
        ref = list_ref("customer", index, full_name)
        group.append(Customer(index, parent, ref, who, exempt, is_quiet))
    return tuple(group)
