"""Books that are read page by page under Conductor's cursor rule, with a fate for every request.

Every request with the cursor is the next page; whoever misses one can only start over.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.helpers.stub_server import (
    Answer,
    Seen,
    raw,
    reply,
    reply_error,
    reply_json,
    reset,
    silence,
)

CURSOR = "the-same-all-the-way"
UNREADABLE = "x"
"""What takes the place of a page’s invoices where one came without a date."""


class Fate(enum.Enum):
    """What happens to one request."""

    FINE = "it is answered"
    NEVER_ARRIVES = "reset before anything has happened"
    LOST = "reset after the cursor has advanced"
    CUT = "the body ends early"
    CUT_JSON = "the body is whole, what is in it is not"
    INTERNAL = "500 after the cursor has advanced"
    TIMED_OUT = "504 after the cursor has advanced"
    BUSY = "429 before anything has happened"
    SILENT = "no answer at all, after the cursor has advanced"
    DEAD = "400: there is no such cursor any more"
    HTML = "a sign-in page"
    WRONG_FIELD = "an invoice without a date"
    NO_CURSOR = "there is more, and no cursor to get it with"
    EMPTY = "there is more, and nothing on this page"
    ENDED = "the last page although there is more"
    SKIPPED = "something on the way asked twice: this is the page after"
    REPEATED = "the page before once more, without advancing"
    REPLAYED = "the page before once more, and the cursor has advanced"
    FEWER = "says that less remains than does"
    MORE = "says that more remains than does"
    UNSAID = "does not say how much remains"


LIES = {Fate.FEWER, Fate.MORE, Fate.UNSAID}
"""All invoices come, only the numbers are wrong. Together with ``SKIPPED``, which nothing but the
numbers tells of, no reader could know."""


@dataclass
class PagedBooks:
    """For ``StubServer.script``. ``fates`` go by request; after the last one all are fine."""

    invoices: Sequence[dict[str, Any]]
    page_size: int
    fates: Sequence[Fate] = ()
    asked: list[str | None] = field(default_factory=list)
    """The cursor of each request."""
    _position: int | None = None
    _before: dict[str, Any] | None = None

    def __call__(self, seen: Seen) -> Answer:
        params = parse_qs(urlsplit(seen.target).query)
        cursor = params.get("cursor", [None])[0]
        number = len(self.asked)
        fate = self.fates[number] if number < len(self.fates) else Fate.FINE
        self.asked.append(cursor)
        if fate is Fate.NEVER_ARRIVES:
            return reset()
        if fate is Fate.BUSY:
            return reply_error(429, "RATE_LIMIT_ERROR", "X", headers={"Retry-After": "0"})
        if cursor is None:
            self._position, self._before = 0, None
        if fate is Fate.DEAD or self._position is None:
            self._position = None
            return reply_error(400, "INVALID_REQUEST_ERROR", "X", message="no such cursor")
        return self._answer(fate, min(self.page_size, int(params["limit"][0])))

    def _answer(self, fate: Fate, size: int) -> Answer:
        before = self._before
        if fate is Fate.REPEATED and before is not None:
            return reply_json(before)
        page = self._next(size)
        if fate is Fate.SKIPPED and before is not None and self._position is not None:
            page = self._next(size)
        if fate is Fate.REPLAYED and before is not None:
            return reply_json(before)
        return _told(page, fate)

    def _next(self, size: int) -> dict[str, Any]:
        first = self._position or 0
        last = min(first + size, len(self.invoices))
        more = last < len(self.invoices)
        self._position = last if more else None
        self._before = {
            "objectType": "list",
            "url": "/v1/quickbooks-desktop/invoices",
            "data": list(self.invoices[first:last]),
            "nextCursor": CURSOR if more else None,
            "remainingCount": len(self.invoices) - last,
            "hasMore": more,
        }
        return self._before


def invoice(identifier: str, **fields: object) -> dict[str, Any]:
    """The least an invoice is."""
    return {"id": identifier, "transactionDate": "2025-01-01", "subtotal": "1.00", **fields}


def numbered(count: int) -> list[dict[str, Any]]:
    """Invoices "0", "1", "2", …"""
    return [invoice(str(number)) for number in range(count)]


def _told(page: dict[str, Any], fate: Fate) -> Answer:
    whole = reply_json(page)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
    remaining = page["remainingCount"]
    answers: dict[Fate, Answer] = {
        Fate.LOST: reset(),
        Fate.CUT: raw(head + b'{"objectType": "list", "data": ['),
        Fate.CUT_JSON: reply(b'{"objectType": "list", "data": ['),
        Fate.INTERNAL: reply_error(500, "INTERNAL_ERROR", "INTERNAL_ERROR"),
        Fate.TIMED_OUT: reply_error(504, "INTEGRATION_ERROR", "QBD_REQUEST_TIMEOUT"),
        Fate.SILENT: silence(),
        Fate.HTML: reply(b"<html>Please sign in</html>", content_type="text/html"),
        Fate.WRONG_FIELD: reply_json({**page, "data": [{"id": UNREADABLE, "subtotal": "1.00"}]}),
        Fate.NO_CURSOR: reply_json({**page, "nextCursor": None}),
        Fate.EMPTY: reply_json({**page, "data": []}) if page["hasMore"] else whole,
        Fate.ENDED: reply_json({**page, "nextCursor": None, "hasMore": False}),
        Fate.FEWER: reply_json({**page, "remainingCount": max(0, remaining - 2)}),
        Fate.MORE: reply_json({**page, "remainingCount": remaining + 2}),
        Fate.UNSAID: reply_json({**page, "remainingCount": None}),
    }
    return answers.get(fate, whole)
