"""One sandbox, one decoy and a client, for one operation under one fault after another."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.wire import LimitBook
from conductor_desktop.work import CancelToken
from tests.contract.fault_matrix.table import DECOY
from tests.helpers.sandbox import (
    SOME_DAY,
    Control,
    SandboxAccess,
    SandboxOptions,
    running_sandbox,
)
from tests.helpers.stub_server import StubServer, reply_json

LONGEST_SHOWN = 2200

_REQUEST_LINE = re.compile(
    r"(GET|POST) (/[a-z-]+)+(/\{id\})? ([1-5][0-9]{2}|[a-z_]+|-) [0-9]+ ms (req_[a-z0-9]+|-)"
)
_REFUSED = re.compile(r"refused: ([A-Z_]+|-) ([A-Z0-9_x]+|-) [45][0-9]{2} (req_[a-z0-9]+|-)")
_BROKE_OFF = re.compile(r"pass [123] over the invoices broke off: [A-Z][A-Za-z' ]+")


class Stage:
    """A running sandbox and who must not hear of it. Waiting between two tries takes no time."""

    def __init__(self, access: SandboxAccess, decoy: StubServer) -> None:
        self.access = access
        self.decoy = decoy
        self.control = Control(access)
        self.pauses: list[float] = []

    def order(
        self, fault: str, *, match: Mapping[str, object] | None = None, **options: object
    ) -> None:
        """From now on ``fault`` happens, and nothing else; what arrived before is forgotten."""
        self.control.clear()
        self.pauses.clear()
        origin = f"http://127.0.0.1:{self.decoy.port}"
        filled = {
            name: value.replace(DECOY, origin) if isinstance(value, str) else value
            for name, value in options.items()
        }
        self.control.fault(fault, match=match, **filled)

    @contextmanager
    def client(self, limits: LimitBook | None = None) -> Iterator[ConductorClient]:
        client = ConductorClient(
            self.access.base_url,
            self.access.secret_key,
            pause=self._pause,
            chance=lambda: 1.0,
            limits=limits,
        )
        try:
            yield client
        finally:
            client.close()

    def _pause(self, cancel: CancelToken, seconds: float) -> None:
        cancel.raise_if_cancelled()
        self.pauses.append(seconds)


@contextmanager
def set_up(invoices: int) -> Iterator[Stage]:
    options = SandboxOptions(invoices=invoices, today=SOME_DAY)
    with running_sandbox(options) as access, StubServer([reply_json({})]) as decoy:
        yield Stage(access, decoy)


def as_pages(arrived: Sequence[Mapping[str, Any]]) -> str:
    """The requests in order: ``1`` a first page, ``+`` a further one, ``!`` that met a fault."""
    return "".join(
        ("+" if "cursor" in dict(one["query"]) else "1") + ("!" if one["fault"] else "")
        for one in arrived
    )


def check_shown(error: ConductorError, key: str) -> None:
    """Every text is one bounded line without anything that could do harm."""
    for text in (error.title, error.explanation, error.next_step, *error.details.values()):
        assert text.isprintable()
        assert len(text) <= LONGEST_SHOWN
        assert key not in text


def count_logged(records: Sequence[logging.LogRecord]) -> int:
    """How many requests left a line. Nothing but these lines is logged, at any level."""
    lines = [record.getMessage() for record in records if record.name != "asyncio"]
    known = (_REQUEST_LINE, _REFUSED, _BROKE_OFF)
    assert [line for line in lines if not any(one.fullmatch(line) for one in known)] == []
    return sum(1 for line in lines if _REQUEST_LINE.fullmatch(line))
