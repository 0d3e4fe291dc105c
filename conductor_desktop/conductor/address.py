"""Which addresses the app talks to: https anywhere, plain http only inside this PC."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from conductor_desktop.errors import InvalidInput

_PRINTABLE = re.compile(r"[!-~]{1,2000}")
# Conductor's ids are opaque; this keeps them harmless in a path and in a header.
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")


def checked_base_url(text: str) -> str:
    """The address without a slash at the end.

    Raises ``InvalidInput`` unless it is https, or http to this PC itself, with nothing but host,
    port and path.
    """
    parts = _split(text.strip())
    if parts is None or not parts.hostname:
        raise _unusable("it is not a web address")
    if parts.username is not None or parts.password is not None:
        raise _unusable("it must not hold a name or a password")
    if parts.query or parts.fragment:
        raise _unusable("it must end with a path, such as “/v1”")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise _unusable("it is not secure: it must start with https://")
    if parts.scheme not in ("http", "https"):
        raise _unusable("it must start with https://")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this PC."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_end_user_id(identifier: str) -> str:
    """Raises ``InvalidInput`` for what cannot be an id."""
    if not _IDENTIFIER.fullmatch(identifier):
        raise InvalidInput(
            "That is not an EndUser id",
            "The id of an EndUser looks like “end_usr_1234567abcdefg”.",
            "Copy the id again, without spaces.",
        )
    return identifier


def checked_invoice_id(identifier: str) -> str:
    """Raises ``InvalidInput`` for what cannot be an id."""
    if not _IDENTIFIER.fullmatch(identifier):
        raise InvalidInput(
            "That is not an invoice’s id",
            "The id of an invoice looks like “123ABC-1234567890”.",
            "Copy the id again, without spaces.",
        )
    return identifier


def checked_key(key: str) -> str:
    """Raises ``InvalidInput`` for what cannot be sent as a key, without repeating it."""
    key = key.strip()
    if not _PRINTABLE.fullmatch(key):
        raise InvalidInput(
            "That is not a key",
            "The key is empty, or it holds spaces, line breaks or letters that no key has.",
            "Copy the key again and paste it without changes.",
        )
    return key


def _split(text: str) -> SplitResult | None:
    if not _PRINTABLE.fullmatch(text) or "\\" in text:
        return None
    try:
        parts = urlsplit(text)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _unusable(reason: str) -> InvalidInput:
    return InvalidInput(
        "Conductor's address cannot be used",
        f"The address of the service cannot be used: {reason}.",
        "Use an address such as https://api.conductor.is/v1.",
    )
