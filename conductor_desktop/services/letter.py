"""The e-mail to the vendor: an address for the mail program, which a person still has to send."""

from __future__ import annotations

import re
from urllib.parse import quote

_ADDRESS = re.compile(r"[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])")
LONGEST_LINK = 1900
"""Windows hands at most about 2,000 characters of an address to a mail program."""
_REST = "\n…\n(The rest is in the bundle.)"


def can_be_written_to(address: str | None) -> bool:
    """Whether it is one plain address: no name, no list, nothing that adds headers."""
    return address is not None and _ADDRESS.fullmatch(address) is not None


def mailto(address: str, subject: str, text: str) -> str:
    """A ``mailto:`` link of at most ``LONGEST_LINK`` characters; ``text`` is cut at a line for it.

    Line breaks in the body are CRLF (RFC 6068, section 5). Nothing can be attached by such a link.
    Raises ``ValueError`` for an address that is none.
    """
    if not can_be_written_to(address):
        raise ValueError("not an address")
    start = f"mailto:{quote(address, safe='@')}?subject={quote(_one_line(subject))}&body="
    lines = text.splitlines()
    body = _quoted(lines)
    while len(start) + len(body) > LONGEST_LINK and lines:
        lines.pop()
        body = _quoted([*lines, _REST])
    return start + body


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(lines: list[str]) -> str:
    return quote("\r\n".join("\n".join(lines).splitlines()), errors="replace")
