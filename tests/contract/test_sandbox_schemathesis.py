"""Schemathesis makes up requests from Conductor's OpenAPI document, good ones and bad ones.

It takes seconds to import, so that only those who really ask it do.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, running_sandbox

if TYPE_CHECKING:
    from schemathesis.schemas import APIOperation

DOCUMENT = Path(__file__).parents[2].parent / "shared" / "reference" / "conductor-openapi.json"

pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason=f"Conductor's OpenAPI document is not at {DOCUMENT}"
)

SOME = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),  # requests that are made up take long to be made smaller
    suppress_health_check=list(HealthCheck),
)

QUICKBOOKS_FAILED = (502, 504)

_source_ids = (f"made-up-{number}" for number in itertools.count(1))


@dataclass(frozen=True)
class Truth:
    """Which parts of a made-up request are replaced by what the sandbox knows."""

    key: bool
    end_user: bool
    path: bool
    body: bool


USUALLY = st.sampled_from([True, True, True, False])
TRUTHS = st.builds(Truth, key=USUALLY, end_user=USUALLY, path=USUALLY, body=USUALLY)


def document() -> Any:
    return json.loads(DOCUMENT.read_text("utf-8")) if DOCUMENT.exists() else {"paths": {}}


def labels() -> list[str]:
    """Every operation by the name that Schemathesis has for it: its method and its path."""
    paths = document()["paths"].items()
    return [f"{method.upper()} {path}" for path, methods in paths for method in methods]


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    import schemathesis
    from schemathesis.core.result import Ok

    every = schemathesis.openapi.from_dict(document()).get_all_operations()
    known = {one.ok().label: one.ok() for one in every if isinstance(one, Ok)}
    assert sorted(known) == sorted(labels())
    return known


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY, invoices=40)
    with running_sandbox(options) as access, Caller(access) as caller:
        yield caller


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.mark.parametrize("mode", ["positive", pytest.param("negative", marks=pytest.mark.slow)])
@pytest.mark.parametrize("label", labels())
def test_every_request_is_answered_as_documented(
    caller: Caller,
    session: requests.Session,
    caplog: pytest.LogCaptureFixture,
    operations: dict[str, Any],
    label: str,
    mode: str,
) -> None:
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
    )

    answers: Counter[int] = Counter()

    @SOME
    @given(case=operations[label].as_strategy(generation_mode=GenerationMode(mode)), truth=TRUTHS)
    def ask(case: Any, truth: Truth) -> None:
        tell(case, truth, caller)
        answer = session.request(
            **case.as_transport_kwargs(base_url=caller.access.base_url),
            timeout=30,
            allow_redirects=False,
        )
        answers[answer.status_code] += 1
        if answer.status_code == 200:
            checks = [content_type_conformance, response_schema_conformance]
            case.validate_response(answer, checks=checks)
        else:
            judge_error(answer)

    ask()
    if mode == "positive":
        assert answers[200], answers
    assert caller.get("/quickbooks-desktop/health-check").status_code == 200
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


def tell(case: Any, truth: Truth, caller: Caller) -> None:
    """Put the truth into a made-up request, so that it gets further than to the first check."""
    access = caller.access
    if truth.key:
        case.headers["Authorization"] = f"Bearer {access.secret_key.reveal()}"
    if truth.end_user and "Conductor-End-User-Id" in case.headers:
        case.headers["Conductor-End-User-Id"] = access.end_user_id
    if truth.path and "id" in case.path_parameters:
        case.path_parameters["id"] = known_id(case.operation, caller)
    if truth.body and isinstance(case.body, dict):
        if "publishableKey" in case.body:
            known = {"publishableKey": access.publishable_key, "endUserId": access.end_user_id}
            case.body = {**case.body, **known}
        elif "/passthrough/" in case.operation.path:
            case.body = {"CompanyQueryRq": {}}


def known_id(operation: APIOperation[Any, Any, Any, Any], caller: Caller) -> str:
    for place in ("invoices", "customers"):
        if f"/{place}/" in operation.path:
            [first] = caller.get(f"/quickbooks-desktop/{place}", {"limit": 1}).json()["data"]
            return str(first["id"])
    if operation.method.lower() == "delete":
        return caller.new_end_user(next(_source_ids))
    return caller.access.end_user_id


def judge_error(answer: requests.Response) -> None:
    assert answer.status_code < 500 or answer.status_code in QUICKBOOKS_FAILED, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert error["httpStatusCode"] == answer.status_code
    assert error["requestId"] == answer.headers["Conductor-Request-Id"]
    assert 0 < len(error["message"]) < 500
