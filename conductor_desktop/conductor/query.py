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
    """Filters; what is not given does not restrict. Both dates are inclusive.

    ``updated_after`` is an aware moment. Raises ``InvalidInput`` for a range that is backwards.
    """

    transaction_date_from: date | None = None
    transaction_date_to: date | None = None
    payment_status: PaymentStatus = PaymentStatus.ALL
    updated_after: datetime | None = None
    customer_ids: tuple[str, ...] = ()
    ref_number_contains: str | None = None
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
        if self.currency_ids:
            yield "currencyIds", self.currency_ids
