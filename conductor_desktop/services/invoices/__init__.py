"""The invoices of one EndUser: read so that none is silently missing, opened, and added up."""

from __future__ import annotations

from conductor_desktop.services.invoices.ageing import (
    Age,
    Ageing,
    AgeSum,
    age_of,
    ageing_of,
    overdue_of,
)
from conductor_desktop.services.invoices.estimate import busy_estimate
from conductor_desktop.services.invoices.pace import left_in_words
from conductor_desktop.services.invoices.results import (
    InvoicePreview,
    InvoiceProgress,
    UnreadableInvoices,
)
from conductor_desktop.services.invoices.service import InvoicesService, ReadsInvoices
from conductor_desktop.services.invoices.totals import (
    HOME_CURRENCY,
    CurrencyTotals,
    currency_of,
    totals_of,
)
from conductor_desktop.services.invoices.unread import UNREADABLE, is_unread

__all__ = [
    "HOME_CURRENCY",
    "UNREADABLE",
    "Age",
    "AgeSum",
    "Ageing",
    "CurrencyTotals",
    "InvoicePreview",
    "InvoiceProgress",
    "InvoicesService",
    "ReadsInvoices",
    "UnreadableInvoices",
    "age_of",
    "ageing_of",
    "busy_estimate",
    "currency_of",
    "is_unread",
    "left_in_words",
    "overdue_of",
    "totals_of",
]
