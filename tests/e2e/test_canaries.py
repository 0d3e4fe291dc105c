"""A session in which everything private is said aloud, and none of it is in any file afterwards.

The same session is played with each layer of redaction switched off in turn: each time the last
look at the bundle holds it back, or the search below finds something. So no layer is there in vain.
"""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conductor_desktop.services.checks import CheckResult
from conductor_desktop.services.connection import ConnectionReport, ConnectionService
from conductor_desktop.services.diagnostics import connection as told_of_connection
from conductor_desktop.services.diagnostics import service as diagnostics_service
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.errors import BundleWouldLeak
from conductor_desktop.services.diagnostics.sources import aliases
from conductor_desktop.storage import redaction
from conductor_desktop.storage.leaks import LeakScan
from conductor_desktop.storage.log_lines import LineFormatter
from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.rules import Rule
from conductor_desktop.work import CancelToken
from tests.helpers.canaries import CANARIES
from tests.helpers.leaks import leaks
from tests.helpers.loud_session import (
    COMPANY,
    HOST_NAME,
    IN_SETTINGS,
    TOKEN,
    UNKNOWN,
    USER_NAME,
    Session,
)
from tests.helpers.sandbox import SandboxOptions, running_sandbox
from tests.helpers.saying import LIBRARY, WAYS

pytestmark = pytest.mark.slow


@pytest.fixture
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Session]:
    monkeypatch.setenv("USERNAME", USER_NAME)
    monkeypatch.setenv("COMPUTERNAME", HOST_NAME)
    passive = ConnectionService.passive

    def with_a_name(self: ConnectionService, cancel: CancelToken) -> ConnectionReport:
        return replace(passive(self, cancel), explanation=f"{UNKNOWN} owes nothing.")

    monkeypatch.setattr(ConnectionService, "passive", with_a_name)
    with running_sandbox(SandboxOptions(company=COMPANY, invoices=40)) as sandbox:
        yield Session(tmp_path, sandbox, caplog.clear)


def test_nothing_private_is_in_any_file_that_was_written(session: Session) -> None:
    session.play()
    assert session.bundle.exists()
    assert len(session.canaries) > len(CANARIES) + 18
    assert session.found() == []


def test_everything_was_said_in_every_way(session: Session) -> None:
    session.play()
    lines = session.log().splitlines()
    said = Counter(line.split(" ")[2] for line in lines)
    for logger in ("careless", LIBRARY, "qt", "py.warnings"):
        assert said[logger] > len(CANARIES), logger
    for kept in ("no mailbox ", "refused: Conductor did not accept this. no mailbox "):
        assert any(kept in line for line in lines), kept
    for kept in ("no mailbox ", "declined: ", "rang "):
        assert len([line for line in lines if kept in line]) > len(WAYS), kept
    assert "an earlier run has died" in session.log()
    assert "Fatal Python error: rang " in session.log()


def test_the_settings_hold_what_they_must_and_the_search_sees_it(session: Session) -> None:
    session.play()
    names = {name: session.canaries[name] for name in IN_SETTINGS}
    assert len(leaks([session.home / "settings.json"], names)) >= len(IN_SETTINGS)


# ---- the rules, one by one


def test_every_rule_has_something_to_find() -> None:
    names = [rule.name for rule in PATTERN_RULES]
    assert sorted({one.rule for one in CANARIES}) == sorted(names)
    assert all(one.value in one.said for one in CANARIES)


@pytest.mark.parametrize("rule", PATTERN_RULES, ids=lambda rule: rule.name)
def test_without_one_rule_what_only_it_knows_is_found(
    session: Session, monkeypatch: pytest.MonkeyPatch, rule: Rule
) -> None:
    kept = tuple(one for one in PATTERN_RULES if one is not rule)
    monkeypatch.setattr(Redactor, "__init__", _with_rules(Redactor.__init__, kept))
    session.play()
    found = session.found()
    for one in CANARIES:
        is_found = any(line.startswith(f"{one.rule}: {one.value}, ") for line in found)
        assert is_found is (one.rule == rule.name), one


def _with_rules(init: Callable[..., None], rules: tuple[Rule, ...]) -> Callable[..., None]:
    return lambda self, **more: init(self, **{"rules": rules, **more})


# ---- the other layers

Off = Callable[[pytest.MonkeyPatch], None]


def known_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "register", lambda _self, _secret: None)


def known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "hide", lambda _self, _values: None)


def names_of_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_name_rules", lambda _kind, _name: ())


def the_log_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    def uncleaned(self: LineFormatter, record: logging.LogRecord) -> str:
        return f"{record.name} {self._text(record)}".replace("\n", "\\n")

    monkeypatch.setattr(LineFormatter, "format", uncleaned)


def the_bundle_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cleaner, "_scrub", lambda _self, text, _removed: text)


def what_a_bundle_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = (*told_of_connection._FIELDS, "explanation")
    monkeypatch.setattr(told_of_connection, "_FIELDS", fields)


def fields_that_name_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CheckResult, "masked", lambda self: self)


@pytest.mark.parametrize(
    "off",
    [
        known_secrets,
        known_names,
        names_of_this_pc,
        the_log_handler,
        the_bundle_s_own,
        what_a_bundle_takes,
        fields_that_name_somebody,
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


# ---- the last look itself, and what tells one bundle from the next


@pytest.fixture
def torn(session: Session) -> Session:
    """The token comes in two records of the log: nothing that reads one of them can know it."""
    session.said_once = (TOKEN[:18], TOKEN[18:])
    session.canaries["a piece of the token"] = TOKEN[:18]
    return session


def test_a_secret_torn_in_two_is_seen_by_the_last_look(torn: Session) -> None:
    with pytest.raises(BundleWouldLeak, match=r"logs/app\.log"):
        torn.play()
    assert not torn.bundle.exists()


def test_without_the_last_look_a_secret_torn_in_two_is_found(
    torn: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LeakScan, "finds_in", lambda _self, _data: False)
    torn.play()
    found = [line for line in torn.found() if str(torn.bundle) in line]
    assert any(line.startswith("a piece of the token, ") for line in found)


@pytest.mark.parametrize("salted", [True, False])
def test_a_company_has_another_mark_in_the_next_bundle(
    session: Session, monkeypatch: pytest.MonkeyPatch, salted: bool
) -> None:
    if not salted:
        monkeypatch.setattr(diagnostics_service, "aliases", lambda known, _: aliases(known, b""))
    session.play()
    marks = [company_in(path) for path in (session.bundle, session.next_bundle)]
    assert all(re.fullmatch("‹company[0-9a-f]{4}›", mark) for mark in marks)
    assert (marks[0] != marks[1]) is salted


def company_in(bundle: Path) -> str:
    """As ``connection.json`` has it."""
    with zipfile.ZipFile(bundle) as archive:
        return str(json.loads(archive.read("connection.json"))["company"])
