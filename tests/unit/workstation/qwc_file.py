"""A connection file that keeps every rule, and ways to change it."""

from __future__ import annotations

ALLOWED = ("conductor.is", ".conductor.is")

ELEMENTS: dict[str, str] = {
    "AppName": "Conductor",
    "AppID": "",
    "AppURL": "https://qbwc.conductor.is/soap/abc?x=1",
    "AppDescription": "Connects QuickBooks to Conductor.",
    "AppSupport": "https://docs.conductor.is/help",
    "UserName": "conductor-7",
    "OwnerID": "{57F3B9B6-86F1-4FCC-B1EE-566DE1813D20}",
    "FileID": "{90A44FB5-33D9-4815-AC85-BC87A7E7D1EB}",
    "QBType": "QBFS",
    "Scheduler": "<RunEveryNMinutes>10</RunEveryNMinutes>",
    "IsReadOnly": "false",
}


def qwc(
    *, extra: str = "", head: str = '<?xml version="1.0"?>\n', drop: str = "", **changes: str
) -> bytes:
    """The file with some elements changed (XML, not text), one dropped and something added."""
    elements = {name: text for name, text in (ELEMENTS | changes).items() if name != drop}
    body = "".join(f"  <{name}>{text}</{name}>\n" for name, text in elements.items())
    return f"{head}<QBWCXML>\n{body}{extra}</QBWCXML>\n".encode()
