"""IP addresses: shown as private or public. Versions look alike, and stay as they are."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from conductor_desktop.storage.rules import Mark, Rule

_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS = re.compile(
    rf"(?<![\w.\-])(?:(?:{_BYTE}\.){{3}}{_BYTE}(?![\w\-]|\.\w)"
    r"|(?:fe[89ab][\da-f]|(?:f[cd]|[23][\da-f])[\da-f]{2})"
    r"(?::(?=[\da-f:])[\da-f]{0,4}){2,7}(?![\w:]))",
    re.IGNORECASE,
)
_VERSION_BEFORE = re.compile(
    r"(?i)(?:version|release|connector|quickbooks|\.(?:exe|dll)|[=>~]=|\bv(?:er)?)[^\w\n]{0,4}$"
)
_LOOKS_BACK = 20
_PORT_AFTER = re.compile(r"""\\{0,7}['"]?(?::|, ?)\d{2,5}\b""")
_ADDRESS_BEFORE = ("://", "@")


def _addresses(text: str, mark: Mark) -> tuple[str, int]:
    changed = 0

    def put(match: re.Match[str]) -> str:
        nonlocal changed
        kind = _kind(match)
        if kind is None:
            return match[0]
        changed += 1
        return mark(kind, match[0].lower())

    return _ADDRESS.sub(put, text), changed


def _kind(match: re.Match[str]) -> str | None:
    """Of this PC itself, of nobody, and of no address at all there is none."""
    try:
        address = ip_address(match[0])
    except ValueError:
        return None
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        return None
    if isinstance(address, IPv6Address):
        return "publicip" if address.is_global else "privateip"
    if address.is_reserved or _is_version(match, address):
        return None
    return "publicip" if address.is_global else "privateip"


def _is_version(match: re.Match[str], address: IPv4Address) -> bool:
    text, begin, end = match.string, match.start(), match.end()
    before = text[max(0, begin - _LOOKS_BACK) : begin]
    if before.endswith(_ADDRESS_BEFORE) or _PORT_AFTER.match(text, end):
        return False
    if _VERSION_BEFORE.search(before):
        return True
    # A field of ours that is nothing else is one; and they have a 0 where addresses seldom do.
    is_alone = text.strip() == match[0]
    return address.is_global and (is_alone or 0 in address.packed[1:3])


IP_RULES: tuple[Rule, ...] = (Rule("IP address", _addresses, (b"::",), traces=(b"...", b":::")),)
