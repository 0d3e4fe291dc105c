"""Reading page after page over real HTTP, under the cursor's rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conductor_desktop.conductor.errors import (
    CursorLost,
    Offline,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.models import InvoiceRow, Page
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import (
    Answer,
    raw,
    reply_error,
    reply_json,
    reset,
)
from tests.unit.conductor.talking import (
    LIST_HEAD,
    page,
    params_of,
    read_all,
    talking_to,
)


def pages_of(sequence: Sequence[Page[InvoiceRow]]) -> list[list[str]]:
    return [[invoice.id for invoice in one.items] for one in sequence]


def test_pages_follow_each_other_with_the_same_parameters_and_the_cursor() -> None:
    query = InvoiceQuery(payment_status=PaymentStatus.PAID, customer_ids=("a", "b"))
    answers = (
        page(0, 2, remaining=3, cursor="c"),
        page(2, 2, remaining=1, cursor="c"),
        page(4, 1, remaining=0),
    )
    with talking_to(*answers) as (client, server):
        pages = read_all(client, query)
    assert pages_of(pages) == [["0", "1"], ["2", "3"], ["4"]]
    assert [one.remaining for one in pages] == [3, 1, 0]
    first, second, third = params_of(server)
    assert "cursor" not in first
    assert first["limit"] == ["150"]
    assert first["customerIds"] == ["a", "b"]
    assert second == third == {**first, "cursor": ["c"]}


def test_no_invoices_are_one_empty_page() -> None:
    with talking_to(page(0, 0, remaining=0)) as (client, _):
        assert pages_of(read_all(client)) == [[]]


@pytest.mark.parametrize("trouble", [reset(), reply_json({}, status=503)])
def test_the_first_page_may_be_tried_again(trouble: Answer) -> None:
    with talking_to(trouble, page(0, 1)) as (client, server):
        assert pages_of(read_all(client)) == [["0"]]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        reset(),
        reply_json({}, status=503),
        reply_json({}, status=429, headers={"Retry-After": "0"}),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"),
    ],
)
def test_a_page_with_a_cursor_is_asked_for_exactly_once(trouble: Answer) -> None:
    with talking_to(page(0, 1, cursor="c"), trouble, page(1, 1)) as (client, server):
        with pytest.raises(Offline):
            read_all(client)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    "refusal",
    [
        reply_error(400, "INVALID_REQUEST_ERROR", "X", message="cursor expired"),
        reply_error(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING"),
    ],
)
def test_a_refused_cursor_is_a_lost_one(refusal: Answer) -> None:
    with (
        talking_to(page(0, 1, cursor="c"), refusal) as (client, _),
        pytest.raises(CursorLost) as it,
    ):
        read_all(client)
    assert it.value.request_id == "req_of_the_envelope"


def test_a_refused_query_is_not_a_lost_cursor() -> None:
    refusal = reply_error(400, "INVALID_REQUEST_ERROR", "X")
    with talking_to(refusal) as (client, _), pytest.raises(RequestRefused):
        read_all(client)


def test_a_page_that_something_on_the_way_skipped_is_noticed() -> None:
    answers = (page(0, 2, remaining=4, cursor="c"), page(4, 2, remaining=0))
    with talking_to(*answers) as (client, _), pytest.raises(CursorLost):
        read_all(client)


@pytest.mark.parametrize("cursor", [None, ""])
def test_more_without_a_cursor_is_not_taken_for_the_end(cursor: str | None) -> None:
    answer = reply_json(
        {**LIST_HEAD, "data": [], "nextCursor": cursor, "remainingCount": 3, "hasMore": True}
    )
    filled = reply_json(
        {
            **LIST_HEAD,
            "data": [{"id": "1", "transactionDate": "2025-01-01", "subtotal": "1.00"}],
            "nextCursor": cursor,
            "remainingCount": 3,
            "hasMore": True,
        }
    )
    with talking_to(answer) as (client, _), pytest.raises(CursorLost):
        read_all(client)
    with talking_to(filled) as (client, _), pytest.raises(UnexpectedAnswer) as caught:
        read_all(client)
    assert caught.value.field == "nextCursor"


def test_a_bad_invoice_on_a_later_page_ends_the_pass_and_is_named() -> None:
    bad = reply_json({**LIST_HEAD, "data": [{"id": "2"}], "nextCursor": None, "hasMore": False})
    with (
        talking_to(page(0, 1, cursor="c"), bad) as (client, server),
        pytest.raises(UnexpectedAnswer) as caught,
    ):
        read_all(client)
    assert caught.value.field == "data[0].transactionDate"
    assert len(server.requests) == 2


def test_every_field_and_line_are_read_under_the_same_rules() -> None:
    lines = [{"id": "l", "amount": "1.00"}]
    rows = [
        {"id": str(n), "transactionDate": "2025-01-01", "subtotal": "1.00", "lines": lines}
        for n in (1, 2)
    ]
    head = {**LIST_HEAD, "hasMore": True, "nextCursor": "c", "remainingCount": 2}
    answers = (
        reply_json({**head, "data": rows[:1]}),
        reply_json({**head, "data": rows[1:], "remainingCount": 0, "hasMore": False}),
    )
    with talking_to(*answers) as (client, server), pytest.raises(CursorLost):
        list(client.whole_invoice_pages("end_usr_1", InvoiceQuery(), CancelToken()))
    assert [params["includeLineItems"] for params in params_of(server)] == [["true"]] * 2
    with talking_to(answers[1]) as (client, _):
        (found,) = client.whole_invoice_pages("end_usr_1", InvoiceQuery(), CancelToken())
    assert [line.id for line in found.items[0].lines] == ["l"]


def test_nothing_is_asked_after_the_last_page() -> None:
    last = reply_json(
        {**LIST_HEAD, "data": [], "nextCursor": "c", "remainingCount": 0, "hasMore": False}
    )
    with talking_to(last) as (client, server):
        read_all(client)
    assert len(server.requests) == 1


def test_a_short_preview_asks_for_a_short_page() -> None:
    with talking_to(page(0, 1)) as (client, server):
        next(client.invoice_pages("end_usr_1", InvoiceQuery(), CancelToken(), page_size=1))
    assert params_of(server)[0]["limit"] == ["1"]


def test_all_customers_are_read_under_the_same_rule() -> None:
    def of(*names: str, cursor: str | None = None) -> Answer:
        data = [{"id": name, "fullName": name, "balance": "1.00"} for name in names]
        more = {"nextCursor": cursor, "remainingCount": None, "hasMore": cursor is not None}
        return reply_json({**LIST_HEAD, "data": data, **more})

    with talking_to(of("a", "b", cursor="c"), of("c")) as (client, server):
        pages = list(client.customer_pages("end_usr_1", CancelToken()))
    assert [[one.id for one in page.items] for page in pages] == [["a", "b"], ["c"]]
    first, second = params_of(server)
    assert first == {
        "limit": ["150"],
        "status": ["all"],
        "excludeAlternateShippingAddresses": ["true"],
    }
    assert second == {**first, "cursor": ["c"]}
    assert all(
        seen.target.startswith("/v1/quickbooks-desktop/customers?") for seen in server.requests
    )
