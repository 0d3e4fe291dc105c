"""Notices when one pass over the pages went wrong without anybody saying so.

Each request with a cursor is the next page, so a request that something on the way repeated
skips a page in silence; only the numbers tell.
"""

from __future__ import annotations

from conductor_desktop.conductor.errors import CursorLost
from conductor_desktop.conductor.models import InvoicePage


class PassWatch:
    """Looks at the pages of one pass, in order."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._remaining: int | None = None

    def check(self, page: InvoicePage) -> None:
        """Raises ``CursorLost`` when this page cannot be the one after the last."""
        ids = {invoice.id for invoice in page.invoices}
        if page.has_more and not ids:
            raise CursorLost("An empty page came although there should be more invoices.")
        if ids and ids <= self._seen:
            raise CursorLost("The same page came twice.")
        remaining = page.remaining if page.has_more else 0
        if self._remaining is not None and remaining is not None:
            # More than expected is somebody adding invoices meanwhile; fewer are lost ones.
            missing = self._remaining - len(page.invoices) - remaining
            if missing > 0:
                raise CursorLost("A page got lost on the way.", details={"missing": str(missing)})
        self._seen |= ids
        self._remaining = remaining
