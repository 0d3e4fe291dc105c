"""One pass over pages: what a page is on the wire, what comes after it, and whether it can be it.

Each request with a cursor is the next page, so a request that something on the way repeated
skips a page in silence; only the numbers tell.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

import msgspec

from conductor_desktop.conductor.errors import CursorLost, UnexpectedAnswer
from conductor_desktop.conductor.models import Listed, Page, Wire
from conductor_desktop.conductor.wire import Request

Kind = TypeVar("Kind", bound=Listed)

Pages = Generator[Page[Kind], None, None]
"""One pass; ``close`` it when it is not taken to its end."""


_MOST_ITEMS = 1_000_000_000
"""No books hold more; a number that says so says nothing."""


class PageOnWire(Wire, frozen=True, kw_only=True):
    """A page of which nothing is decoded yet."""

    data: tuple[msgspec.Raw, ...]
    has_more: bool
    next_cursor: str | None = None
    remaining_count: float | None = None

    @property
    def remaining(self) -> int | None:
        """How many come after this page, when Conductor says so."""
        count = self.remaining_count
        return None if count is None or count > _MOST_ITEMS else max(0, int(count))

    def next_request(self, first: Request, request_id: str | None) -> Request | None:
        """``first`` again, plus the cursor; None after the last page.

        Raises ``UnexpectedAnswer`` when there is more but no cursor.
        """
        if not self.has_more:
            return None
        if not self.next_cursor:
            raise UnexpectedAnswer(
                "there is more, but it does not say how to get it",
                field="nextCursor",
                details={"requestId": request_id} if request_id else {},
            )
        return replace(first, params={**first.params, "cursor": self.next_cursor})


class PassWatch:
    """Looks at the pages of one pass, in order."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._remaining: int | None = None

    def check(self, page: Page[Listed]) -> None:
        """Raises ``CursorLost`` when this page cannot be the one after the last."""
        ids = {one.id for one in page.items} | {one.id for one in page.unread}
        known = ids & self._seen
        if page.has_more and not ids:
            raise CursorLost("An empty page came although there should be more.")
        if page.remaining and not page.has_more:
            raise CursorLost("The last page came although there should be more.")
        if ids and ids == known:
            raise CursorLost("The same page came twice.")
        came = len(page.items) + len(page.unread)
        self._count(came - len(known), page.remaining if page.has_more else 0)
        self._seen |= ids

    def _count(self, new: int, remaining: int | None) -> None:
        if self._remaining is not None:
            expected = self._remaining - new
            # More than expected is somebody adding to them meanwhile; fewer are lost ones.
            if remaining is not None and remaining < expected:
                missing = {"missing": str(expected - remaining)}
                raise CursorLost("A page got lost on the way.", details=missing)
            if remaining is None:
                remaining = max(0, expected)
        self._remaining = remaining
