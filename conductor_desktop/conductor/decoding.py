"""Turns the body of a good answer into a value, or says which field is wrong."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.secret import Secret
from conductor_desktop.struct_types import ready

T = TypeVar("T")

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_NAMED = re.compile(r"(?:field|money:) `(?P<name>[^`]+)`")


def decode(body: bytes, kind: type[T], *, request_id: str | None) -> T:
    """``body`` as ``kind``. Raises ``UnexpectedAnswer`` naming the field; never shows a value."""
    details = {"requestId": request_id} if request_id else {}
    try:
        body.decode("utf-8")  # msgspec does not look into what it skips
        return msgspec.json.decode(body, type=ready(kind), dec_hook=_secret)
    except msgspec.ValidationError as error:
        raise UnexpectedAnswer(
            "something in it is missing or of another kind",
            field=_field(str(error)),
            details=details,
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Not chained: a UnicodeDecodeError carries the whole body along.
        raise UnexpectedAnswer("it is incomplete or garbled", details=details) from None


def _secret(kind: type[Any], value: object) -> Secret:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise ValueError("Expected a text")


def _field(message: str) -> str | None:
    """``Object missing required field `id` - at `$.data[0]` `` → ``data[0].id``."""
    path = _PATH.search(message)
    named = _NAMED.search(message)
    parts = [path["path"] if path else "", named["name"] if named else ""]
    return ".".join(part for part in parts if part) or None
