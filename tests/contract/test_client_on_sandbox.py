"""Our client against the sandbox: two rooms that know nothing of each other agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    CursorLost,
    EndUserNotFound,
    KeyRejected,
    Offline,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
)
from conductor_desktop.conductor.models import Invoice, InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.errors import InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import ConnectionService, ConnectionState
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress, InvoicesService
from conductor_desktop.work import CancelToken
from tests.helpers.sandbox import (
    SOME_DAY,
    SandboxAccess,
    SandboxOptions,
    SetClock,
    running_sandbox,
)

TOKEN = CancelToken()


@contextmanager
def client_of(access: SandboxAccess) -> Iterator[ConductorClient]:
    client = ConductorClient(access.base_url, access.secret_key, pause=lambda _token, _s: None)
    try:
        yield client
    finally:
        client.close()


@pytest.fixture(scope="module")
def books() -> Iterator[SandboxAccess]:
    """One sandbox for all tests that only read."""
    with running_sandbox(SandboxOptions(today=SOME_DAY)) as access:
        yield access


def preview(
    client: ConductorClient,
    access: SandboxAccess,
    query: InvoiceQuery | None = None,
    limit: int | None = None,
) -> tuple[InvoicePreview, list[InvoiceProgress]]:
    seen: list[InvoiceProgress] = []
    service = InvoicesService(client, access.end_user_id)
    return service.load(query or InvoiceQuery(), limit, seen.append, TOKEN), seen


def all_invoices(
    access: SandboxAccess, query: InvoiceQuery | None = None
) -> tuple[InvoiceRow, ...]:
    with client_of(access) as client:
        result, _ = preview(client, access, query)
    assert result.complete
    return result.invoices


# ---- reading


def test_all_invoices_arrive_once_and_add_up(books: SandboxAccess) -> None:
    with client_of(books) as client:
        result, seen = preview(client, books)
    assert result.complete
    assert len({invoice.id for invoice in result.invoices}) == len(result.invoices) == 240
    assert [(one.loaded, one.remaining) for one in seen] == [(150, 90), (240, 0)]
    assert "USD" in result.totals
    for currency, totals in result.totals.items():
        ours = [
            one for one in result.invoices if one.currency and one.currency.full_name == currency
        ]
        assert totals.billed == sum((one.total for one in ours), Decimal())
        assert totals.open == sum((one.balance_remaining or Decimal() for one in ours), Decimal())
        assert totals.paid == sum((one.applied_amount or Decimal() for one in ours), Decimal())


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (150, 1), (151, 2)])
def test_books_of_any_size_are_read_in_one_order_and_to_the_end(count: int, pages: int) -> None:
    options = SandboxOptions(today=SOME_DAY, invoices=count)
    with running_sandbox(options) as access, client_of(access) as client:
        first, seen = preview(client, access)
        again, _ = preview(client, access)
    assert (len(first.invoices), first.complete) == (count, True)
    assert len(seen) == pages
    assert first.invoices == again.invoices


@pytest.mark.parametrize(("limit", "complete"), [(1, False), (151, False), (240, True), (0, True)])
def test_a_limit_is_kept(books: SandboxAccess, limit: int, complete: bool) -> None:
    with client_of(books) as client:
        result, _ = preview(client, books, limit=limit)
    assert (len(result.invoices), result.complete) == (limit or 240, complete)


def test_filters_restrict_as_they_say(books: SandboxAccess) -> None:
    everything = all_invoices(books)
    some = everything[7]
    assert some.customer is not None
    assert some.customer.id is not None
    cases = (
        (InvoiceQuery(payment_status=PaymentStatus.PAID), lambda one: bool(one.is_paid)),
        (InvoiceQuery(payment_status=PaymentStatus.NOT_PAID), lambda one: not one.is_paid),
        (InvoiceQuery(customer_ids=(some.customer.id,)), lambda one: one.customer == some.customer),
        (
            InvoiceQuery(
                transaction_date_from=some.transaction_date,
                transaction_date_to=some.transaction_date,
            ),
            lambda one: one.transaction_date == some.transaction_date,
        ),
        (
            InvoiceQuery(ref_number_contains=some.ref_number),
            lambda one: (some.ref_number or "") in (one.ref_number or ""),
        ),
    )
    for query, fits in cases:
        expected = {one.id for one in everything if fits(one)}
        assert {one.id for one in all_invoices(books, query)} == expected
        assert 0 < len(expected) < 240


def test_every_field_and_line_come_when_asked_for(books: SandboxAccess) -> None:
    with client_of(books) as client:
        service = InvoicesService(client, books.end_user_id)
        rows = service.load(InvoiceQuery(), None, lambda _progress: None, TOKEN)
        whole = service.load_whole(InvoiceQuery(), None, lambda _progress: None, TOKEN)
    assert (rows.complete, whole.complete) == (True, True)
    assert {type(row) for row in rows.invoices} == {InvoiceRow}
    for row, invoice in zip(rows.invoices, whole.invoices, strict=True):
        assert isinstance(invoice, Invoice)
        assert row == InvoiceRow(**{name: getattr(invoice, name) for name in row.__struct_fields__})
        amounts = [line.amount or Decimal() for line in invoice.lines]
        amounts += [group.total_amount for group in invoice.line_groups]
        assert sum(amounts, Decimal()) == invoice.subtotal


def test_one_invoice_comes_with_its_lines_and_payments(books: SandboxAccess) -> None:
    paid = next(row for row in all_invoices(books) if row.applied_amount)
    with client_of(books) as client:
        whole = client.invoice(books.end_user_id, paid.id, TOKEN).value
        with pytest.raises(QuickBooksProblem) as unknown:
            client.invoice(books.end_user_id, "FFFFFF-1", TOKEN)
        with pytest.raises(InvalidInput):
            client.invoice(books.end_user_id, "../company", TOKEN)
    assert (whole.id, whole.total) == (paid.id, paid.total)
    assert whole.lines
    payments = [link.amount or Decimal() for link in whole.linked_transactions]
    assert sum(payments, Decimal()) == paid.applied_amount
    assert unknown.value.code == "500"


def test_the_company_and_the_health_are_read(books: SandboxAccess) -> None:
    with client_of(books) as client:
        assert client.health_check(books.end_user_id, TOKEN).value.status == "ok"
        reply = client.company(books.end_user_id, TOKEN)
        report = ConnectionService(client, books.end_user_id).active(TOKEN)
    assert reply.value.display_name
    assert (reply.request_id or "").startswith("req_")
    assert (report.state, report.company) == (ConnectionState.CONNECTED, reply.value.display_name)


# ---- EndUsers and links


def test_an_end_user_is_created_found_and_given_a_link() -> None:
    with running_sandbox() as access, client_of(access) as client:
        made = client.create_end_user(
            company_name="Big & Söhne", source_id="cust-7", email="a@big.example", cancel=TOKEN
        ).value
        assert client.retrieve_end_user(made.id, TOKEN).value == made
        assert made in client.list_end_users(TOKEN).value
        session = client.create_auth_session(
            publishable_key=access.publishable_key, end_user_id=made.id, cancel=TOKEN
        ).value
        report = ConnectionService(client, made.id).passive(TOKEN)
        with pytest.raises(ConnectionNotSetUp):
            client.health_check(made.id, TOKEN)
        with pytest.raises(RequestRefused) as twice:
            client.create_end_user(company_name="Again", source_id="cust-7", email="", cancel=TOKEN)
    assert (made.company_name, made.source_id) == ("Big & Söhne", "cust-7")
    assert session.end_user_id == made.id
    assert session.client_secret.reveal() in session.auth_flow_url.reveal()
    assert session.client_secret.reveal() not in repr(session)
    assert report.state is ConnectionState.NOT_SET_UP
    assert "sourceId" in twice.value.details["message"]


def test_a_connected_end_user_was_last_known_good(books: SandboxAccess) -> None:
    with client_of(books) as client:
        report = ConnectionService(client, books.end_user_id).passive(TOKEN)
    assert report.state is ConnectionState.LAST_KNOWN_GOOD
    assert report.last_proof_at is not None


# ---- what goes wrong


def test_a_wrong_key_is_rejected_without_being_shown(books: SandboxAccess) -> None:
    client = ConductorClient(books.base_url, Secret("sk_conductor_WRONGWRONG1234"))
    with pytest.raises(KeyRejected) as caught:
        client.list_end_users(TOKEN)
    client.close()
    assert "WRONGWRONG" not in str(caught.value)
    assert (caught.value.request_id or "").startswith("req_")


def test_an_unknown_end_user_is_not_found(books: SandboxAccess) -> None:
    with client_of(books) as client:
        with pytest.raises(EndUserNotFound):
            client.retrieve_end_user("end_usr_unknown", TOKEN)
        with pytest.raises(EndUserNotFound):
            client.health_check("end_usr_unknown", TOKEN)


def test_a_stopped_sandbox_is_offline() -> None:
    with running_sandbox() as access:
        pass
    with client_of(access) as client, pytest.raises(Offline):
        client.list_end_users(TOKEN)


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("key-rejected", KeyRejected, "API_KEY_INVALID"),
        ("not-active", ConnectionNotActive, "INTEGRATION_CONNECTION_NOT_ACTIVE"),
        ("dialog-open", QuickBooksProblem, "0x80040414"),
        ("access-denied", QuickBooksProblem, "0x80040420"),
        ("wrong-file", QuickBooksProblem, "0x8004040A"),
        ("timeout", QuickBooksTimeout, "QBD_REQUEST_TIMEOUT"),
        ("server-error", Offline, "INTERNAL_ERROR"),
        ("html", Offline, None),
    ],
)
def test_each_fault_has_its_error(
    fault: str, error: type[ConductorError], code: str | None
) -> None:
    with running_sandbox(SandboxOptions(faults=(fault,))) as access, client_of(access) as client:
        with pytest.raises(error) as caught:
            client.health_check(access.end_user_id, TOKEN)
        report = ConnectionService(client, access.end_user_id).active(TOKEN)
    assert report.code == code
    assert report.headline == caught.value.title
    assert report.state is not ConnectionState.CONNECTED


def test_a_lost_page_is_mended_by_starting_over() -> None:
    options = SandboxOptions(faults=("lost-page",))
    with running_sandbox(options) as access, client_of(access) as client:
        result, seen = preview(client, access)
    assert (len(result.invoices), result.complete) == (240, True)
    assert [one.restarted for one in seen] == [False, True, False]


def test_a_check_in_the_middle_of_a_reading_is_answered_by_it() -> None:
    with running_sandbox() as access, client_of(access) as client:
        user = access.end_user_id
        asker = ConnectionService(client, user, answering=partial(client.last_page_at, user))
        assert client.last_page_at(user) is None
        asker.active(TOKEN)  # whose books they are has to be known
        pages = client.invoice_pages(user, InvoiceQuery(), TOKEN)
        next(pages)
        report = asker.active(TOKEN)
        assert (report.state, report.request_id) == (ConnectionState.CONNECTED, None)
        assert report.last_proof_at == client.last_page_at(user)
        pages.close()
        assert client.last_page_at(user) is None
        assert asker.active(TOKEN).request_id is not None


def test_a_cursor_that_died_is_mended_by_starting_over() -> None:
    clock = SetClock()
    with running_sandbox(clock=clock) as access, client_of(access) as client:
        late = client.invoice_pages(access.end_user_id, InvoiceQuery(), TOKEN)
        next(late)
        clock.move(11)
        with pytest.raises(CursorLost):
            next(late)

        def dawdle(progress: InvoiceProgress) -> None:
            if not progress.restarted and progress.remaining:
                clock.move(11)

        service = InvoicesService(client, access.end_user_id)
        result = service.load(InvoiceQuery(), None, dawdle, TOKEN)
    assert (len(result.invoices), result.complete) == (240, True)


def test_cursors_that_keep_dying_leave_an_honest_partial() -> None:
    clock = SetClock()
    with running_sandbox(clock=clock) as access, client_of(access) as client:
        service = InvoicesService(client, access.end_user_id)
        result = service.load(InvoiceQuery(), None, lambda _progress: clock.move(11), TOKEN)
    assert (len(result.invoices), result.complete) == (150, False)
    assert isinstance(result.problem, CursorLost)
