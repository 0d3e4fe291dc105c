"""A session in which everything private is said aloud, and none of it is in any file afterwards.

The same session is played with each layer of redaction switched off in turn: each time the last
look at the bundle holds it back, or the search below finds something. So no layer is there in vain.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import ConnectionReport, ConnectionService
from conductor_desktop.services.diagnostics import connection as told_of_connection
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.errors import BundleWouldLeak
from conductor_desktop.storage import redaction
from conductor_desktop.storage.logs import LineFormatter
from conductor_desktop.storage.names import Mode, SetupStep
from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.profiles import EndUserRef, PendingEndUser
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.work import CancelToken
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.leaks import leaks
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.sandbox import Caller, Control, SandboxAccess, SandboxOptions, running_sandbox

pytestmark = pytest.mark.slow

TOKEN = "gateway+opaque/Q7w3Zx9LpR2sVn5K"
COOKIE = "sid-5kQ9vXw2LpR9sZq7Tn4m"
COMPANY = "Saltbush & Sons Plumbing"
EMAIL = "books@saltbush.example"
CUSTOMER_EMAIL = "ludwig@beethoven.example"
SOURCE = "cust-7731942"
USER, HOST = "mary.poppins", "FRONTDESK-77"
FOLDER = r"D:\Mandanten\Saltbush"
FILE = r"C:\Users\mary.poppins\Documents\Saltbush Books 2024.qbw"
PHONE = "(555) 010-4477"
UNKNOWN = "Wolfgang Amadeus Mozart"
"""Whom no rule knows: kept out by what a bundle takes, and by nothing being logged of it."""

IN_SETTINGS = ("company", "e-mail", "source id")
"""What the settings have to hold, and no other file may."""


class Session:
    """One run of the app over a real sandbox, and all that it wrote."""

    def __init__(self, folder: Path, sandbox: SandboxAccess) -> None:
        self.home, self.bundle = folder / "home", folder / "bundle.zip"
        self._sandbox = sandbox
        self._keyring = MemoryKeyring()
        self.canaries = {
            "key": sandbox.secret_key.reveal(),
            "token": TOKEN,
            "cookie": COOKIE,
            "company": COMPANY,
            "e-mail": EMAIL,
            "customer's e-mail": CUSTOMER_EMAIL,
            "source id": SOURCE,
            "user": USER,
            "host": HOST,
            "folder": "Mandanten",
            "file": "Saltbush Books",
            "telephone": "010-4477",
            "customer in a message": UNKNOWN,
        }

    def play(self) -> None:
        """Set up, look, load, fail, say everything aloud, and save a bundle."""
        self._set_up()
        app = App(
            CommonOptions(home=str(self.home), base_url=self._sandbox.base_url),
            secrets=lambda: KeyringStore(self._keyring),
        )
        try:
            app.home()
            app.redactor().register(Secret(TOKEN))
            self._use(app)
            self._say_aloud()
            service = app.diagnostics()
            service.write(service.collect(CancelToken()), self.bundle)
        finally:
            app.close()

    def found(self) -> list[str]:
        """Every canary in every file, in every shape; of settings only what has no place there."""
        settings = [path for path in self.home.rglob("settings.json*") if path.is_file()]
        others = [path for path in self.home.rglob("*") if path.is_file() and path not in settings]
        secret = {n: value for n, value in self.canaries.items() if n not in IN_SETTINGS}
        bundle = [self.bundle] if self.bundle.exists() else []
        return leaks(settings, secret) + leaks([*others, *bundle], self.canaries)

    def _set_up(self) -> None:
        sessions = sessions_in(self.home, keyring=self._keyring)
        session = sessions.begin_another()
        sessions.claim(session)
        session.keep(access_to(self._sandbox), Mode.API_KEYS)
        session.update(
            end_user=EndUserRef(self._sandbox.end_user_id, SOURCE, EMAIL, COMPANY),
            pending_end_user=PendingEndUser(SOURCE, COMPANY, EMAIL, datetime.now(UTC)),
            company_name=COMPANY,
            setup_step=SetupStep.DONE,
        )
        sessions.close()

    def _use(self, app: App) -> None:
        cancel, end_user = CancelToken(), self._sandbox.end_user_id
        app.connection().active(cancel)
        pages = app.session().client.invoice_pages(end_user, InvoiceQuery(), cancel)
        invoices = [invoice for page in pages for invoice in page.items]
        with Caller(self._sandbox) as caller:
            self._link = caller.invite(end_user)["authFlowUrl"]
        app.redactor().register(Secret(self._link))
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
            app.session().client.health_check(end_user, cancel)
        Control(self._sandbox).clear()

    def _say_aloud(self) -> None:
        """As a careless line of code would, here or in a library."""
        log = logging.getLogger("careless")
        said = {
            "key": self.canaries["key"],
            "token": TOKEN,
            "link": self._link,
            "company": COMPANY,
            "mail": [EMAIL, CUSTOMER_EMAIL],
            "source": SOURCE,
            "who": f"{USER} on {HOST}",
            "where": [FOLDER + r"\x.txt", FILE],
            "call": PHONE,
        }
        log.warning("%s", said)
        log.info("%s", json.dumps(said))
        log.info("Set-Cookie: session=%s; Path=/", COOKIE)
        for secret in (self.canaries["key"], TOKEN, self.canaries["link"]):
            raw = secret.encode()
            log.info("%s %s %s", quote(secret, safe=""), raw.hex(), base64.b64encode(raw).decode())
        try:
            raise RuntimeError(said)
        except RuntimeError:
            log.warning("failed", exc_info=True)
        logging.getLogger("httpcore.http11").warning("send: %r", said)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"{EMAIL} is deprecated", stacklevel=1)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("USERNAME", USER)
    monkeypatch.setenv("COMPUTERNAME", HOST)
    passive = ConnectionService.passive

    def with_a_name(self: ConnectionService, cancel: CancelToken) -> ConnectionReport:
        return replace(passive(self, cancel), explanation=f"{UNKNOWN} owes nothing.")

    monkeypatch.setattr(ConnectionService, "passive", with_a_name)
    with running_sandbox(SandboxOptions(company=COMPANY, invoices=40)) as sandbox:
        yield Session(tmp_path, sandbox)


def test_nothing_private_is_in_any_file_that_was_written(session: Session) -> None:
    session.play()
    assert session.bundle.exists()
    assert (session.home / "logs" / "app.log").read_text("utf-8").count("careless") > 5
    assert len(session.canaries) > 18
    assert session.found() == []


def test_the_settings_hold_what_they_must_and_the_search_sees_it(session: Session) -> None:
    session.play()
    names = {name: session.canaries[name] for name in IN_SETTINGS}
    assert len(leaks([session.home / "settings.json"], names)) >= len(IN_SETTINGS)


Off = Callable[[pytest.MonkeyPatch], None]


def known_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "register", lambda _self, _secret: None)


def known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "hide", lambda _self, _values: None)


def names_of_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_name_rules", lambda _kind, _name: ())


def a_rule(name: str) -> Off:
    def off(monkeypatch: pytest.MonkeyPatch) -> None:
        kept = tuple(rule for rule in PATTERN_RULES if rule.name != name)
        assert len(kept) < len(PATTERN_RULES)
        monkeypatch.setattr(Redactor, "__init__", _with_rules(Redactor.__init__, kept))

    off.__name__ = name
    return off


def _with_rules(init: Callable[..., None], rules: tuple[object, ...]) -> Callable[..., None]:
    return lambda self, **more: init(self, **{"rules": rules, **more})


def the_log_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    def uncleaned(self: LineFormatter, record: logging.LogRecord) -> str:
        return f"{record.name} {self._text(record)}".replace("\n", "\\n")

    monkeypatch.setattr(LineFormatter, "format", uncleaned)


def the_bundle_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cleaner, "_scrub", lambda _self, text, _removed: text)


def what_a_bundle_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = (*told_of_connection._FIELDS, "explanation")
    monkeypatch.setattr(told_of_connection, "_FIELDS", fields)


@pytest.mark.parametrize(
    "off",
    [
        known_secrets,
        known_names,
        names_of_this_pc,
        the_log_handler,
        the_bundle_s_own,
        what_a_bundle_takes,
        a_rule("cookie"),
        a_rule("e-mail"),
        a_rule("telephone"),
        a_rule("folder"),
        a_rule("company file"),
    ],
)
def test_without_one_layer_something_is_found_or_held_back(
    session: Session, monkeypatch: pytest.MonkeyPatch, off: Off
) -> None:
    off(monkeypatch)
    held_back = False
    try:
        session.play()
    except BundleWouldLeak:
        held_back = True
    assert held_back or session.found()


def test_with_no_redaction_at_all_the_last_look_holds_the_bundle_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_log_handler(monkeypatch)
    the_bundle_s_own(monkeypatch)
    with pytest.raises(BundleWouldLeak):
        session.play()
    assert not session.bundle.exists()
