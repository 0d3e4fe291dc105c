"""Everything that can go wrong on the way, times everything the app asks for."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.sandbox.faults.catalogue import FAULTS
from conductor_desktop.services.connection import ConnectionState
from tests.contract.fault_matrix.elsewhere import ELSEWHERE, STORIES
from tests.contract.fault_matrix.operations import BOOKS, Operation, carry_out
from tests.contract.fault_matrix.outcomes import Outcome
from tests.contract.fault_matrix.passes import PASSES
from tests.contract.fault_matrix.stage import Stage, check_shown, count_logged, set_up
from tests.contract.fault_matrix.table import TABLE, Row

ROOT = Path(__file__).parents[2]

WHEN_WELL = {
    Operation.HEALTH: ConnectionState.CONNECTED,
    Operation.END_USER: ConnectionState.LAST_KNOWN_GOOD,
}

CELLS = [
    pytest.param(row, operation, expected, id=f"{row.name}-{operation.value}")
    for row in TABLE
    for operation, expected in zip(Operation, row.cells, strict=True)
    if expected is not None
]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with set_up(BOOKS) as stage:
        yield stage


@pytest.mark.parametrize(("row", "operation", "expected"), CELLS)
def test_it_ends_as_the_table_says(
    stage: Stage,
    caplog: pytest.LogCaptureFixture,
    row: Row,
    operation: Operation,
    expected: Outcome,
) -> None:
    stage.order(row.fault, **row.options)
    caplog.set_level(logging.DEBUG)
    with stage.client(row.limits) as client:
        result = carry_out(operation, client, stage.access)

    assert type(result.error) is (expected.error or type(None))
    if result.error is not None:
        check_shown(result.error, stage.access.secret_key.reveal())
        assert expected.details.items() <= result.error.details.items()
        assert result.error.details.get("field") == expected.details.get("field")
    if operation in WHEN_WELL:
        assert result.state is (expected.state or WHEN_WELL[operation])

    arrived = stage.control.requests()
    assert len(arrived) == expected.requests
    assert {one["fault"] for one in arrived} == {row.fault if expected.struck else None}
    assert {one["method"] for one in arrived} == {
        "POST" if operation is Operation.CREATE else "GET"
    }
    assert count_logged(caplog.records) == expected.requests
    assert stage.decoy.requests == []


def test_every_fault_of_the_catalogue_is_met() -> None:
    met = {row.fault for row in TABLE} | {one.fault for one in PASSES}
    met |= {fault for fault, _ in STORIES.values() if fault is not None}
    assert met == set(FAULTS)


def test_every_case_is_here_or_is_said_to_be_elsewhere() -> None:
    here = {row.case for row in TABLE} | set(STORIES)
    cases = {f"N{number:02}" for number in range(1, 43)} | {"C01", "C04"}
    assert here - {"QB"} | set(ELSEWHERE) == cases
    assert not here & set(ELSEWHERE)


def test_what_is_elsewhere_is_really_there() -> None:
    there = [test for place in ELSEWHERE.values() for test in place.tests]
    there += [f"tests/contract/test_fault_stories.py::{name}" for _, name in STORIES.values()]
    for test in there:
        place, _, name = test.partition("::")
        text = (ROOT / place).read_text("utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), test
