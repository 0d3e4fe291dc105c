"""Writes logs of the Web Connector as long as they are wanted: made up, in the observed shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path

OURS = ("Example Sync", "qbwc.example.invalid")
OTHERS = (("Another Application", "another.example"), ("A Third One", "third.example"))

_BEGIN = datetime(2025, 3, 4, 15, tzinfo=UTC)
_SOAP = "QBWebConnector.SOAPWebService"
_REGISTRY = "QBWebConnector.RegistryManager"
_LOCK = r"HKEY_CURRENT_USER\Software\Intuit\QBWebConnector\UpdateLock"
_STARS = "*********************"
_TICKET = "0f8fad5b-d9cb-469f-a165-70867728950e"
_INVOICE = (
    "<InvoiceRet><TxnID>1A2-1741100000</TxnID><TxnDate>2025-03-21</TxnDate>"
    "<CustomerRef><FullName>Saltbush &amp; Sons</FullName></CustomerRef></InvoiceRet>\r\n"
)

Message = tuple[str, str]


def write_log(
    path: Path, megabytes: float, applications: Sequence[tuple[str, str]], *, whole_xml: bool
) -> None:
    """Updates of the applications in turns; every fifth of each finds something to do."""
    blocks = updates(applications, whole_xml=whole_xml)
    with path.open("ab") as file:
        wanted = file.tell() + megabytes * 1e6
        while file.tell() < wanted:
            file.write(next(blocks))


def updates(applications: Sequence[tuple[str, str]], *, whole_xml: bool) -> Iterator[bytes]:
    """One update after the other, two minutes apart, as text of the log."""
    xml = '<?xml version="1.0" ?>\r\n<QBXML>' + (_INVOICE * 100 if whole_xml else "<QBXMLMsgs...")
    for number, (name, host) in zip(count(), cycle(applications), strict=False):
        busy = number // len(applications) % 5 == 4
        messages = [*_begin(name, host), *(_work(xml) if busy else _nothing_to_do()), *_end()]
        began = _BEGIN + timedelta(minutes=2 * number)
        yield "".join(
            f"{began + timedelta(seconds=i // 12):%Y%m%d.%H:%M:%S} UTC\t: {who}() : {what}\r\n"
            for i, (who, what) in enumerate(messages)
        ).encode()


def _begin(name: str, host: str) -> list[Message]:
    connect = f"{_SOAP}.instantiateWebService"
    authenticate = f"{_SOAP}.do_authenticate"
    return [
        ("UpdateThisScheduledApp", f"Performing SCHEDULED UPDATE for application = {name}"),
        (f"{_REGISTRY}.getUpdateLock", f"{_LOCK} = FALSE"),
        (f"{_REGISTRY}.setUpdateLock", f"{_LOCK} has been set to True"),
        (f"{_REGISTRY}.setUpdateLock", f"{_STARS} Update session locked {_STARS}"),
        (connect, "Initiated connection to the following application."),
        (connect, f"AppName: {name}"),
        (connect, f"AppUniqueName (if available): {name}"),
        (connect, f"AppURL: https://{host}/qbwc/tenant-1042"),
        (f"{_SOAP}.do_serverVersion", "*** Calling serverVersion()."),
        (
            f"{_SOAP}.do_serverVersion",
            'Received from serverVersion() following parameter:<serverVersionRet="1.0">',
        ),
        (
            f"{_SOAP}.do_clientVersion",
            '*** Calling clientVersion() with following parameter:<productVersion="2.3.0.215">',
        ),
        (
            f"{_SOAP}.do_clientVersion",
            'Received from clientVersion() following parameter:<clientVersionRet="">',
        ),
        (authenticate, f"Authenticating to application '{name}', username = 'user-1'"),
        (
            authenticate,
            '*** Calling authenticate() with following parameters:<userName="user-1"/>'
            "<password=<MaskedForSecurity>",
        ),
    ]


def _nothing_to_do() -> list[Message]:
    return [_answer("none")]


def _work(xml: str) -> list[Message]:
    send, process = f"{_SOAP}.do_sendRequestXML", f"{_SOAP}.ProcessRequestXML"
    receive = f"{_SOAP}.do_receiveResponseXML"
    request = [
        (send, f'*** Calling sendRequestXML() with following parameters:<wcTicket="{_TICKET}"/>'),
        (send, "Request xml received."),
        (process, "Processing request #1"),
        (process, "REQUEST: received from application: size (bytes) = 312"),
        (process, "Sending request to QuickBooks."),
        (process, "Response received from QuickBooks: size (bytes) = 14663"),
        (process, f"XML dump follows: -\r\n\r\n{xml}"),
        (receive, f'*** Calling receiveResponseXML() with parameters:<wcTicket="{_TICKET}"/>'),
        (receive, 'Received from receiveResponseXML() following parameter:<Ret="100">'),
    ]
    return [
        _answer(""),
        (send, r'cfn="C:\Users\Public\Documents\Intuit\QuickBooks\Company Files\books.qbw"'),
        (send, 'qbNationality="US"'),
        (send, 'qbXMLMajorVers="16"'),
        *request * 3,
        (f"{_SOAP}.DisconnectFromQB", "Session ended"),
    ]


def _answer(company: str) -> Message:
    return (
        f"{_SOAP}.do_authenticate",
        f'Received from authenticate() following parameters:<authRet[0]="{_TICKET}">'
        f'<authRet[1]="{company}"><authRet[2]=""><authRet[3]="">',
    )


def _end() -> list[Message]:
    close = f"{_SOAP}.do_closeConnection"
    return [
        (close, f'*** Calling closeConnection() with following parameters:<wcTicket="{_TICKET}"/>'),
        (close, 'Received from closeConnection() following parameter:<ccResponse="OK">'),
        ("QBWebConnector.CompanyFileLock.unsetLock", f"ownerID = <{{{_TICKET}}}>"),
        (f"{_REGISTRY}.setUpdateLock", f"{_LOCK} has been set to False"),
        (f"{_REGISTRY}.setUpdateLock", f"{_STARS} Update session unlocked {_STARS}"),
    ]
