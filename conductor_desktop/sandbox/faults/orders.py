"""Reads an order for a fault: a name from the command line, or the JSON of the control route."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.envelope import clip
from conductor_desktop.sandbox.faults.board import Order
from conductor_desktop.sandbox.faults.catalogue import Fault, fault_named
from conductor_desktop.sandbox.faults.match import Match
from conductor_desktop.sandbox.faults.scene import Details
from conductor_desktop.struct_types import ready

LONGEST_SECONDS = 3600.0
REDIRECTS = (301, 302, 303, 307, 308)

_Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_SECONDS)]
_Header = Annotated[str, msgspec.Meta(max_length=2000, pattern=r"^[ -~]*$")]
_Path = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^/")]
_Method = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[A-Za-z]+$")]


class _Match(msgspec.Struct, forbid_unknown_fields=True):
    method: _Method | None = None
    path: _Path | None = None
    cursor: bool | None = None
    nth: _Count = 1
    count: _Count | msgspec.UnsetType | None = msgspec.UNSET


class _Order(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    fault: str
    match: _Match | None = None
    seconds: _Seconds | None = None
    retry_after: _Header | int | float | None = None
    status: int | None = None
    to: _Header | None = None


def read_order(text: str | bytes) -> Order:
    """From JSON such as ``{"fault": "slow", "match": {"nth": 2}, "seconds": 1}``.

    Raises ``InvalidInput`` that names what is wrong.
    """
    try:
        given = msgspec.json.decode(text, type=ready(_Order))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unusable(clip(str(error), 300)) from None
    fault = fault_named(given.fault)
    wait = given.retry_after
    details = Details(
        seconds=given.seconds,
        retry_after=None if wait is None else str(wait),
        status=given.status,
        to=given.to,
    )
    _check_details(fault, details)
    return Order(fault, _match(fault, given.match), details)


def named_order(text: str) -> Order:
    """From the command line: the name of a fault, or the JSON that ``read_order`` takes."""
    if text.lstrip().startswith("{"):
        return read_order(text)
    fault = fault_named(text)
    return Order(fault, fault.match)


def _match(fault: Fault, given: _Match | None) -> Match:
    """What is said replaces the usual; a path of one's own is met however it is asked for."""
    if given is None:
        return fault.match
    usual = fault.match
    if given.path is not None:
        usual = Match(paths=(given.path,), count=usual.count)
    return Match(
        method=given.method.upper() if given.method else usual.method,
        paths=usual.paths,
        cursor=usual.cursor if given.cursor is None else given.cursor,
        nth=given.nth,
        count=usual.count if given.count is msgspec.UNSET else given.count,
    )


def _check_details(fault: Fault, details: Details) -> None:
    for name in ("seconds", "retry_after", "status", "to"):
        if getattr(details, name) is not None and name not in fault.takes:
            raise _unusable(f"“{fault.name}” takes no “{in_json(name)}”")
    if details.status is not None and details.status not in REDIRECTS:
        raise _unusable(f"“status” must be one of {', '.join(map(str, REDIRECTS))}")


def in_json(name: str) -> str:
    """How an order spells one of its details: ``retry_after`` → ``retryAfter``."""
    return re.sub("_(.)", lambda letter: letter[1].upper(), name)


def _unusable(reason: str) -> InvalidInput:
    return InvalidInput(
        "That order for a fault cannot be used",
        f"{reason}.",
        'Write it like {"fault": "slow", "match": {"path": "/v1/end-users", "nth": 2}}.',
    )
