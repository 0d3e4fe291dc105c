"""Reads a connection file and judges it: all rules hold, or it is refused with the reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from conductor_desktop.workstation.qwc.addresses import check_addresses
from conductor_desktop.workstation.qwc.errors import InvalidQwc
from conductor_desktop.workstation.qwc.parsing import parse_qwc

_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")


@dataclass(frozen=True)
class QwcFile:
    """A file that kept every rule. ``sha256`` is of its bytes, to know them again."""

    app_name: str
    app_description: str
    app_url: str = field(repr=False)
    app_support: str = field(repr=False)
    owner_id: str = field(repr=False)
    file_id: str = field(repr=False)
    sha256: str
    user_name: str = field(repr=False)
    app_unique_name: str | None = None
    """With one, the Web Connector replaces an entry of this name without asking."""
    every_seconds: int | None = None
    is_read_only: bool = False
    needs_unattended: bool = False
    """It will not do with QuickBooks open only; QuickBooks’ last answer is the only right one."""
    unknown_elements: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host that will receive the books; to be shown before the file is opened."""
        return urlsplit(self.app_url).hostname or ""

    @property
    def support_host(self) -> str:
        return urlsplit(self.app_support).hostname or ""


def read_qwc(data: bytes, allowed_hosts: Collection[str]) -> QwcFile:
    """Read and judge a file. Raises ``InvalidQwc``.

    ``allowed_hosts`` holds exact names (``conductor.is``), every name below one with a leading
    dot (``.conductor.is``), and either with a port, which otherwise is the scheme's own. A
    loopback name (``127.0.0.1:4711``) allows http.
    """
    elements = parse_qwc(data)
    values = elements.values
    check_addresses(elements, allowed_hosts)
    for name in ("OwnerID", "FileID"):
        if not _GUID.fullmatch(values[name]):
            raise InvalidQwc(f"Its {name} is not an identifier in braces.")
    if values["QBType"] != "QBFS":
        raise InvalidQwc("It is for another program than QuickBooks Desktop (QBType).")
    return QwcFile(
        app_name=values["AppName"],
        app_description=values["AppDescription"],
        app_url=values["AppURL"],
        app_support=values["AppSupport"],
        owner_id=values["OwnerID"],
        file_id=values["FileID"],
        sha256=hashlib.sha256(data).hexdigest(),
        user_name=values["UserName"],
        app_unique_name=values.get("AppUniqueName") or None,
        every_seconds=elements.every_seconds,
        is_read_only=values.get("IsReadOnly", "").lower() == "true",
        needs_unattended=values.get("UnattendedModePref") == "umpRequired",
        unknown_elements=elements.unknown,
    )
