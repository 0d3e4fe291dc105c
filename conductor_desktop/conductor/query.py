"""Which invoices are wanted."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from conductor_desktop.errors import InvalidInput

LARGEST_PAGE = 150
"""Conductor's upper limit for one page, and what it sends when nothing is asked for."""


Params = Mapping[str, str | tuple[str, ...]]


class PaymentStatus(enum.StrEnum):
    """Whether an invoice is settled, as Conductor spells it."""

    ALL = "all"
    PAID = "paid"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, kw_only=True)
class InvoiceQuery:
    """Filters; what is not given does not restrict. Dates and numbers from-to are inclusive.

    ``updated_after`` is an aware moment. The four ways to look for a number exclude each other;
    a range compares as numbers when both ends are digits only, else as text. Raises
    ``InvalidInput`` for a range that is backwards and for two ways at once.
    """

    transaction_date_from: date | None = None
    transaction_date_to: date | None = None
    payment_status: PaymentStatus = PaymentStatus.ALL
    updated_after: datetime | None = None
    customer_ids: tuple[str, ...] = ()
    ref_number_contains: str | None = None
    ref_number_starts_with: str | None = None
    ref_number_ends_with: str | None = None
    ref_number_from: str | None = None
    ref_number_to: str | None = None
    currency_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        first, last = self.transaction_date_from, self.transaction_date_to
        if first is not None and last is not None and first > last:
            raise InvalidInput(
                "The dates are the wrong way round",
                f"The first day ({first}) is after the last day ({last}).",
                "Swap the two dates.",
            )
        if self.updated_after is not None and self.updated_after.tzinfo is None:
            raise ValueError("updated_after must be an aware datetime")
        self._check_numbers()

    def _check_numbers(self) -> None:
        first, last = self.ref_number_from, self.ref_number_to
        ways = (
            self.ref_number_contains,
            self.ref_number_starts_with,
            self.ref_number_ends_with,
            first or last,
        )
        if sum(map(bool, ways)) > 1:
            raise InvalidInput(
                "Too many filters for the number",
                "QuickBooks looks for what a number contains, starts with or ends with, or for a "
                "range of numbers, but only for one of these at a time.",
                "Keep one of the filters for the number.",
            )
        if first and last and _is_backwards(first, last):
            raise InvalidInput(
                "The numbers are the wrong way round",
                f"The first number ({first}) is after the last number ({last}).",
                "Swap the two numbers.",
            )

    def params(self, page_size: int, *, with_lines: bool = False) -> Params:
        """The query string's names and values; a tuple is a name that is repeated."""
        # Conductor's default is true; lines make a page more than twice as large.
        lines = {"includeLineItems": "true" if with_lines else "false"}
        return {"limit": str(page_size), **dict(self._given()), **lines}

    def _given(self) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        if self.transaction_date_from is not None:
            yield "transactionDateFrom", self.transaction_date_from.isoformat()
        if self.transaction_date_to is not None:
            yield "transactionDateTo", self.transaction_date_to.isoformat()
        if self.payment_status is not PaymentStatus.ALL:
            yield "paymentStatus", self.payment_status.value
        if self.updated_after is not None:
            moment = self.updated_after.astimezone(UTC)
            yield "updatedAfter", moment.isoformat(timespec="seconds")
        if self.customer_ids:
            yield "customerIds", self.customer_ids
        if self.ref_number_contains:
            yield "refNumberContains", self.ref_number_contains
        if self.ref_number_starts_with:
            yield "refNumberStartsWith", self.ref_number_starts_with
        if self.ref_number_ends_with:
            yield "refNumberEndsWith", self.ref_number_ends_with
        if self.ref_number_from:
            yield "refNumberFrom", self.ref_number_from
        if self.ref_number_to:
            yield "refNumberTo", self.ref_number_to
        if self.currency_ids:
            yield "currencyIds", self.currency_ids


def _is_backwards(first: str, last: str) -> bool:
    """For digits only; how QuickBooks orders other numbers is its own affair."""
    both = first + last
    if not (both.isascii() and both.isdecimal()):
        return False
    # Compared by length first: Python refuses to make numbers of very long texts.
    first, last = first.lstrip("0"), last.lstrip("0")
    return (len(first), first) > (len(last), last)
