"""A PC with a planted customer and planted secrets, to make support bundles of."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conductor_desktop.secret import Secret
from conductor_desktop.services.checks import Answer, CheckReport, CheckResult, Owner
from conductor_desktop.services.connection import ConnectionReport, ConnectionState, Said
from conductor_desktop.services.diagnostics import DiagnosticsService
from conductor_desktop.services.diagnostics.collecting import LARGEST_BYTES, SECONDS
from conductor_desktop.services.diagnostics.sources import History, RunsChecks, Tree
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import (
    EndUserRef,
    OwnApplication,
    PendingEndUser,
    Profile,
    Settings,
    Vendor,
)
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.secrets import SecretStore, open_secret_store
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.workstation.web_connector_logs import (
    HEADER,
    HOST,
    NAME,
    REGISTRY,
    SOAP,
    entry,
    named,
    update,
)

WHEN = datetime(2026, 11, 23, 1, 58, 7, tzinfo=UTC)
KEY = "sk_conductor_Planted-Secret-Key-0123456789"
COMPANY = "Big Construction & Söhne Co."
EMAIL = "office@big-construction.example"
SOURCE = "cust-104233"

SETTINGS = Settings(
    profiles={
        ProfileName.LIVE: Profile(
            mode=Mode.API_KEYS,
            base_url="https://api.conductor.is/v1",
            vendor=Vendor("Acme Field Service", "help@acme.example"),
            end_user=EndUserRef("end_usr_12ab", SOURCE, EMAIL, COMPANY),
            pending_end_user=PendingEndUser("cust-other-1", "Other Works Ltd", "o@o.example", WHEN),
            setup_step=SetupStep.DONE,
            expected_company="Expected Works Inc",
            company_name=COMPANY,
            last_proof_at=WHEN,
            application=OwnApplication(NAME, HOST),
        )
    },
    window_geometry="AdnQ",
)


def with_text(seconds: int, text: str, name: str = NAME, host: str = HOST) -> str:
    """An update that came upon a dialog, with ``text`` wherever the log has somebody's text."""
    return (
        named(seconds, name, host)
        + entry(
            seconds, SOAP + "do_authenticate", f"Authenticating to application '{name}', {text}"
        )
        + entry(seconds + 1, SOAP + "do_sendRequestXML", f'cfn="C:\\Books\\{text}.qbw"')
        + entry(seconds + 2, SOAP + "connect", f"QBWC1013: Error. 0x80040414 {text}")
        + entry(seconds + 2, SOAP + "do_receiveResponseXML", f"XML dump follows: <Name>{text}")
        + f"<Name>{text}</Name></QBXML>\r\n"
        + entry(seconds + 3, REGISTRY + "setUpdateLock", "*** Update session unlocked ***")
    )


CONNECTOR_LOG = HEADER + update(0) + with_text(300, COMPANY) + with_text(600, EMAIL, "Another One")


class PlannedChecks:
    """Answers with these rows, as ``PcChecks`` does."""

    def __init__(self, *results: CheckResult) -> None:
        self._results = results

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport:
        cancel.raise_if_cancelled()
        for result in self._results:
            on_result(result)
        return CheckReport.of(self._results)


CHECKS = (
    CheckResult("qb", "QuickBooks", Answer.OK, "QuickBooks runs.", None, None, ("2024",), 0.1),
    CheckResult(
        "file",
        "Company file",
        Answer.STOP,
        f"“{COMPANY}” is open for somebody else.",
        Owner.YOU,
        "Ask Mary Poppins to close it.",
        (rf"C:\Users\m.poppins\Documents\{COMPANY}.qbw",),
        0.2,
        private=("Mary Poppins",),
    ),
)


REPORT = ConnectionReport(
    state=ConnectionState.NOT_ACTIVE,
    said=Said.NOT_ACTIVE,
    headline=f"{COMPANY} does not answer.",
    explanation="There is no customer Ludwig van Beethoven in invoice 4711.",
    next_step="Open QuickBooks for Ludwig van Beethoven, who owes 815.00.",
    owner=Owner.YOU,
    checked_at=WHEN,
    active=False,
    company=COMPANY,
    last_proof_at=WHEN - timedelta(hours=2),
    request_id="req_1a2b3c",
    seconds=1.25,
    code="INTEGRATION_CONNECTION_NOT_ACTIVE",
    steps=("Ask Ludwig van Beethoven",),
)


class PlannedConnection:
    """Knows of Conductor's notes what it is given."""

    end_user_id = "end_usr_12ab"

    def __init__(self, report: ConnectionReport) -> None:
        self._report = report

    def passive(self, cancel: CancelToken) -> ConnectionReport:
        cancel.raise_if_cancelled()
        return self._report


class World:
    """What a service is made of; change it before calling ``service``."""

    def __init__(self, root: Path) -> None:
        self.home = AppHome(root)
        self.home.prepare()
        self.redactor = Redactor(user_name="m.poppins", host_name="FRONTDESK-7")
        self.settings = SETTINGS
        self.keyring = MemoryKeyring()
        self.store: Callable[[], SecretStore] = lambda: open_secret_store(backend=self.keyring)
        self.checks: Callable[[], RunsChecks] = lambda: PlannedChecks(*CHECKS)
        self.profile = ProfileName.LIVE
        self.connection: Callable[[], PlannedConnection] = lambda: PlannedConnection(REPORT)
        self.history: History | None = None
        self.policies: Tree = {}
        self.seconds = SECONDS
        self.largest_bytes = LARGEST_BYTES
        self.pc: Callable[[], Workstation] = lambda: web_connector_pc(log=CONNECTOR_LOG)
        self.application: OwnApplication | None = OwnApplication(NAME, HOST)
        self._salts = itertools.count()
        self.store().set("live/secret-key", Secret(KEY))

    def log(self, text: str) -> None:
        """Put lines into the log as a program without a redactor would."""
        with (self.home.logs / "app.log").open("a", encoding="utf-8") as file:
            file.write(text)

    def service(self) -> DiagnosticsService:
        return DiagnosticsService(
            self.home,
            redactor=self.redactor,
            settings=lambda: self.settings,
            profile=lambda: self.profile,
            secret_store=self.store,
            checks_factory=self.checks,
            pc=self.pc,
            application=lambda: self.application,
            connection=lambda: self.connection(),
            api_url=lambda: "https://api.conductor.is/v1",
            history=self.history,
            policies=lambda: self.policies,
            versions={"qt": "6.11.3"},
            now=lambda: WHEN,
            salt=lambda: b"salt" + bytes([next(self._salts)]),
            seconds=self.seconds,
            largest_bytes=self.largest_bytes,
        )
