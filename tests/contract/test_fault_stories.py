"""What can go wrong on the way, where it takes more than one request to tell."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.asking.retry import RECHECK_AFTER
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError, KeyRejected, Offline
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.services.invoices import InvoicePreview, InvoicesService
from conductor_desktop.work import Cancelled, CancelToken
from tests.contract.fault_matrix.operations import Operation, carry_out
from tests.contract.fault_matrix.passes import PASSES, Pass
from tests.contract.fault_matrix.stage import (
    Stage,
    as_pages,
    check_shown,
    count_logged,
    set_up,
)

SEVERAL_PAGES = 320


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with set_up(SEVERAL_PAGES) as stage:
        yield stage


def load(client: ConductorClient, stage: Stage) -> InvoicePreview:
    service = InvoicesService(client, stage.access.end_user_id)
    return service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())


def create(client: ConductorClient, source_id: str) -> ConductorError | None:
    try:
        client.create_end_user(
            company_name="Big Co.", source_id=source_id, email="a@big.example", cancel=CancelToken()
        )
    except ConductorError as error:
        return error
    return None


def with_source_id(client: ConductorClient, source_id: str) -> int:
    users = client.list_end_users(CancelToken()).value
    return sum(user.source_id == source_id for user in users)


# ---- nobody there, a key that is not known everywhere yet, a service that wants to be left alone


@pytest.mark.parametrize(
    ("operation", "sent"),
    [(Operation.LIST, 3), (Operation.COMPANY, 3), (Operation.HEALTH, 1), (Operation.CREATE, 1)],
)
def test_nobody_listens(caplog: pytest.LogCaptureFixture, operation: Operation, sent: int) -> None:
    caplog.set_level(logging.DEBUG)
    with set_up(invoices=0) as stage, stage.client() as client:
        stage.order("refused", seconds=3600)
        result = carry_out(operation, client, stage.access)
    assert isinstance(result.error, Offline)
    check_shown(result.error, stage.access.secret_key.reveal())
    assert count_logged(caplog.records) == sent


def test_a_key_that_was_good_gets_a_second_chance(stage: Stage) -> None:
    with stage.client() as client:
        stage.order("key-rejected-once", match={"nth": 2, "count": 1})
        for _ in range(2):
            client.list_end_users(CancelToken())
    assert [one["status"] for one in stage.control.requests()] == [200, 401, 200]
    assert stage.pauses == [RECHECK_AFTER]


def test_a_key_that_was_good_is_rejected_in_the_end(stage: Stage) -> None:
    with stage.client() as client:
        stage.order("key-rejected", match={"nth": 2})
        client.list_end_users(CancelToken())
        with pytest.raises(KeyRejected):
            client.list_end_users(CancelToken())
    assert [one["status"] for one in stage.control.requests()] == [200, 401, 401]


def test_who_asks_to_be_left_alone_is_left_alone(stage: Stage) -> None:
    with stage.client() as client:
        stage.order("too-many-requests", retryAfter="300")
        errors = [carry_out(operation, client, stage.access).error for operation in Operation]
    assert all(isinstance(error, Offline) for error in errors)
    assert all("retryAfterSeconds" in error.details for error in errors if error is not None)
    assert len(stage.control.requests()) == 1


# ---- creating


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        ("lost-create", 1),
        ("create-then-error", 1),
        ("reset-headers", 1),
        ("short-body", 1),
        ("cut-json", 1),
        ("reset", 0),
        ("html", 0),
        ("redirect", 0),
        ("server-error", 0),
        ("gateway-timeout", 0),
        ("odd-error", 0),
    ],
)
def test_a_create_is_sent_once_and_what_it_did_is_found(
    stage: Stage, fault: str, made: int
) -> None:
    source_id = f"created-under-{fault}"
    with stage.client() as client:
        stage.order(fault, match={"method": "POST", "path": "/v1/end-users", "count": 1})
        error = create(client, source_id)
        assert with_source_id(client, source_id) == made
    assert error is not None
    assert [one["method"] for one in stage.control.requests()] == ["POST", "GET"]


def test_a_list_that_lags_behind_makes_no_second_end_user(stage: Stage) -> None:
    with stage.client() as client:
        stage.order("stale-list", match={"count": 3})
        stage.control.fault("lost-create")
        assert isinstance(create(client, "late"), Offline)
        looks = [with_source_id(client, "late") for _ in range(4)]
    assert looks == [0, 0, 0, 1]
    assert [one["method"] for one in stage.control.requests()] == ["POST", *["GET"] * 4]


# ---- pages


@pytest.mark.parametrize("one", PASSES, ids=lambda one: f"{one.fault}-{one.arrived}")
def test_no_invoice_is_silently_missing(
    stage: Stage, caplog: pytest.LogCaptureFixture, one: Pass
) -> None:
    stage.order(one.fault, match=one.match)
    caplog.set_level(logging.DEBUG)
    with stage.client(one.limits) as client:
        preview = load(client, stage)

    assert len({invoice.id for invoice in preview.invoices}) == len(preview.invoices) == one.read
    assert preview.complete is (one.read == SEVERAL_PAGES)
    assert type(preview.problem) is (one.problem.error or type(None))
    if preview.problem is not None:
        assert one.problem.details.items() <= preview.problem.details.items()

    arrived = as_pages(stage.control.requests())
    assert arrived == one.arrived
    assert count_logged(caplog.records) == arrived.count("1") + arrived.count("+")


@pytest.mark.parametrize("size", [0, 1, 150, 151, 1501])
def test_books_of_every_size(size: int) -> None:
    with set_up(size) as stage, stage.client() as client:
        first, second = load(client, stage), load(client, stage)
        arrived = as_pages(stage.control.requests())
    assert first.complete
    assert len({invoice.id for invoice in first.invoices}) == len(first.invoices) == size
    assert [one.id for one in first.invoices] == [one.id for one in second.invoices]
    pages = max(1, -(-size // 150))
    assert arrived == 2 * ("1" + "+" * (pages - 1))


# ---- impatience


def test_ten_clicks_are_one_request_and_cancelling_ends_them(stage: Stage) -> None:
    stage.order("silent")
    token = CancelToken()

    def click(client: ConductorClient) -> None:
        client.health_check(stage.access.end_user_id, token)

    with stage.client() as client, ThreadPoolExecutor(10) as people:
        clicks = [people.submit(click, client) for _ in range(10)]
        while not stage.control.requests():
            pass
        token.cancel()
        errors = [one.exception() for one in clicks]
    assert {type(error) for error in errors} == {Cancelled}
    assert len(stage.control.requests()) == 1
