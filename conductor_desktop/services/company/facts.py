"""What the company file says of the company, as names and values a person reads."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.conductor.models import Company
from conductor_desktop.services.addresses import address_lines

_SAMPLE = "Yes, this is one of the samples that come with QuickBooks"


@dataclass(frozen=True)
class Fact:
    """``text`` may have several lines, and is as it was typed into QuickBooks."""

    name: str
    text: str


def facts_of(company: Company) -> tuple[Fact, ...]:
    """What is known, in the order it is shown. Tax numbers are no part of ``Company``."""
    address = "\n".join(address_lines(company.address))
    legal_address = "\n".join(address_lines(company.legal_address))
    told = (
        ("Company", company.company_name),
        ("Legal name", _unless(company.legal_company_name, company.company_name)),
        ("Address", address),
        ("Legal address", _unless(legal_address, address)),
        ("Phone", company.phone),
        ("Fax", company.fax),
        ("E-mail", company.email),
        ("Website", company.website),
        ("Kind of business", company.company_type),
        ("Fiscal year starts in", _month(company.fiscal_year_start_month)),
        ("Tax year starts in", _month(company.income_tax_year_start_month)),
        ("Sample file", _SAMPLE if company.is_sample_company_file else None),
    )
    return tuple(Fact(name, text) for name, text in told if text)


def _unless(text: str | None, same: str | None) -> str | None:
    """Said once, where both are the same."""
    return None if text == same else text


def _month(name: str | None) -> str | None:
    return name and name.replace("_", " ").capitalize()
