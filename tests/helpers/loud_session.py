"""A session of the app in which everything private is said aloud, in every way there is."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import Mode, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, PendingEndUser
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.canaries import CANARIES
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.leaks import leaks
from tests.helpers.pcs import Pc
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.sandbox import Caller, Control, SandboxAccess
from tests.helpers.saying import say
from tests.unit.services.diagnostics_world import with_text
from tests.unit.workstation.web_connector_logs import HOST, NAME, update

TOKEN = "gateway+opaque/Q7w3Zx9LpR2sVn5K"
COMPANY = "Saltbush & Sons Plumbing"
EMAIL = "books@saltbush.example"
SOURCE = "cust-7731942"
USER_NAME, HOST_NAME = "mary.poppins", "FRONTDESK-77"
OPEN_COMPANY, WINDOW = "Wren & Daughters Bakery", "Letter to Clementine"
"""What stands open on the PC: nobody has told the redactor of it."""
UNKNOWN = "Wolfgang Amadeus Mozart"
"""Whom no rule knows: kept out by what a bundle takes, and by nothing being logged of it."""

IN_SETTINGS = ("company", "e-mail", "source id")
"""What the settings have to hold, and no other file may."""


class Session:
    """One run of the app over a real sandbox, and all that it wrote.

    ``said_once`` is said besides. ``canaries`` are by name; of those that a rule knows by their
    looks the name begins with the rule's.
    """

    def __init__(
        self, folder: Path, sandbox: SandboxAccess, forget_errors: Callable[[], None]
    ) -> None:
        self.home, self.bundle = folder / "home", folder / "bundle.zip"
        self.next_bundle = folder / "next.zip"
        self.said_once: tuple[str, ...] = ()
        self._sandbox = sandbox
        self._forget_errors = forget_errors
        self._keyring = MemoryKeyring()
        self.canaries = {
            "key": sandbox.secret_key.reveal(),
            "token": TOKEN,
            "company": COMPANY,
            "e-mail": EMAIL,
            "source id": SOURCE,
            "user": USER_NAME,
            "host": HOST_NAME,
            "open company": OPEN_COMPANY,
            "window": WINDOW,
            "customer in a message": UNKNOWN,
            **{f"{one.rule}: {one.value}": one.value for one in CANARIES},
        }

    def play(self) -> None:
        """Set up, look, load, fail, say everything aloud, and save two bundles."""
        self._set_up()
        self._die_once()
        app = App(
            CommonOptions(home=str(self.home), base_url=self._sandbox.base_url),
            secrets=lambda: KeyringStore(self._keyring),
            this_pc=pc_with_names,
        )
        try:
            app.run.home()
            app.run.redactor().register(Secret(TOKEN))
            self._use(app)
            self._say_aloud()
            service = app.diagnostics()
            for bundle in (self.bundle, self.next_bundle):
                service.write(service.collect(CancelToken()), bundle)
        finally:
            app.close()
            self._forget_errors()

    def found(self) -> list[str]:
        """Every canary in every file, in every shape; of settings only what has no place there."""
        settings = [path for path in self.home.rglob("settings.json*") if path.is_file()]
        others = [path for path in self.home.rglob("*") if path.is_file() and path not in settings]
        secret = {n: value for n, value in self.canaries.items() if n not in IN_SETTINGS}
        bundles = [path for path in (self.bundle, self.next_bundle) if path.exists()]
        return leaks(settings, secret) + leaks([*others, *bundles], self.canaries)

    def log(self) -> str:
        """The app's log."""
        return (self.home / "logs" / "app.log").read_text("utf-8")

    def _set_up(self) -> None:
        sessions = sessions_in(self.home, keyring=self._keyring)
        session = sessions.begin_another()
        sessions.claim(session)
        session.keep(access_to(self._sandbox), Mode.API_KEYS)
        session.update(
            end_user=EndUserRef(self._sandbox.end_user_id, SOURCE, EMAIL, COMPANY),
            pending_end_user=PendingEndUser(SOURCE, COMPANY, EMAIL, datetime.now(UTC)),
            company_name=COMPANY,
            application=OwnApplication(NAME, HOST),
            setup_step=SetupStep.DONE,
        )
        sessions.close()

    def _die_once(self) -> None:
        """What an earlier run has written as it died; nobody could clean it."""
        lines = [f"Fatal Python error: {one.said}" for one in CANARIES]
        (self.home / "logs").mkdir()
        (self.home / "logs" / "crash-1.txt").write_text("\n".join(lines), "utf-8")

    def _use(self, app: App) -> None:
        cancel, end_user = CancelToken(), self._sandbox.end_user_id
        app.connection().active(cancel)
        pages = app.run.session().client.invoice_pages(end_user, InvoiceQuery(), cancel)
        invoices = [invoice for page in pages for invoice in page.items]
        with Caller(self._sandbox) as caller:
            self._link = caller.invite(end_user)["authFlowUrl"]
        app.run.redactor().register(Secret(self._link))
        self.canaries["link"] = self._link.rpartition("/")[2].partition("?")[0]
        names = {one.customer.full_name for one in invoices if one.customer}
        long = sorted(name for name in names if name and len(name) > 12)[:5]
        self.canaries |= {f"customer {number}": name for number, name in enumerate(long)}
        self.canaries |= {f"invoice {one.ref_number}": str(one.id) for one in invoices[:5]}
        self.canaries |= {
            f"amount of {one.ref_number}": str(one.subtotal)
            for one in invoices
            if len(str(one.subtotal)) > 6
        }
        Control(self._sandbox).fault("not-active")
        with contextlib.suppress(ConductorError):
            app.run.session().client.health_check(end_user, cancel)
        Control(self._sandbox).clear()

    def _say_aloud(self) -> None:
        """As a careless line of code would, here or in a library."""
        known = {
            "key": self.canaries["key"],
            "token": TOKEN,
            "link": self._link,
            "company": COMPANY,
            "mail": EMAIL,
            "source": SOURCE,
            "who": f"{USER_NAME} on {HOST_NAME}",
        }
        said = [str(known), json.dumps(known), *(one.said for one in CANARIES)]
        say(*said, *self.said_once)
        log = logging.getLogger("careless")
        for secret in (self.canaries["key"], TOKEN, self.canaries["link"]):
            raw = secret.encode()
            log.info("%s %s %s", quote(secret, safe=""), raw.hex(), base64.b64encode(raw).decode())


def pc_with_names() -> DescribedPc:
    """QuickBooks shows a company and a letter, and the Web Connector's log holds everything."""
    pc = Pc()
    company, _, rest = pc.main_window["title"].partition(" - ")
    assert company
    pc.main_window["title"] = f"{OPEN_COMPANY} - {rest}"
    pc.quickbooks["windows"].insert(0, {"title": WINDOW, "usable": True})
    texts = (TOKEN, COMPANY, EMAIL, *(one.said.replace("\n", " ") for one in CANARIES))
    log = "".join(with_text(60 * number, text) for number, text in enumerate(texts))
    pc.file("QWCLog.txt").update(log=(log + update(60 * len(texts))).splitlines())
    return pc.described()
