"""What Conductor answers, as values: people, their connections and the company.

Fields have Conductor's names in snake_case, times are aware and in UTC, and everything Conductor
sends beyond these fields is ignored. Invoices and customers have modules
of their own and are offered here too.
"""

from __future__ import annotations

from typing import Literal

from conductor_desktop.conductor.customer_models import Customer
from conductor_desktop.conductor.invoice_models import (
    Address,
    CustomField,
    DamagedInvoiceRow,
    Invoice,
    InvoiceLine,
    InvoiceLineGroup,
    InvoiceRow,
    LinkedTransaction,
    Listed,
    Moment,
    Page,
    Ref,
    UnreadItem,
    Wire,
)
from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.secret import Secret

__all__ = [
    "Address",
    "AuthSession",
    "Company",
    "CustomField",
    "Customer",
    "DamagedInvoiceRow",
    "EndUser",
    "HealthCheck",
    "IntegrationConnection",
    "Invoice",
    "InvoiceLine",
    "InvoiceLineGroup",
    "InvoiceRow",
    "LinkedTransaction",
    "Listed",
    "Page",
    "Ref",
    "UnreadItem",
    "Wire",
]

_LONGEST_NAME = 200


class IntegrationConnection(Wire, frozen=True, kw_only=True):
    """The line to one QuickBooks. It appears when the auth flow is *started*, and says nothing
    about now: both times move only when requests are made.
    """

    id: str
    created_at: Moment
    integration_slug: str = "quickbooks_desktop"
    last_request_at: Moment | None = None
    last_successful_request_at: Moment | None = None


class EndUser(Wire, frozen=True, kw_only=True):
    """One customer of the vendor, for one company file. ``source_id`` is the vendor's own id."""

    id: str
    created_at: Moment
    company_name: str
    source_id: str
    email: str
    integration_connections: tuple[IntegrationConnection, ...] = ()


class AuthSession(Wire, frozen=True, kw_only=True):
    """A link through the auth flow. The address carries a client secret until ``expires_at``;
    it is in this answer alone and cannot be asked for again.
    """

    id: str
    end_user_id: str
    client_secret: Secret
    auth_flow_url: Secret
    expires_at: Moment
    redirect_url: str | None = None


class HealthCheck(Wire, frozen=True, kw_only=True):
    """Proof that QuickBooks answered. Any other status is an answer that cannot be used.

    ``duration`` is in milliseconds, all the way to QuickBooks and back.
    """

    status: Literal["ok"]
    duration: float


class Company(Wire, frozen=True, kw_only=True):
    """Which books are connected. Tax numbers (``ein``, ``ssn``) are not even decoded.

    ``is_sample_company_file`` is the one field that is never null: without it this is no company.
    """

    is_sample_company_file: bool
    company_name: str | None = None
    legal_company_name: str | None = None
    address: Address | None = None
    legal_address: Address | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    fiscal_year_start_month: str | None = None
    income_tax_year_start_month: str | None = None
    company_type: str | None = None

    @property
    def display_name(self) -> str | None:
        """The name people know it by, fit to be shown; ``None`` when QuickBooks has none."""
        names = (self.company_name, self.legal_company_name)
        return next(filter(None, (plain_text(name or "", _LONGEST_NAME) for name in names)), None)
