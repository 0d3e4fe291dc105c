"""What the collectors may look at and give, and the values they must not pass on as they are."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.services.diagnostics.asking import Shared
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import OwnApplication, Settings
from conductor_desktop.storage.rules import Mark, plain_mark
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation

if TYPE_CHECKING:
    from conductor_desktop.services.checks import CheckReport, CheckResult
    from conductor_desktop.services.connection import ConnectionReport


class RunsChecks(Protocol):
    """``services.checks.PcChecks`` as it is used here."""

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport: ...


class KnowsConnection(Protocol):
    """``services.connection.ConnectionService`` as it is used here."""

    end_user_id: str

    def passive(self, cancel: CancelToken) -> ConnectionReport: ...


class KeptStretch(Protocol):
    """A stretch of time in which the connection stood one way, as the history has it."""

    @property
    def began(self) -> datetime: ...

    @property
    def until(self) -> datetime: ...

    @property
    def phase(self) -> str: ...

    @property
    def cause(self) -> str | None: ...

    @property
    def said(self) -> str | None: ...

    @property
    def code(self) -> str | None: ...


Tree = Mapping[str, object]
History = Callable[[ProfileName, datetime], Sequence[KeptStretch]]
"""What reaches a moment or later, the oldest first."""


@dataclass(frozen=True)
class KeptSecrets:
    """What the password store holds: ``set`` or ``unset`` by entry, as far as it answered."""

    store: str
    states: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What Conductor's notes say of this EndUser."""

    end_user_id: str
    report: ConnectionReport


@dataclass(frozen=True)
class Sources:
    """Everything a collector may look at, each found out when it is first asked for.

    ``profile`` is the connection that the bundle is about, and ``application`` is ours in the Web
    Connector of ``pc``, if that is known. ``patience`` is how many seconds one file waits for what
    belongs into another.
    """

    home: AppHome
    created_at: datetime
    log_days: int
    patience: float
    versions: Mapping[str, str]
    settings: Settings
    profile: ProfileName
    application: OwnApplication | None
    api_url: str | None
    policies: Tree
    pc: Shared[Workstation]
    checks: Shared[CheckReport]
    answer: Shared[Answer]
    kept_secrets: Shared[KeptSecrets]
    api_errors: Shared[Sequence[Tree]]
    history: Shared[Sequence[KeptStretch]] | None


@dataclass(frozen=True)
class Draft:
    """A file before redaction: a tree that becomes JSON, several that become a line each, or text.

    ``source`` says where it comes from, ``note`` for a person what it is.
    """

    content: Tree | Sequence[Tree] | str
    note: str
    source: str


def company_of(answer: Answer | None) -> dict[str, str]:
    """The company that answered, which the settings need not know yet."""
    company = answer.report.company if answer else None
    return {company: "company"} if company else {}


def alias(kind: str, value: str, salt: bytes) -> str:
    """A mark for a value: the same inside one bundle, another one in the next."""
    return kind + hmac.new(salt, value.casefold().encode(), hashlib.sha256).hexdigest()[:4]


_TOLD_APART = ("email", "file", "host", "path", "phone", "privateip", "publicip", "user")


def marks(salt: bytes) -> Mark:
    """What stands for things known by their looks: people and places are told apart."""

    def mark(kind: str, value: str) -> str:
        if kind not in _TOLD_APART:
            return plain_mark(kind, value)
        # "FRONTDESK-7.corp.example" is the same PC as "FRONTDESK-7".
        known_by = value.partition(".")[0] if kind == "host" else value.strip()
        return f"‹{alias(kind, known_by, salt)}›"

    return mark


def aliases(values: Mapping[str, str], salt: bytes) -> dict[str, str]:
    """A mark for each value."""
    return {value: alias(kind, value, salt) for value, kind in values.items()}
