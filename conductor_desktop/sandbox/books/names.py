"""The names and facts the made-up company is made of, as its file holds them."""

from __future__ import annotations

import functools

import msgspec

from conductor_desktop.assets import asset
from conductor_desktop.sandbox.books.money import cents
from conductor_desktop.struct_types import ready

_cents = functools.cache(cents)


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
        return _cents(self.rate)

    @property
    def comes_in_halves(self) -> bool:
        return self.unit in ("hr", "yd", "ton")


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


def read_names() -> Names:
    return msgspec.json.decode(asset("sandbox/names.json").read_bytes(), type=ready(Names))
