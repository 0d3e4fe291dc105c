"""Which cause is found where: described PCs, Conductor's answers, and what is expected of both.

The page ``docs/causes.md`` is made of this table and of the causes themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    UnexpectedAnswer,
)
from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection import ConnectionReport, ConnectionService
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis, diagnose
from conductor_desktop.services.connection.evidence import Evidence, PcLook, weigh
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.given_conductor import EARLIER, NOW, GivenConductor, connection
from tests.helpers.pcs import PCS as DESCRIBED
from tests.helpers.pcs import Pc, changed, checked_as_expected
from tests.unit.services.test_last_update import (
    FINE,
    by_hand,
    closed,
    dialog,
    failed,
    not_added,
    not_running,
    with_log,
)
from tests.unit.workstation.web_connector_logs import named

Change = Callable[[Pc], object]


def network(**how: object) -> Change:
    """The way to Conductor is like this."""
    return lambda pc: pc.raw["network"].update(how)


def both(*changes: Change) -> Change:
    """All of it on one PC."""

    def change(pc: Pc) -> None:
        for one in changes:
            one(pc)

    return change


def elsewhere(pc: Pc) -> None:
    pc.connector["session"] = 4


def quickbooks_elsewhere(pc: Pc) -> None:
    pc.quickbooks["session"] = 4


def not_starting(pc: Pc) -> None:
    pc.drop("files", ".lnk")
    pc.drop("registry", "\\Run")


def sleepy(pc: Pc) -> None:
    pc.windows["sleep_after_min"] = 20


def locked(pc: Pc) -> None:
    pc.key("QBWebConnector")["values"]["UpdateLock"] = "TRUE"
    pc.file("QWCLog.txt")["age_min"] = 90


def as_administrator(pc: Pc) -> None:
    pc.quickbooks["elevated"] = True


def titled(title: str) -> Change:
    return lambda pc: pc.main_window.update(title=title)


PCS: dict[str, Change | str | None] = {
    "not looked at": None,
    "all well": lambda _pc: None,
    "no QuickBooks": "no_qb_clean",
    "no network": network(reach="no network"),
    "name not found": network(reach="no name"),
    "sign-in page": network(reach="sign-in page"),
    "proxy refuses": network(reach="proxy refused"),
    "proxy not reached": network(reach="proxy unreachable"),
    "certificate not trusted": network(reach="certificate"),
    "certificate not of today": network(reach="certificate date"),
    "Conductor blocked": network(reach="no connection"),
    "Conductor in trouble": network(reach="server trouble"),
    "no answer from Conductor": network(reach="no answer"),
    "clock 10 minutes fast": lambda pc: pc.windows.update(clock_skew_s=600),
    "Web Connector closed": not_running,
    "Web Connector closed, not starting with Windows": both(not_running, not_starting),
    "Web Connector closed, no network": both(not_running, network(reach="no network")),
    "not starting with Windows": not_starting,
    "Web Connector of another session": elsewhere,
    "QuickBooks of another session": quickbooks_elsewhere,
    "Web Connector not installed": both(
        lambda pc: pc.drop("files", "QBWebConnector.exe"), not_running
    ),
    "Web Connector’s log not writable": lambda pc: pc.file("QWCLog.txt").update(writable=False),
    "Web Connector stuck": locked,
    "not in the Web Connector": not_added,
    "only by hand": with_log(by_hand(0) + by_hand(300), minutes=200),
    "silent for 3 hours": with_log(FINE, minutes=180),
    "silent for 3 hours, sleeps": both(with_log(FINE, minutes=180), sleepy),
    "sleeps": sleepy,
    "at work": with_log(FINE, named(600), minutes=2),
    "password refused in the log": with_log(FINE, failed(600, "QBWC1040: Not right.")),
    "access refused in the log": with_log(FINE, failed(600, "QBWC1013: No. 0x80040420")),
    "unknown error in the log": with_log(FINE, failed(600, "QBWC9876: New.")),
    "another company’s code in the log": with_log(FINE, failed(600, "QBWC1013: No. 0x8004040A")),
    "QuickBooks closed": closed,
    "QuickBooks as administrator": as_administrator,
    "QuickBooks closed, Web Connector closed": both(closed, not_running),
    "dialog": dialog,
    "dialog, Web Connector closed": both(dialog, not_running),
    "another company open": titled(
        "Willow Example Co - QuickBooks Enterprise Solutions 24.0 (multi-user) (Admin)"
    ),
    "no company open": titled("QuickBooks Enterprise Solutions 24.0"),
    "single-user mode": titled(
        "Oakridge Example Co - QuickBooks Enterprise Solutions 24.0 (Admin)"
    ),
}

ANSWERS: dict[str, ConductorError | None] = {
    "worked 2 hours ago": None,
    "works": None,
    "not active": ConnectionNotActive(),
    "too slow": QuickBooksTimeout(),
    "key rejected": KeyRejected(),
    "EndUser unknown": EndUserNotFound(),
    "never connected": ConnectionNotSetUp(),
    "no network": Offline(OfflineKind.NO_NETWORK),
    "name not found": Offline(OfflineKind.DNS),
    "not secure": Offline(OfflineKind.TLS),
    "clock wrong": ClockWrong(86_400.0),
    "proxy": Offline(OfflineKind.PROXY),
    "sign-in page": Offline(OfflineKind.SIGN_IN_PAGE),
    "not reached": Offline(OfflineKind.SERVER),
    "no answer": Offline(OfflineKind.TIMEOUT),
    "status 503": Offline(OfflineKind.SERVER, details={"status": "503"}),
    "status 429": Offline(OfflineKind.SERVER, details={"status": "429"}),
    "garbled": UnexpectedAnswer("it is not data"),
    "user already logged in": QuickBooksProblem(None, "The user is already logged in."),
    "code unknown": QuickBooksProblem(None),
    **{
        code: QuickBooksProblem(code, details={"integrationCode": code})
        for code in (
            "0x80040403",
            "0x80040408",
            "0x8004040A",
            "0x80040410",
            "0x80040414",
            "0x80040416",
            "0x80040417",
            "0x8004041A",
            "0x8004041B",
            "0x8004041D",
            "0x80040420",
            "0x80040422",
            "0x80040424",
            "0x80040427",
            "0x80040154",
            "QBWC1030",
        )
    },
}


@dataclass(frozen=True)
class Case:
    """One row: ``expected`` is the proven cause, or the likely ones, or nothing."""

    pc: str
    answer: str
    expected: CauseId | tuple[CauseId, ...] | None
    has_woken: bool = False

    @property
    def diagnosis(self) -> Diagnosis:
        """What is found."""
        return diagnose(weigh(self.evidence, NOW))

    @property
    def evidence(self) -> Evidence:
        """All that is known: the PC was looked at last."""
        look = None
        if PCS[self.pc] is not None:
            look = PcLook(_checked(self.pc), NOW + timedelta(seconds=1))
        woke = NOW - timedelta(minutes=1) if self.has_woken else None
        return Evidence(pc=look, woke_at=woke).with_answer(answered(self.answer))


def answered(name: str) -> ConnectionReport:
    """The report that the connection service makes of an answer."""
    error = ANSWERS[name]
    given = GivenConductor(rows=(connection(EARLIER),), health=error)
    service = ConnectionService(given, "end_usr_1", now=lambda: NOW)
    noted = name == "worked 2 hours ago"
    return service.passive(CancelToken()) if noted else service.active(CancelToken())


@cache
def _checked(pc: str) -> CheckReport:
    change = PCS[pc]
    assert change is not None
    if isinstance(change, str):
        return checked_as_expected(DescribedPc.load(DESCRIBED / f"{change}.json"))
    return checked_as_expected(changed(change))


_C = CauseId
_NOT_SEEN = (_C.PC_SLEPT, _C.WEB_CONNECTOR_CLOSED)
_FAR = (_C.BLOCKED, _C.CONDUCTOR_DOWN)

CASES: tuple[Case, ...] = (
    # ---- nothing is wrong
    Case("all well", "worked 2 hours ago", None),
    Case("all well", "works", None),
    Case("not looked at", "works", None),
    Case("not looked at", "worked 2 hours ago", None),
    Case("not starting with Windows", "worked 2 hours ago", None),
    Case("sleeps", "works", None),
    Case("QuickBooks closed", "worked 2 hours ago", None),
    Case("QuickBooks of another session", "worked 2 hours ago", None),
    Case("Web Connector of another session", "worked 2 hours ago", None),
    Case("not in the Web Connector", "worked 2 hours ago", None),
    Case("clock 10 minutes fast", "worked 2 hours ago", None),
    # ---- between this PC and Conductor
    Case("no network", "no network", _C.PC_OFFLINE),
    Case("no network", "not reached", _C.PC_OFFLINE),
    Case("no network", "worked 2 hours ago", _C.PC_OFFLINE),
    Case("not looked at", "no network", _C.PC_OFFLINE),
    Case("Web Connector closed, no network", "no network", _C.PC_OFFLINE),
    Case("name not found", "name not found", (_C.PC_OFFLINE, _C.BLOCKED)),
    Case("not looked at", "name not found", (_C.PC_OFFLINE, _C.BLOCKED)),
    Case("sign-in page", "sign-in page", _C.SIGN_IN_PAGE),
    Case("all well", "sign-in page", _C.SIGN_IN_PAGE),
    Case("sign-in page", "worked 2 hours ago", _C.SIGN_IN_PAGE),
    Case("proxy refuses", "proxy", _C.PROXY),
    Case("proxy not reached", "not reached", _C.PROXY),
    Case("not looked at", "proxy", _C.PROXY),
    Case("certificate not trusted", "not secure", _C.INSPECTION),
    Case("certificate not of today", "not secure", (_C.CLOCK, _C.INSPECTION)),
    Case("certificate not of today", "clock wrong", _C.CLOCK),
    Case("clock 10 minutes fast", "not secure", _C.CLOCK),
    Case("not looked at", "clock wrong", _C.CLOCK),
    Case("not looked at", "not secure", (_C.CLOCK, _C.INSPECTION)),
    Case("Conductor blocked", "not reached", _C.BLOCKED),
    Case("all well", "not reached", _FAR),
    Case("not looked at", "no answer", _FAR),
    Case("no answer from Conductor", "no answer", _FAR),
    # ---- at Conductor
    Case("Conductor in trouble", "status 503", _C.CONDUCTOR_DOWN),
    Case("all well", "status 503", _C.CONDUCTOR_DOWN),
    Case("all well", "status 429", _C.ASKED_TO_WAIT),
    Case("all well", "garbled", _C.STRANGE_ANSWER),
    Case("all well", "key rejected", _C.KEY_REJECTED),
    Case("Web Connector closed", "key rejected", _C.KEY_REJECTED),
    Case("all well", "EndUser unknown", _C.END_USER_GONE),
    Case("all well", "never connected", _C.NOT_CONNECTED),
    # ---- the Web Connector
    Case("Web Connector closed", "not active", _C.WEB_CONNECTOR_CLOSED),
    Case("Web Connector closed", "worked 2 hours ago", _C.WEB_CONNECTOR_CLOSED),
    Case("QuickBooks closed, Web Connector closed", "not active", _C.WEB_CONNECTOR_CLOSED),
    Case("dialog, Web Connector closed", "not active", _C.WEB_CONNECTOR_CLOSED),
    Case(
        "Web Connector closed, not starting with Windows",
        "not active",
        _C.NOT_STARTING,
    ),
    Case("no QuickBooks", "not active", _C.QUICKBOOKS_MISSING),
    Case("no QuickBooks", "worked 2 hours ago", None),
    Case("Web Connector of another session", "not active", _C.OTHER_SESSION),
    Case("QuickBooks of another session", "0x80040408", _C.OTHER_SESSION),
    Case("Web Connector not installed", "not active", _C.WEB_CONNECTOR_MISSING),
    Case("Web Connector’s log not writable", "not active", _C.LOG_NOT_WRITABLE),
    Case("Web Connector stuck", "not active", _C.WEB_CONNECTOR_STUCK),
    Case("not in the Web Connector", "not active", _C.APPLICATION_MISSING),
    Case("only by hand", "not active", _C.AUTO_RUN_OFF),
    Case("only by hand", "worked 2 hours ago", _C.AUTO_RUN_OFF),
    Case("silent for 3 hours", "not active", (_C.AUTO_RUN_OFF,)),
    Case("silent for 3 hours, sleeps", "not active", (_C.PC_SLEPT, _C.AUTO_RUN_OFF)),
    Case("sleeps", "not active", (_C.PC_SLEPT, _C.AUTO_RUN_OFF)),
    Case("all well", "not active", (_C.AUTO_RUN_OFF,)),
    Case("all well", "not active", _C.PC_SLEPT, has_woken=True),
    Case("not looked at", "not active", _NOT_SEEN),
    Case("password refused in the log", "worked 2 hours ago", _C.PASSWORD_MISSING),
    Case("password refused in the log", "not active", _C.PASSWORD_MISSING),
    Case("not looked at", "QBWC1030", _C.PASSWORD_MISSING),
    # ---- QuickBooks
    Case("QuickBooks as administrator", "0x80040408", _C.RIGHTS_DIFFER),
    Case("QuickBooks as administrator", "worked 2 hours ago", _C.RIGHTS_DIFFER),
    Case("QuickBooks as administrator", "too slow", _C.RIGHTS_DIFFER),
    Case("QuickBooks closed", "0x80040408", _C.QUICKBOOKS_CLOSED),
    Case("QuickBooks closed", "0x80040416", _C.QUICKBOOKS_CLOSED),
    Case("not looked at", "0x8004041D", _C.QUICKBOOKS_CLOSED),
    Case("QuickBooks closed", "too slow", (_C.DIALOG_WAITING, _C.QUICKBOOKS_CLOSED)),
    Case("all well", "0x80040408", _C.QUICKBOOKS_PROBLEM),
    Case("dialog", "worked 2 hours ago", _C.DIALOG_WAITING),
    Case("dialog", "too slow", _C.DIALOG_WAITING),
    Case("dialog", "not active", _C.DIALOG_WAITING),
    Case("not looked at", "0x80040414", _C.DIALOG_WAITING),
    Case("another company open", "0x8004040A", _C.WRONG_COMPANY),
    Case("another company open", "worked 2 hours ago", _C.WRONG_COMPANY),
    Case("all well", "0x80040403", _C.WRONG_COMPANY),
    Case("no company open", "0x80040417", _C.WRONG_COMPANY),
    Case("no company open", "too slow", (_C.WRONG_COMPANY, _C.BUSY)),
    Case("another company’s code in the log", "not active", _C.WRONG_COMPANY),
    Case("single-user mode", "0x80040410", _C.SINGLE_USER),
    Case("all well", "0x80040422", _C.SINGLE_USER),
    Case("single-user mode", "too slow", (_C.SINGLE_USER, _C.BUSY)),
    Case("access refused in the log", "worked 2 hours ago", _C.ACCESS_REFUSED),
    Case("all well", "0x80040420", _C.ACCESS_REFUSED),
    Case("not looked at", "0x8004041A", _C.ACCESS_REFUSED),
    Case("all well", "0x80040427", _C.LICENCE),
    Case("all well", "user already logged in", _C.LICENCE),
    Case("at work", "too slow", _C.BUSY),
    Case("all well", "0x80040424", _C.BUSY),
    Case("not looked at", "0x8004041B", _C.BUSY),
    Case("all well", "too slow", (_C.BUSY,)),
    Case("not looked at", "too slow", (_C.DIALOG_WAITING, _C.BUSY)),
    Case("all well", "0x80040154", _C.QUICKBOOKS_PROBLEM),
    Case("all well", "code unknown", _C.QUICKBOOKS_PROBLEM),
    Case("unknown error in the log", "worked 2 hours ago", (_C.QUICKBOOKS_PROBLEM,)),
    Case("unknown error in the log", "not active", _C.QUICKBOOKS_PROBLEM),
)
