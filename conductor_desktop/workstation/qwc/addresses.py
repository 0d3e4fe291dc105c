"""Which addresses a connection file may name: the books' own, its help page's, its certificate's.

Whatever browsers and libraries might read apart is refused: a backslash, a user name, a space, a
host that is not plainly written, and an address that XML puts together from pieces.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from conductor_desktop.workstation.qwc.brief import brief
from conductor_desktop.workstation.qwc.errors import InvalidQwc
from conductor_desktop.workstation.qwc.parsing import BLANKS, Elements

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
# Nothing before or behind the host but a port: Python takes what is in brackets for the host,
# wherever they are.
_AUTHORITY = re.compile(rf"({_HOST.pattern}|\[[0-9a-f:.]+\])(:[1-9][0-9]{{0,4}})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class _Address:
    """One address, with the words for it and the name that support knows it by."""

    element: str
    words: str
    url: SplitResult

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    def refusal(self, problem: str) -> InvalidQwc:
        return InvalidQwc(f"{self.words} ({self.element}) {problem}.")


def check_addresses(elements: Elements, allowed: Collection[str]) -> None:
    """Hold every address to the rules and to ``allowed`` (see ``read_qwc``). Raises ``InvalidQwc``.

    Only the help page may be without TLS, as it is in Intuit's own sample; it has to be of the
    same domain as the service, or the Web Connector refuses the file (QBWC1000).
    """
    service = _address(elements, "AppURL", "The service’s address")
    support = _address(elements, "AppSupport", "The help page’s address")
    _check(service, allowed, secure=True)
    _check(support, allowed, secure=False)
    if service.host.split(".")[-2:] != support.host.split(".")[-2:]:
        raise support.refusal(f"is at “{brief(support.host)}”, which is not the service’s own")
    if elements.values.get("CertURL"):
        certificate = _address(elements, "CertURL", "The certificate’s address")
        _check(certificate, allowed, secure=True)


def _address(elements: Elements, element: str, words: str) -> _Address:
    text = elements.values[element]
    as_written = re.escape(text.replace("&", "&amp;"))
    if not text.isascii() or "\\" in text or any(c.isspace() for c in text):
        raise InvalidQwc(f"{words} ({element}) is not a plain web address.")
    blanks = f"[{BLANKS}]*"
    whole = rf"<{element}(\s[^<]*)?>{blanks}{as_written}{blanks}</{element}\s*>"
    if not re.search(whole, elements.markup):
        raise InvalidQwc(f"{words} ({element}) is written in pieces, which hides where it leads.")
    try:
        url = urlsplit(text)
        _host, _port = url.hostname, url.port
    except ValueError as error:
        raise InvalidQwc(f"{words} ({element}) is not a web address.") from error
    address = _Address(element, words, url)
    if url.scheme not in _PORTS:
        raise address.refusal("is not a web address")
    if "@" in url.netloc:
        raise address.refusal("hides behind a user name, as forged addresses do")
    # A question mark right behind the host is read differently by different programs.
    behind = text.partition("://")[2].removeprefix(url.netloc)
    if not (_AUTHORITY.fullmatch(url.netloc.lower()) and behind[:1] in ("", "/")):
        raise address.refusal("names no proper host")
    return address


def _check(address: _Address, allowed: Collection[str], *, secure: bool) -> None:
    url, host = address.url, address.host
    is_listed = any(_matches(url, entry) for entry in allowed)
    if host in _LOOPBACK:
        if not is_listed:
            raise address.refusal("is this computer instead of a service")
        return
    if _is_number(host):
        raise address.refusal("is a number instead of a service’s name")
    if secure and url.scheme != "https":
        raise address.refusal("is not secure (http)")
    if not is_listed and any(_matches(url._replace(netloc=host), entry) for entry in allowed):
        raise address.refusal(f"has a port ({url.port}) that the service does not use")
    if not is_listed:
        raise address.refusal(f"is at “{brief(host)}”, which is not a known service")


def _matches(url: SplitResult, entry: str) -> bool:
    name, port = _entry(entry)
    host = url.hostname or ""
    matches = host.endswith(name) if name.startswith(".") else host == name
    usual = _PORTS[url.scheme]
    return matches and (usual if url.port is None else url.port) == (port or usual)


def _entry(entry: str) -> tuple[str, int | None]:
    name, colon, port = entry.lower().rpartition(":")
    if colon and port.isdecimal() and not name.endswith(":"):
        return name.strip("[]"), int(port)
    return entry.lower().strip("[]"), None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdecimal()
    return True
