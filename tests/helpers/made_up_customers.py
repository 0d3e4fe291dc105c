"""Customers and a company for tests."""

from __future__ import annotations

from decimal import Decimal

from conductor_desktop.conductor.models import Address, Company, Customer, Ref

STREET = Address(
    line1="Étang & Söhne", line2="7 Mill Lane", city="Tempe", state="AZ", postal_code="85281"
)


def a_customer(
    name: str = "Ana's Bakery",
    *,
    identifier: str | None = None,
    balance: str | None = "10.00",
    with_jobs: str | None = None,
    currency: str | None = "US Dollar",
    is_active: bool = True,
    contact: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    address: Address | None = None,
    terms: str | None = None,
    parent: str | None = None,
) -> Customer:
    return Customer(
        id=identifier or f"id-{name}",
        full_name=name,
        parent=Ref(id=parent) if parent else None,
        is_active=is_active,
        contact=contact,
        phone=phone,
        email=email,
        billing_address=address,
        terms=Ref(full_name=terms) if terms else None,
        balance=None if balance is None else Decimal(balance),
        total_balance=Decimal(with_jobs or balance or "0"),
        currency=Ref(full_name=currency) if currency else None,
    )


def full_customer() -> Customer:
    """Something in every field."""
    return Customer(
        id="8000001-1502910000",
        full_name="Étang & Söhne:Garden",
        parent=Ref(id="8000000-1502910000", full_name="Étang & Söhne"),
        is_active=False,
        company_name="Étang & Söhne",
        contact="Zoë Field",
        phone="+1-602-555-0100",
        email="zoe@etang.example",
        billing_address=STREET,
        terms=Ref(full_name="Net 30"),
        balance=Decimal("1000.10"),
        total_balance=Decimal("1500.25"),
        currency=Ref(full_name="USD"),
    )


def a_company(**fields: object) -> Company:
    """Something in every field, unless ``fields`` say otherwise."""
    usual: dict[str, object] = {
        "is_sample_company_file": False,
        "company_name": "Canyon Supply",
        "legal_company_name": "Canyon Supply, LLC",
        "address": STREET,
        "legal_address": STREET,
        "phone": "+1-602-555-0101",
        "fax": "+1-602-555-0102",
        "email": "office@canyon.example",
        "website": "https://canyon.example",
        "fiscal_year_start_month": "january",
        "income_tax_year_start_month": "july",
        "company_type": "Retail",
    }
    return Company(**{**usual, **fields})  # type: ignore[arg-type]
