"""What the collectors may look at and give, and the values they must not pass on as they are."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import OwnApplication, Settings
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation

if TYPE_CHECKING:
    from conductor_desktop.services.checks import CheckReport, CheckResult


class RunsChecks(Protocol):
    """``services.checks.PcChecks`` as it is used here."""

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport: ...


@dataclass(frozen=True)
class KeptSecrets:
    """What the password store holds: ``set`` or ``unset`` by entry, as far as it answered."""

    store: str
    states: Mapping[str, str]


@dataclass(frozen=True)
class Sources:
    """Everything a collector may look at. ``connection`` is why when there is no report.

    ``pc`` has the Web Connector, and ``application`` is ours in it, if that is known.
    """

    home: AppHome
    versions: Mapping[str, str]
    settings: Settings
    checks_factory: Callable[[], RunsChecks]
    pc: Callable[[], Workstation]
    application: OwnApplication | None
    connection: Mapping[str, object] | Exception
    kept_secrets: KeptSecrets


Tree = Mapping[str, object]


@dataclass(frozen=True)
class Draft:
    """A file before redaction: a tree that becomes JSON, or text."""

    content: Tree | str
    note: str


def private_values(settings: Settings) -> dict[str, str]:
    """What the settings know of a customer, each with its kind."""
    found: dict[str | None, str] = {}
    for profile in settings.profiles.values():
        for who in (profile.end_user, profile.pending_end_user):
            if who is not None:
                found |= {who.source_id: "source", who.email: "email", who.company_name: "company"}
        found |= {profile.expected_company: "company", profile.company_name: "company"}
    return {value: kind for value, kind in found.items() if value}


def company_of(connection: Mapping[str, object] | Exception) -> dict[str, str]:
    """The company that answered, which the settings need not know yet."""
    company = None if isinstance(connection, Exception) else connection.get("company")
    return {company: "company"} if isinstance(company, str) and company else {}


def aliases(values: Mapping[str, str], salt: bytes) -> dict[str, str]:
    """A mark for each value: the same inside one bundle, another one in the next."""
    return {
        value: kind + hmac.new(salt, value.casefold().encode(), hashlib.sha256).hexdigest()[:4]
        for value, kind in values.items()
    }
