"""Customers as Conductor sends them, as far as a list shows them; money as ``Decimal``."""

from __future__ import annotations

from decimal import Decimal

from conductor_desktop.conductor.invoice_models import Address, Listed, Ref
from conductor_desktop.conductor.money import check_amounts


class Customer(Listed, frozen=True, kw_only=True):
    """A customer, or a job of one, whose ``full_name`` then begins with the customer's.

    ``balance`` is what it owes itself, ``total_balance`` that and what its jobs owe: only the
    first may be added up. Cards, tax and resale numbers and notes are not even decoded.
    """

    full_name: str
    parent: Ref | None = None
    is_active: bool = True
    company_name: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    billing_address: Address | None = None
    terms: Ref | None = None
    balance: Decimal | None = None
    total_balance: Decimal | None = None
    currency: Ref | None = None

    def __post_init__(self) -> None:
        check_amounts(self, ("balance", "total_balance"))
