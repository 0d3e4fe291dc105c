"""What a client has to tell after a step, and what it told, made fit to be compared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.contract.conformance.names import Names
from tests.contract.conformance.parts import (
    Client,
    Fails,
    Gives,
    GivesAtLeast,
    GivesTheBooks,
    Json,
    NoAnswer,
    Outcome,
    Step,
)

_CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
_OLD_CLASSES = {
    "INTEGRATION_ERROR": "ConductorIntegrationError",
    "INTEGRATION_CONNECTION_ERROR": "ConductorIntegrationConnectionError",
    "INVALID_REQUEST_ERROR": "ConductorInvalidRequestError",
    "AUTHENTICATION_ERROR": "ConductorAuthenticationError",
    "PERMISSION_ERROR": "ConductorPermissionError",
    "INTERNAL_ERROR": "ConductorInternalError",
}
_REPEATED = frozenset({408, 409, 429})
_MOST_REQUESTS = 3
_LEFT_OUT = "(left out)"

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


@dataclass(frozen=True)
class Told:
    """A value or an error, and how many requests of it arrived at the sandbox."""

    requests: int
    value: Json = None
    error: Json = None

    def seen_through(self, other: Told) -> Told:
        """As far as ``other`` says anything about it."""
        value, error = _part(self.value, other.value), _part(self.error, other.error)
        return replace(self, value=value, error=error)

    def with_moments_in_utc(self) -> Told:
        return replace(self, value=_in_utc(self.value))


def told_by(outcome: Outcome, requests: int, names: Names) -> Told:
    """What came out, with the run's own ids by their names."""
    error = None if outcome.error is None else _named_request(outcome.error)
    return Told(requests, names.put_back(_measured(outcome.value)), names.put_back(error))


def expected_of(step: Step, client: Client, books: Json, names: Names) -> Told:
    """``books`` is what plain HTTP was answered, where the step is about them."""
    match step.expect:
        case Gives(value) | GivesAtLeast(value):
            return Told(1, names.put_back(names.filled_in(value)))
        case GivesTheBooks(pages):
            assert books, "a step that asks for nothing shows nothing"
            return Told(pages, names.put_back(books))
        case Fails() as fails:
            return _failure(fails, client, step.once)
        case NoAnswer() as nothing:
            return _silence(nothing, client)


def compared(step: Step, client: Client, told: Told, expected: Told) -> tuple[Told, Told]:
    """Both, cut down to what can be asked of this client at this step."""
    if client is Client.OURS:  # leaner by design, and its times are moments, not texts
        told, expected = told.with_moments_in_utc(), expected.with_moments_in_utc()
    hands_on_a_part = client is Client.NODE_11 and step.call == "passthrough"
    if client is Client.OURS or hands_on_a_part:
        expected = expected.seen_through(told)
    if isinstance(step.expect, GivesAtLeast | Fails):
        told = told.seen_through(expected)
    return told, expected


def _failure(fails: Fails, client: Client, once: bool) -> Told:
    body = {
        "type": fails.kind,
        "code": fails.code,
        "httpStatusCode": fails.status,
        "integrationCode": fails.integration_code or _LEFT_OUT,
        "requestId": "$request",
    }
    is_repeated = not once and (fails.status in _REPEATED or fails.status >= 500)
    name, requests = {
        Client.NODE_11: (_OLD_CLASSES[fails.kind], 1),
        Client.OURS: (fails.ours, fails.our_requests),
    }.get(
        client,
        (
            _CLASSES.get(fails.status, "InternalServerError"),
            _MOST_REQUESTS if is_repeated else 1,
        ),
    )
    error = {"class": name, "status": fails.status, "requestId": "$request", "body": body}
    return Told(requests, error=error)


def _silence(nothing: NoAnswer, client: Client) -> Told:
    name, requests = {
        Client.NODE_11: ("ConductorConnectionError", 1),
        Client.OURS: (nothing.ours, nothing.our_requests),
    }.get(client, ("APIConnectionError", _MOST_REQUESTS))
    return Told(requests, error={"class": name, "status": None, "requestId": None, "body": None})


def _named_request(error: dict[str, Json]) -> dict[str, Json]:
    """The id in the body has to be the one in the header; then it has a name, too."""
    body = error["body"]
    if body is None:
        return error
    body = {"integrationCode": _LEFT_OUT, **body}
    header: str | None = error["requestId"]
    if header and re.fullmatch(r"req_\w+", header) and body.get("requestId") == header:
        return {**error, "requestId": "$request", "body": {**body, "requestId": "$request"}}
    return {**error, "body": body}


def _measured(value: Json) -> Json:
    """How long something took is different each time; that it took some time is not."""
    if isinstance(value, Mapping) and isinstance(value.get("duration"), int | float):
        return {**value, "duration": "$ms" if value["duration"] > 0 else value["duration"]}
    return value


def _part(value: Json, pattern: Json) -> Json:
    if isinstance(value, Mapping) and isinstance(pattern, Mapping):
        return {name: _part(value[name], pattern[name]) for name in pattern if name in value}
    if isinstance(value, list) and isinstance(pattern, list) and len(value) == len(pattern):
        return [_part(*both) for both in zip(value, pattern, strict=True)]
    return value


def _in_utc(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {name: _in_utc(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_utc(inner) for inner in value]
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC).isoformat()
    return value
