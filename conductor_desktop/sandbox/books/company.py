"""The company file itself, as ``GET /quickbooks-desktop/company`` describes it."""

from __future__ import annotations

from conductor_desktop.sandbox.books.catalogue import catalogue
from conductor_desktop.sandbox.books.lines import Document
from conductor_desktop.sandbox.books.names import CompanyFacts

IMPOSSIBLE_EIN = "00-1234567"
"""No employer has a number that starts with 00; a program that shows it shows too much."""


def company_document(name: str) -> Document:
    """All 19 fields."""
    facts = catalogue().names.company
    address = _address(name, facts)
    return {
        "isSampleCompanyFile": False,
        "companyName": name,
        "legalCompanyName": f"{name}, LLC",
        "address": address,
        "legalAddress": address,
        "addressForCustomer": None,
        "phone": facts.phone,
        "fax": facts.fax,
        "email": facts.email,
        "website": facts.website,
        "fiscalYearStartMonth": "january",
        "incomeTaxYearStartMonth": "january",
        "companyType": facts.company_type,
        "ein": IMPOSSIBLE_EIN,
        "ssn": None,
        "taxForm": "form_1120s",
        "subscribedServices": {
            "services": [{"name": "Payroll", "domain": None, "serviceStatus": "never"}]
        },
        "accountantCopy": {"accountantCopyExists": False, "dividingDate": None},
        "customFields": [],
    }


def _address(name: str, facts: CompanyFacts) -> Document:
    return {
        "line1": name,
        "line2": facts.street,
        "line3": None,
        "line4": None,
        "line5": None,
        "city": facts.city,
        "state": facts.state,
        "postalCode": facts.postal_code,
        "country": facts.country,
        "note": None,
    }
