"""What somebody last asked QuickBooks for on the page Invoices, and what a file of it holds.

Choices only: a number, a customer or a currency that was asked for comes out of the books, and is
forgotten with the window.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class InvoicePeriod(enum.StrEnum):
    """Of which time."""

    LAST_90_DAYS = "last_90_days"
    THIS_YEAR = "this_year"
    OWN_DATES = "own_dates"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class InvoiceChoice:
    """``first`` and ``last`` are the own dates; ``is_paid`` is None where it does not matter.

    ``exports_all``: a file has every column, not only those that are shown.
    """

    period: InvoicePeriod = InvoicePeriod.LAST_90_DAYS
    first: date | None = None
    last: date | None = None
    is_paid: bool | None = None
    changed_since: date | None = None
    exports_all: bool = False
    unknown: Mapping[str, object] = field(default_factory=dict, repr=False, hash=False)


def invoice_choice_tree(choice: InvoiceChoice) -> dict[str, object]:
    """As it is written; what another version has written goes back as it was."""
    return {
        **choice.unknown,
        "period": choice.period,
        "first": _written(choice.first),
        "last": _written(choice.last),
        "isPaid": choice.is_paid,
        "changedSince": _written(choice.changed_since),
        "exportsAll": choice.exports_all,
    }


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
