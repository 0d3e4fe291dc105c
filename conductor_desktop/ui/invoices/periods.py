"""The periods one can look at, and the query each stands for."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.storage.invoice_choice import InvoicePeriod


class Period(enum.Enum):
    """The value is what people choose from."""

    LAST_90_DAYS = "Last 90 days"
    THIS_YEAR = "This year"
    OWN_DATES = "Own dates…"
    EVERYTHING = "Everything"

    def query(self, today: date) -> InvoiceQuery:
        """The invoices of this period.

        The last 90 days are open towards the future: an invoice dated ahead is a new one.
        """
        if self in (Period.EVERYTHING, Period.OWN_DATES):  # own dates are given by themselves
            return InvoiceQuery()
        if self is Period.THIS_YEAR:
            return InvoiceQuery(
                transaction_date_from=date(today.year, 1, 1),
                transaction_date_to=date(today.year, 12, 31),
            )
        return InvoiceQuery(transaction_date_from=today - timedelta(days=90))

    @classmethod
    def of(cls, kept: InvoicePeriod) -> Period:
        """The period that was kept."""
        return cls[kept.name]

    @property
    def kept(self) -> InvoicePeriod:
        """What it is called where it is kept."""
        return InvoicePeriod[self.name]

    @property
    def words(self) -> str:
        """How a sentence about "all invoices …" goes on; starts with a blank unless empty."""
        if self is Period.OWN_DATES:
            return " of these dates"
        return "" if self is Period.EVERYTHING else " of this period"
