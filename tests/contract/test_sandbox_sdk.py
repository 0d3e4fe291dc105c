"""The official Python SDK against the sandbox, with nothing told but address and key."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import conductor as official
import pytest

from tests.helpers.sandbox import (
    SOME_DAY,
    SandboxAccess,
    SandboxOptions,
    running_sandbox,
)


@pytest.fixture
def access() -> Iterator[SandboxAccess]:
    with running_sandbox(SandboxOptions(today=SOME_DAY)) as access:
        yield access


@pytest.fixture
def sdk(access: SandboxAccess) -> Iterator[official.Conductor]:
    with official.Conductor(
        base_url=access.base_url, api_key=access.secret_key.reveal(), max_retries=0
    ) as client:
        yield client


def test_it_lists_all_invoices_over_several_pages(
    access: SandboxAccess, sdk: official.Conductor
) -> None:
    invoices = list(sdk.qbd.invoices.list(conductor_end_user_id=access.end_user_id))
    assert len({invoice.id for invoice in invoices}) == 240
    for invoice in invoices:
        left = Decimal(invoice.subtotal) + Decimal(invoice.sales_tax_total or 0)
        assert Decimal(invoice.balance_remaining or 0) == left - Decimal(
            invoice.applied_amount or 0
        )


def test_its_filters_arrive_as_it_spells_them(
    access: SandboxAccess, sdk: official.Conductor
) -> None:
    some = next(iter(sdk.qbd.invoices.list(conductor_end_user_id=access.end_user_id)))
    assert some.customer is not None
    assert some.customer.id is not None
    found = list(
        sdk.qbd.invoices.list(
            conductor_end_user_id=access.end_user_id,
            customer_ids=[some.customer.id, "80000FFF-1"],
            updated_after="2024-01-01T00:00:00+01:00",
            include_line_items=False,
            limit=3,
        )
    )
    assert some.id in {invoice.id for invoice in found}
    assert all(i.customer is not None and i.customer.id == some.customer.id for i in found)
    assert all(invoice.lines == [] for invoice in found)


def test_it_retrieves_one_invoice_with_its_payments(
    access: SandboxAccess, sdk: official.Conductor
) -> None:
    paid = next(
        iter(
            sdk.qbd.invoices.list(
                conductor_end_user_id=access.end_user_id, payment_status="paid", limit=1
            )
        )
    )
    whole = sdk.qbd.invoices.retrieve(paid.id, conductor_end_user_id=access.end_user_id)
    assert sum(Decimal(link.amount or 0) for link in whole.linked_transactions) == Decimal(
        whole.applied_amount or 0
    )


def test_health_and_company(access: SandboxAccess, sdk: official.Conductor) -> None:
    health = sdk.qbd.health_check(conductor_end_user_id=access.end_user_id)
    assert health.status == "ok"
    assert health.duration > 0
    company = sdk.qbd.company.retrieve(conductor_end_user_id=access.end_user_id)
    assert company.company_name == "Saltbush & Sons Outdoor Works"


def test_an_end_user_from_creation_to_deletion(sdk: official.Conductor) -> None:
    created = sdk.end_users.create(
        company_name="Big Co.", source_id="cust-7", email="office@big.example"
    )
    assert created.integration_connections == []
    assert sdk.end_users.retrieve(created.id).source_id == "cust-7"
    assert created.id in {user.id for user in sdk.end_users.list().data}
    assert sdk.end_users.delete(created.id).deleted is True
    with pytest.raises(official.NotFoundError):
        sdk.end_users.retrieve(created.id)


def test_an_auth_session(access: SandboxAccess, sdk: official.Conductor) -> None:
    session = sdk.auth_sessions.create(
        publishable_key=access.publishable_key,
        end_user_id=access.end_user_id,
        link_expiry_mins=60,
        redirect_url="https://acme.example/back",
    )
    origin = access.base_url.removesuffix("/v1")
    assert session.auth_flow_url == (
        f"{origin}/qbd/{session.client_secret}?key={access.publishable_key}"
    )
    assert session.redirect_url == "https://acme.example/back"


def test_errors_arrive_as_the_classes_developers_catch(
    access: SandboxAccess, sdk: official.Conductor
) -> None:
    new = sdk.end_users.create(company_name="New", source_id="new", email="")
    with pytest.raises(official.ConflictError) as conflict:
        sdk.qbd.health_check(conductor_end_user_id=new.id)
    assert isinstance(conflict.value.body, dict)
    assert conflict.value.body["error"]["code"] == "INTEGRATION_CONNECTION_NOT_SET_UP"
    with pytest.raises(official.BadRequestError):
        sdk.qbd.invoices.list(conductor_end_user_id=access.end_user_id, limit=500)
    with (
        official.Conductor(base_url=access.base_url, api_key="sk_sandbox_old") as stranger,
        pytest.raises(official.AuthenticationError),
    ):
        stranger.end_users.list()
