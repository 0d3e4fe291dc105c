"""Reads the body of an answer, never more of it than it may have."""

from __future__ import annotations

import requests
import urllib3.exceptions as urllib3_errors

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.wire import Limits

# urllib3 unpacks no more than this at a time either.
_CHUNK_BYTES = 64 * 1024
_PACKED = frozenset({"", "identity", "gzip", "x-gzip"})


def media_type(response: requests.Response) -> str:
    """What the answer says it is, without what it says beside that."""
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def read_body(response: requests.Response, limits: Limits) -> bytes:
    """The unpacked body of a JSON answer; of other answers nothing is read.

    Raises ``UnexpectedAnswer`` for a body that is too large or cannot be unpacked.
    """
    if media_type(response) != "application/json" or 300 <= response.status_code < 400:
        return b""
    if response.headers.get("Content-Encoding", "").strip().lower() not in _PACKED:
        raise UnexpectedAnswer("it is packed in a way that this app does not know")
    chunks: list[bytes] = []
    size = 0
    try:
        while chunk := response.raw.read(_CHUNK_BYTES, decode_content=True):
            size += len(chunk)
            if size > limits.body_bytes:
                raise UnexpectedAnswer(
                    "it is far too large", details={"limitBytes": str(limits.body_bytes)}
                )
            chunks.append(chunk)
    except urllib3_errors.DecodeError:
        raise UnexpectedAnswer("it could not be unpacked") from None
    return b"".join(chunks)
