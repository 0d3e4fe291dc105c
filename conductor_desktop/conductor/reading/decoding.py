"""Turns the body of a good answer into a value, or says which field is wrong."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.reading.text import check_names, check_utf8, with_whole_characters
from conductor_desktop.secret import Secret
from conductor_desktop.struct_types import ready

T = TypeVar("T")

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_NAMED = re.compile(r"(?:field|money:) `(?P<name>[^`]+)`")

_SMALL = 64 * 1024
"""Answers that decide something are smaller than this, and looking at every name in them costs
nothing; a page of invoices is ten times as large."""


def decode(body: bytes, kind: type[T], *, request_id: str | None) -> T:
    """``body`` as ``kind``. Raises ``UnexpectedAnswer`` naming the field; never shows a value."""
    try:
        check_utf8(body)  # msgspec does not look into what it skips
        value = _decoded(body, kind)
        if len(body) < _SMALL:
            check_names(body)
    except msgspec.ValidationError as error:
        raise wrong_field(error, request_id) from error
    except (ValueError, RecursionError):
        # Not chained: a UnicodeDecodeError carries the whole body along.
        details = {"requestId": request_id} if request_id else {}
        raise UnexpectedAnswer("it is incomplete or garbled", details=details) from None
    return value


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=ready(kind), dec_hook=_secret)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        mended = with_whole_characters(body)
        if mended is None:
            raise
        return msgspec.json.decode(mended, type=ready(kind), dec_hook=_secret)


def wrong_field(
    error: msgspec.ValidationError, request_id: str | None, within: str = ""
) -> UnexpectedAnswer:
    """The error that names the field, which is somewhere ``within`` the answer."""
    return UnexpectedAnswer(
        "something in it is missing or of another kind",
        field=_joined(within, _field(str(error))) or None,
        details={"requestId": request_id} if request_id else {},
    )


def _secret(kind: type[Any], value: object) -> Secret:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise ValueError("Expected a text")


def _field(message: str) -> str:
    """``Object missing required field `id` - at `$.data[0]` `` → ``data[0].id``."""
    path = _PATH.search(message)
    named = _NAMED.search(message)
    return _joined(path["path"] if path else "", named["name"] if named else "")


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)
