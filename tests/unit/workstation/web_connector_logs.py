"""Logs of the Web Connector as tests need them: made up, in the shapes that have been observed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.reader import Reader, State

NAME, HOST = "Example Sync", "qbwc.example.invalid"
OURS = Application(frozenset({NAME}), frozenset({HOST}))
BEGIN = datetime(2025, 3, 4, 15, 0, 0, tzinfo=UTC)
SOAP = "QBWebConnector.SOAPWebService."
REGISTRY = "QBWebConnector.RegistryManager."
LOCK = r"HKEY_CURRENT_USER\Software\Intuit\QBWebConnector\UpdateLock"
SECRET = "Saltbush & Sons"
"""Stands in every made-up log where a customer's data would."""

HEADER = (
    "Log file initialized at Tuesday, March 4, 2025 - 3:00 PM UTC\r\n"
    "Timestamp format used: YYYYMMDD.HH:MM:SS UTC\r\n"
    "QBWebConnector 2.3 has been initialized with its logging status to level = DEBUG.\r\n"
    "Restart QBWebConnector after changing the level.\r\n"
)


def at(seconds: int) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def entry(seconds: int, source: str, message: str, end: str = "\r\n") -> str:
    return f"{at(seconds):%Y%m%d.%H:%M:%S} UTC\t: {source}() : {message}{end}"


def named(seconds: int, name: str = NAME, host: str = HOST) -> str:
    """The entries by which an update says whose it is."""
    source = SOAP + "instantiateWebService"
    return (
        entry(
            seconds,
            "UpdateThisScheduledApp",
            f"Performing SCHEDULED UPDATE for application = {name}",
        )
        + entry(seconds, source, f"AppName: {name}")
        + entry(seconds, source, f"AppUniqueName (if available): {name}")
        + entry(seconds, source, f"AppURL: https://{host}/tenant/{SECRET.replace(' ', '')}")
    )


def update(seconds: int, *middle: str, name: str = NAME, host: str = HOST) -> str:
    """A whole update that found nothing to do, with ``middle`` before its end."""
    return (
        named(seconds, name, host)
        + entry(seconds, REGISTRY + "setUpdateLock", "*** Update session locked ***")
        + entry(seconds + 1, SOAP + "do_authenticate", answer("none"))
        + "".join(middle)
        + entry(seconds + 2, REGISTRY + "setUpdateLock", "*** Update session unlocked ***")
    )


def answer(company: str, wait: str = "") -> str:
    return (
        f'Received from authenticate() following parameters:<authRet[0]="{SECRET}">'
        f'<authRet[1]="{company}"><authRet[2]="{wait}"><authRet[3]="">'
    )


def read(log: str | bytes, application: Application = OURS) -> list[Event]:
    """What a whole log tells."""
    data = log.encode() if isinstance(log, str) else log
    events, done = Reader(application, State()).read(data, at_rest=True)
    assert done == len(data)
    return events


def read_in_pieces(pieces: Iterable[bytes], application: Application = OURS) -> list[Event]:
    """What a log tells that comes in pieces."""
    reader, events, rest = Reader(application, State()), [], b""
    for piece in pieces:
        rest += piece
        told, done = reader.read(rest)
        events += told
        rest = rest[done:]
    return [*events, *reader.read(rest, at_rest=True)[0]]
