"""The customers of one EndUser: read so that none is silently missing, and added up."""

from __future__ import annotations

from conductor_desktop.services.customers.results import (
    CustomerList,
    CustomerProgress,
    UnreadableCustomers,
    currency_of,
    open_balances,
)
from conductor_desktop.services.customers.service import CustomersService, ReadsCustomers

__all__ = [
    "CustomerList",
    "CustomerProgress",
    "CustomersService",
    "ReadsCustomers",
    "UnreadableCustomers",
    "currency_of",
    "open_balances",
]
