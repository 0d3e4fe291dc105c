"""What reading customers gives: page by page while it goes on, and in the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal

from conductor_desktop.conductor.models import Customer
from conductor_desktop.errors import AppError, Owner
from conductor_desktop.services.invoices import HOME_CURRENCY

_EXACT = Context(prec=60)  # the default of 28 digits could round


class UnreadableCustomers(AppError):
    """Some customers came, but not in a form this app can show; all others are there."""

    owner = Owner.VENDOR

    def __init__(self, count: int, request_id: str | None = None) -> None:
        is_one = count == 1
        super().__init__(
            "A customer is unreadable" if is_one else "Some customers are unreadable",
            f"{'One customer' if is_one else f'{count:,} customers'} came with values this app "
            f"cannot use, and {'is' if is_one else 'are'} left out here.",
            "Look in QuickBooks for what is missing here, and send your vendor a support bundle.",
            details={"count": str(count), **({"requestId": request_id} if request_id else {})},
        )


@dataclass(frozen=True)
class CustomerProgress:
    """One page has arrived.

    ``new`` are the customers that are new in this pass. ``restarted``: reading has started over,
    so what was reported before is void. ``loaded`` counts all that are here, ``remaining`` those
    that are still to come, ``None`` when Conductor does not say.
    """

    new: tuple[Customer, ...]
    restarted: bool
    loaded: int
    remaining: int | None


@dataclass(frozen=True)
class CustomerList:
    """What was read, each customer once.

    ``complete``: these are all there are. Otherwise ``problem`` is the reason, or ``None`` when
    somebody stopped it.
    """

    customers: tuple[Customer, ...]
    complete: bool = True
    problem: AppError | None = None


def open_balances(customers: Iterable[Customer]) -> dict[str, Decimal]:
    """What they owe, exactly and per currency; each counts with its own balance, once."""
    sums: dict[str, Decimal] = {}
    for one in customers:
        if one.balance is not None:
            currency = currency_of(one)
            sums[currency] = _EXACT.add(sums.get(currency, Decimal()), one.balance)
    return sums


def currency_of(customer: Customer) -> str:
    """The name its balance stands under; a currency without a name has its id."""
    currency = customer.currency
    return (currency and (currency.full_name or currency.id)) or HOME_CURRENCY
