"""Whether the bytes of an answer are the text JSON has to be, and mending what can be mended."""

from __future__ import annotations

import codecs
import json
import re

_PIECE = 64 * 1024
_MOST_MENDED = 2 * 1024 * 1024

# Every escape, so that none begins in the middle of another; the pairs that are one character
# first, then what is left of such a pair.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|.)",
    re.DOTALL,
)


def check_utf8(body: bytes) -> None:
    """Raises ``UnicodeDecodeError``. Piece by piece: a body may be large, and a thread waiting."""
    if body.isascii():
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(body), _PIECE):
        decoder.decode(body[start : start + _PIECE])
    decoder.decode(b"", final=True)


def with_whole_characters(body: bytes) -> bytes | None:
    """``body`` with a visible mark for each half of a character; None when there is none.

    QuickBooks cuts a text that is too long wherever its limit falls, which may be inside an emoji;
    the other 149 invoices of that page are none the worse for it.
    """
    if len(body) > _MOST_MENDED:
        return None
    mended = _ESCAPE.sub(_whole, body)
    return None if mended == body else mended


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def check_names(body: bytes) -> None:
    """Raises ``ValueError`` when an object has a name twice: either value may be the wrong one."""
    json.loads(body, object_pairs_hook=_check_once, parse_int=len)  # numbers are not looked at


def _check_once(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name comes twice")
