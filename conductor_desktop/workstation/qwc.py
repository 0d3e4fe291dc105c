"""Reads a ``.qwc`` file, which tells the Web Connector whom to give the books to.

Whoever controls ``AppURL`` receives the company's books, so the file is refused unless every
rule holds. The rules are Intuit's (QuickBooks Web Connector programmer's guide) and, stricter,
this app's: known hosts only, no document type, no password, nothing twice.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from conductor_desktop.errors import AppError, HomeNotWritable

MOST_BYTES = 64 * 1024

_REQUIRED = (
    "AppName",
    "AppURL",
    "AppDescription",
    "AppSupport",
    "UserName",
    "OwnerID",
    "FileID",
    "QBType",
)
_OPTIONAL = (
    "AppDisplayName",
    "AppUniqueName",
    "AuthFlags",
    "CertURL",
    "IsReadOnly",
    "Notify",
    "PersonalDataPref",
    "Style",
    "UnattendedModePref",
)
_MAY_BE_EMPTY = ("AppID", *_OPTIONAL)
_KNOWN = frozenset((*_REQUIRED, *_MAY_BE_EMPTY, "Scheduler"))
_TIMES = frozenset({"RunEveryNMinutes", "RunEveryNSeconds"})
_MOST_SECONDS = 366 * 24 * 3600
_MOST_CHARACTERS = 2048
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_ENCODING = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PASSWORD = re.compile(r"pass|pwd", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
# Windows would change line ends without it.
_BINARY: int = getattr(os, "O_BINARY", 0)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class InvalidQwc(AppError):
    """The file must not be handed to the Web Connector. ``explanation`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Not a usable connection file",
            reason,
            "Download the file again from the setup page; if it is refused again, send this "
            "message to whoever sent you the setup.",
        )


@dataclass(frozen=True)
class QwcFile:
    """A file that kept every rule. ``sha256`` is of its bytes, to know them again."""

    app_name: str
    app_description: str
    app_url: str
    app_support: str
    qb_type: str
    owner_id: str
    file_id: str
    sha256: str
    user_name: str = field(repr=False)
    app_unique_name: str | None = None
    unknown_elements: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host that will receive the books; to be shown before the file is opened."""
        return urlsplit(self.app_url).hostname or ""


def read_qwc(data: bytes, allowed_hosts: Collection[str]) -> QwcFile:
    """Read and judge a file. Raises ``InvalidQwc``.

    ``allowed_hosts`` holds exact names (``conductor.is``), every name below one with a leading
    dot (``.conductor.is``), and either with a port, which otherwise is https's own. A loopback
    name (``127.0.0.1``) allows http and any port.
    """
    root = _parse(data)
    values, unknown = _elements(root)
    app_url = _url(values["AppURL"], "AppURL")
    support = _url(values["AppSupport"], "AppSupport")
    _check_app_url(app_url, allowed_hosts)
    _check_support(support, app_url, allowed_hosts)
    for name in ("OwnerID", "FileID"):
        if not _GUID.fullmatch(values[name]):
            raise InvalidQwc(f"Its {name} is not an identifier in braces.")
    if values["QBType"] not in ("QBFS", "QBPOS"):
        raise InvalidQwc("It is for another program than QuickBooks (QBType).")
    return QwcFile(
        app_name=values["AppName"],
        app_description=values["AppDescription"],
        app_url=values["AppURL"],
        app_support=values["AppSupport"],
        qb_type=values["QBType"],
        owner_id=values["OwnerID"],
        file_id=values["FileID"],
        sha256=hashlib.sha256(data).hexdigest(),
        user_name=values["UserName"],
        app_unique_name=values.get("AppUniqueName"),
        unknown_elements=unknown,
    )


def keep_qwc(data: bytes, folder: Path) -> Path:
    """Write the bytes under a name of our own, whole or not at all, readable by us alone.

    The name a server suggests is never used. Raises ``HomeNotWritable``.
    """
    target = folder / f"conductor-{secrets.token_hex(4)}.qwc"
    draft = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise HomeNotWritable(str(folder), error.strerror or type(error).__name__) from error
    return target


def _parse(data: bytes) -> Element:
    if len(data) > MOST_BYTES:
        raise InvalidQwc("It is larger than any connection file (64 KB).")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidQwc("It is not written in UTF-8.") from error
    start = text[:2048].lower()
    if "<html" in start or "<!doctype html" in start:
        raise InvalidQwc("It is a web page, not a connection file.")
    declared = _ENCODING.match(text)
    if text.startswith("\ufeff") or (declared and declared[1].lower() not in ("utf-8", "utf8")):
        raise InvalidQwc("It is not plain UTF-8, as the Web Connector expects.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InvalidQwc("It contains a document type, which no connection file has.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidQwc("It is not a complete XML file.") from error
    if root.tag != "QBWCXML":
        raise InvalidQwc("It is not a file for the Web Connector.")
    return root


def _elements(root: Element) -> tuple[dict[str, str], tuple[str, ...]]:
    """The known values by name, and the names of the elements nobody knows."""
    values: dict[str, str] = {}
    unknown: list[str] = []
    seen: set[str] = set()
    for element in root.iter():
        if _PASSWORD.search(element.tag):
            raise InvalidQwc("It contains a password, which no honest connection file does.")
        if element.tag.startswith("{"):
            raise InvalidQwc("It uses XML namespaces, which no connection file does.")
    for element in root:
        if element.tag not in _KNOWN:
            unknown.append(element.tag)
            continue
        if element.tag in seen:
            raise InvalidQwc(f"It contains {element.tag} twice.")
        seen.add(element.tag)
        if element.tag == "Scheduler":
            _check_schedule(element)
        else:
            values[element.tag] = _value(element)
    for name in (*_REQUIRED, "AppID"):
        if name not in values or (name in _REQUIRED and not values[name]):
            raise InvalidQwc(f"It lacks {name}.")
    return values, tuple(unknown)


def _value(element: Element) -> str:
    if len(element):
        raise InvalidQwc(f"Its {element.tag} contains other elements.")
    value = (element.text or "").strip()
    if len(value) > _MOST_CHARACTERS or any(_is_hidden(character) for character in value):
        raise InvalidQwc(f"Its {element.tag} contains characters that do not belong there.")
    return value


def _is_hidden(character: str) -> bool:
    """Control characters, and those that turn text around or cannot be seen."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _check_schedule(scheduler: Element) -> None:
    names = [child.tag for child in scheduler]
    if len(names) != len(set(names)) or not _TIMES.issuperset(names):
        raise InvalidQwc("Its Scheduler is not one the Web Connector understands.")
    for child in scheduler:
        text, unit = _value(child), 60 if child.tag == "RunEveryNMinutes" else 1
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
        if not 1 <= number * unit <= _MOST_SECONDS:
            raise InvalidQwc("Its Scheduler has a time that makes no sense.")


def _url(text: str, name: str) -> SplitResult:
    """The parts of an address. Whatever browsers and libraries might read apart is refused."""
    if not text.isascii() or "\\" in text or any(c.isspace() for c in text):
        raise InvalidQwc(f"Its {name} is not a plain web address.")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidQwc(f"Its {name} is not a web address.") from error
    if parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise InvalidQwc(f"Its {name} is not a plain web address.")
    if not (_HOST.fullmatch(host) or host in _LOOPBACK):
        raise InvalidQwc(f"Its {name} names no proper host.")
    return parts


def _check_app_url(url: SplitResult, allowed: Collection[str]) -> None:
    host = url.hostname or ""
    if host in _LOOPBACK:
        if not _is_allowed(url, allowed):
            raise InvalidQwc("It connects QuickBooks to this computer instead of to a service.")
        return
    if url.scheme != "https":
        raise InvalidQwc("It would send the books over a connection that is not secure (http).")
    if _is_number(host):
        raise InvalidQwc("It names a number instead of a service’s name (AppURL).")
    if not _is_allowed(url, allowed):
        raise InvalidQwc(f"It would give the books to “{host}”, which is not a known service.")


def _check_support(support: SplitResult, url: SplitResult, allowed: Collection[str]) -> None:
    host = support.hostname or ""
    if host in _LOOPBACK:
        return
    same = host.split(".")[-2:] == (url.hostname or "").split(".")[-2:]
    if not same or not _is_allowed(support, allowed):
        raise InvalidQwc(
            f"Its help page is at “{host}”, which is not the service’s own (AppSupport)."
        )


def _is_allowed(url: SplitResult, allowed: Iterable[str]) -> bool:
    host, port = url.hostname or "", url.port
    usual = port in (None, 443 if url.scheme == "https" else 80)
    for entry in allowed:
        name, entry_port = _entry(entry)
        matches = host.endswith(name) if name.startswith(".") else host == name
        if matches and (port == entry_port if entry_port else usual or host in _LOOPBACK):
            return True
    return False


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
