"""Makes a page's console line fit for a log: no address beyond its host, no secret, one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from conductor_desktop.secret import Secret

_MAX_LENGTH = 400
_MAX_INPUT = 20_000  # a cut could leave half a secret standing, so longer lines are left out whole
_SHORTEST_SECRET = 6
_URL = re.compile(r"\b([a-z][a-z0-9+.-]*)://([^\s/?#'\"<>\\]*)[^\s'\"<>]*", re.IGNORECASE)


def secret_parts(url: Secret) -> frozenset[str]:
    """The pieces of a link that must not be seen: its path segments and query values."""
    parts = urlsplit(url.reveal())
    pieces = [*parts.path.split("/"), *re.split(r"[&=]", parts.query), *parts.fragment.split("=")]
    found = {text for piece in pieces for text in (piece, unquote(piece))}
    return frozenset(text for text in found if len(text) >= _SHORTEST_SECRET)


def clean_line(message: str, secrets: Iterable[str]) -> str:
    """``message`` as one printable line without the secrets and without more than the hosts."""
    if len(message) > _MAX_INPUT:
        return f"(a line of {len(message)} characters)"
    text = "".join(letter if letter.isprintable() else " " for letter in message)
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[hidden]")
    text = _URL.sub(_host_only, text)
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"


def _host_only(match: re.Match[str]) -> str:
    return f"{match[1]}://{match[2].rpartition('@')[2]}/…"
