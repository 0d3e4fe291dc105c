"""The connection file that the Web Connector takes in."""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape

from conductor_desktop.sandbox.options import DEFAULT_APPLICATION
from conductor_desktop.sandbox.people import EndUser

FILE_NAME = "conductor-sandbox.qwc"

_OWNER = uuid.UUID("b7d0a1c5-52d4-4c11-9d6e-3f0c6f5a7d21")
"""One per application, for ever (Intuit's Web Connector guide)."""


def connection_file(user: EndUser, port: int, application: str = DEFAULT_APPLICATION) -> bytes:
    """The ``.qwc`` for one EndUser; the same on every download, as re-adding it needs.

    A password is never part of such a file. The Web Connector takes http for localhost alone,
    and a host name rather than an address.
    """
    here = f"http://localhost:{port}"
    elements = {
        "AppName": application,
        "AppID": "",
        "AppURL": f"{here}/qbwc",
        "AppDescription": "A made-up company, served on this PC. Nothing is sent anywhere.",
        "AppSupport": f"{here}/",
        "UserName": user_name(user),
        "OwnerID": _braced(_OWNER),
        "FileID": _braced(uuid.uuid5(_OWNER, user.id)),
        "QBType": "QBFS",
    }
    lines = [f"  <{name}>{escape(text)}</{name}>" for name, text in elements.items()]
    lines += [
        "  <Scheduler>",
        "    <RunEveryNMinutes>1</RunEveryNMinutes>",
        "  </Scheduler>",
        "  <IsReadOnly>false</IsReadOnly>",
    ]
    text = "\n".join(['<?xml version="1.0"?>', "<QBWCXML>", *lines, "</QBWCXML>", ""])
    return text.encode()


def user_name(user: EndUser) -> str:
    """The name the Web Connector signs in with."""
    return f"sandbox-{uuid.uuid5(_OWNER, user.id).hex[:12]}"


def _braced(value: uuid.UUID) -> str:
    return f"{{{str(value).upper()}}}"
