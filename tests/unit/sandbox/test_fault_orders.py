"""Faults by name and by order: whom they meet, how often, and what cannot be ordered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.sandbox.faults.board import FaultBoard
from conductor_desktop.sandbox.faults.catalogue import FAULTS
from conductor_desktop.sandbox.faults.match import Match
from conductor_desktop.sandbox.faults.orders import named_order, read_order

HEALTH = "/v1/quickbooks-desktop/health-check"
INVOICES = "/v1/quickbooks-desktop/invoices"


def strikes(board: FaultBoard, method: str, path: str, *, has_cursor: bool = False) -> str | None:
    order = board.strike(method, path, has_cursor=has_cursor)
    return order.fault.name if order else None


def test_a_quickbooks_fault_leaves_end_users_alone() -> None:
    board = FaultBoard([named_order("not-active")])
    assert strikes(board, "GET", "/v1/end-users") is None
    for path in (
        HEALTH,
        "/v1/end-users/end_usr_1/passthrough/quickbooks_desktop",
        "/v1/end-users/end_usr_1/request/quickbooks_desktop",
        "/v1/end_users/end_usr_1/ping/quickbooks_desktop",
    ):
        assert strikes(board, "GET", path) == "not-active"


def test_a_lost_page_is_lost_once_and_never_the_first() -> None:
    board = FaultBoard([named_order("lost-page")])
    assert strikes(board, "GET", INVOICES) is None
    assert strikes(board, "GET", INVOICES, has_cursor=True) == "lost-page"
    assert strikes(board, "GET", INVOICES, has_cursor=True) is None


def test_an_order_says_when_it_begins_and_how_often_it_strikes() -> None:
    order = {"fault": "reset", "match": {"path": "/v1/end-users/*", "nth": 2, "count": 2}}
    board = FaultBoard([read_order(json.dumps(order))])
    met = [strikes(board, "GET", "/v1/end-users/a") for _ in range(5)]
    assert met == [None, "reset", "reset", None, None]
    assert strikes(board, "GET", "/v1/end-users") is None


def test_a_path_of_ones_own_replaces_what_is_usual() -> None:
    board = FaultBoard([read_order('{"fault": "lost-create", "match": {"path": "/v1/x"}}')])
    assert strikes(board, "POST", "/v1/end-users") is None
    assert strikes(board, "GET", "/v1/x") == "lost-create"
    assert strikes(board, "GET", "/v1/x") is None  # a loss stays a single one …
    order = '{"fault": "lost-create", "match": {"path": "/v1/x", "count": null}}'
    board = FaultBoard([read_order(order)])
    assert [strikes(board, "GET", "/v1/x") for _ in range(3)] == ["lost-create"] * 3  # … unless


def test_the_oldest_order_that_fits_strikes_and_the_others_have_seen_the_request() -> None:
    first = read_order('{"fault": "reset", "match": {"count": 1}}')
    second = read_order('{"fault": "html", "match": {"nth": 2}}')
    board = FaultBoard([first, second])
    assert strikes(board, "GET", HEALTH) == "reset"
    assert strikes(board, "GET", HEALTH) == "html"
    assert [met for _, met in board.orders()] == [1, 1]


def test_nothing_strikes_once_the_board_is_cleared() -> None:
    board = FaultBoard([named_order("html")])
    board.clear()
    assert strikes(board, "GET", HEALTH) is None
    assert board.orders() == []


@given(
    nth=st.integers(1, 6),
    count=st.one_of(st.none(), st.integers(1, 6)),
    requests=st.lists(st.booleans(), max_size=15),
)
def test_exactly_the_ordered_ones_are_met(
    nth: int, count: int | None, requests: list[bool]
) -> None:
    """``True`` in ``requests`` is one that fits."""
    order = {"fault": "reset", "match": {"path": "/v1/a", "nth": nth, "count": count}}
    board = FaultBoard([read_order(json.dumps(order))])
    met = [strikes(board, "GET", "/v1/a" if fits else "/v1/b") is not None for fits in requests]
    fitting = [i for i, fits in enumerate(requests) if fits][nth - 1 :][:count]
    assert [i for i, hit in enumerate(met) if hit] == fitting


def test_a_star_stands_for_anything_and_nothing_else_is_special() -> None:
    match = Match(paths=("/v1/a.b/*/c",))
    assert match.fits("GET", "/v1/a.b/x/y/c", has_cursor=False)
    assert not match.fits("GET", "/v1/aXb/x/c", has_cursor=False)
    assert not match.fits("GET", "/v1/a.b/x/cc", has_cursor=False)


def test_every_fault_can_be_had_by_its_name() -> None:
    for name, fault in FAULTS.items():
        assert named_order(name).fault is fault
        assert read_order(json.dumps({"fault": name})).fault is fault


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ("gremlins", "gremlins"),
        ('{"fault": "gremlins"}', "gremlins"),
        ("{", "truncated"),
        ("{}", "fault"),
        ('{"fault": 5}', "$.fault"),
        ('{"fault": "html", "color": 1}', "color"),
        ('{"fault": "html", "match": {"nth": 0}}', "$.match.nth"),
        ('{"fault": "html", "match": {"count": 1.5}}', "$.match.count"),
        ('{"fault": "html", "match": {"path": "v1"}}', "$.match.path"),
        ('{"fault": "html", "match": {"verb": "GET"}}', "verb"),
        ('{"fault": "html", "seconds": 1}', "takes no “seconds”"),
        ('{"fault": "slow", "retryAfter": "5"}', "takes no “retryAfter”"),
        ('{"fault": "slow", "seconds": -1}', "$.seconds"),
        ('{"fault": "slow", "seconds": 1e9}', "$.seconds"),
        ('{"fault": "redirect", "status": 200}', "“status” must be one of"),
        ('{"fault": "redirect", "to": "a\\r\\nSet-Cookie: x"}', "$.to"),
        ('{"fault": "html"}' + " " * 10 + "}", "trailing"),
        ('{"fault": ' + "[" * 100_000, "$.fault"),
    ],
)
def test_an_order_that_cannot_be_used_says_why(order: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        named_order(order)
    text = str(refused.value)
    assert says.lower() in text.lower()
    assert len(text) < 2000
    assert refused.value.exit_code is ExitCode.USAGE


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refused:
        named_order("gremlins")
    assert all(name in refused.value.explanation for name in FAULTS)
