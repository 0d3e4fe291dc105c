"""What is told of a company, and what never is."""

from __future__ import annotations

import json

import msgspec

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import Address, Company
from conductor_desktop.conductor.wire import Answer, Outcome, Request
from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.secret import Secret
from conductor_desktop.services.company.facts import facts_of
from conductor_desktop.services.company.service import CompanyService
from conductor_desktop.work import CancelToken
from tests.helpers.made_up_customers import a_company

EIN, SSN = "98-7654321", "987-65-4321"


class Conductor:
    """Answers with these details, whoever asks."""

    def __init__(self, document: dict[str, object]) -> None:
        self._body = json.dumps(document).encode()

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        assert request.template == "/quickbooks-desktop/company"
        return Answer(status=200, media_type="application/json", body=self._body)

    def close(self) -> None: ...


def read(document: dict[str, object]) -> Company:
    client = ConductorClient(
        "https://api.example/v1", Secret("sk_1"), transport=Conductor(document)
    )
    return CompanyService(client, "end_usr_1").read(CancelToken())


def test_tax_numbers_are_not_even_decoded() -> None:
    document = {**company_document("Canyon Supply"), "ein": EIN, "ssn": SSN}
    company = read(document)
    assert company.company_name == "Canyon Supply"
    for told in (repr(company), str(msgspec.to_builtins(company)), repr(facts_of(company))):
        assert EIN not in told
        assert SSN not in told


def test_what_is_known_is_told_in_order() -> None:
    facts = [(fact.name, fact.text) for fact in facts_of(a_company())]
    assert facts == [
        ("Company", "Canyon Supply"),
        ("Legal name", "Canyon Supply, LLC"),
        ("Address", "Étang & Söhne\n7 Mill Lane\nTempe AZ 85281"),
        ("Phone", "+1-602-555-0101"),
        ("Fax", "+1-602-555-0102"),
        ("E-mail", "office@canyon.example"),
        ("Website", "https://canyon.example"),
        ("Kind of business", "Retail"),
        ("Fiscal year starts in", "January"),
        ("Tax year starts in", "July"),
    ]


def test_what_is_said_twice_is_told_once_and_another_legal_address_is_told() -> None:
    company = a_company(legal_company_name="Canyon Supply", legal_address=Address(city="Mesa"))
    names = {fact.name: fact.text for fact in facts_of(company)}
    assert "Legal name" not in names
    assert names["Legal address"] == "Mesa"


def test_nothing_but_what_is_never_null() -> None:
    assert facts_of(Company(is_sample_company_file=False)) == ()
    [sample] = facts_of(Company(is_sample_company_file=True))
    assert sample.name == "Sample file"
