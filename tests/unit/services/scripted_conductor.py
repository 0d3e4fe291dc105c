"""Conductor's cursor rule behind the transport, with a fate for every request; and invoices."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from conductor_desktop.conductor.errors import (
    Offline,
    OfflineKind,
)
from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.conductor.wire import Answer, Broken, Outcome, Request
from conductor_desktop.work import CancelToken


class Fate(enum.Enum):
    """What happens to one request."""

    FINE = "fine"
    LOST_BEFORE = "the request never arrived"
    LOST_AFTER = "the answer got lost"
    DEAD = "the cursor is dead"
    SKIPPED = "something on the way asked twice"
    GARBLED = "the answer cannot be read"
    KEY_GONE = "the key was withdrawn"


@dataclass
class ScriptedConductor:
    """Conductor's cursor rule behind the transport: every request with the cursor is the next
    page, and whoever misses one can only start over.
    """

    total: int
    page_size: int
    fates: Sequence[Fate] = ()
    requests: list[Request] = field(default_factory=list)
    _position: int | None = None

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        cancel.raise_if_cancelled()
        number = len(self.requests)
        fate = self.fates[number] if number < len(self.fates) else Fate.FINE
        self.requests.append(request)
        if fate is Fate.LOST_BEFORE:
            return Broken(Offline(OfflineKind.SERVER), may_pass=True)
        if fate is Fate.KEY_GONE:
            return Answer(status=401, media_type="application/json", body=b"{}")
        if not request.has_cursor:
            self._position = 0
        if fate is Fate.DEAD and request.has_cursor:
            self._position = None
        if self._position is None:
            return _refused()
        body = self._next_page(request)
        if fate is Fate.SKIPPED and request.has_cursor:
            if self._position is None:
                return _refused()
            body = self._next_page(request)
        if fate is Fate.LOST_AFTER:
            return Broken(Offline(OfflineKind.SERVER), may_pass=True)
        if fate is Fate.GARBLED:
            body = body[:-1]
        return Answer(status=200, media_type="application/json", body=body)

    def close(self) -> None: ...

    def _next_page(self, request: Request) -> bytes:
        assert self._position is not None
        size = min(self.page_size, int(str(request.params["limit"])))
        first, last = self._position, min(self._position + size, self.total)
        more = last < self.total
        self._position = last if more else None
        return json.dumps(
            {
                "data": [
                    {"id": str(number), "transactionDate": "2025-01-01", "subtotal": "1.00"}
                    for number in range(first, last)
                ],
                "nextCursor": "constant" if more else None,
                "remainingCount": self.total - last,
                "hasMore": more,
            }
        ).encode()


def _refused() -> Answer:
    error = {"type": "INVALID_REQUEST_ERROR", "code": "X", "message": "no such cursor"}
    body = json.dumps({"error": error}).encode()
    return Answer(status=400, media_type="application/json", body=body)


def invoice(
    number: int, subtotal: str = "1.00", *, currency: str | None = None, **amounts: Decimal | None
) -> InvoiceRow:
    return InvoiceRow(
        id=str(number),
        transaction_date=date(2025, 1, 1),
        subtotal=Decimal(subtotal),
        currency=None if currency is None else Ref(full_name=currency),
        **amounts,  # type: ignore[arg-type]
    )
