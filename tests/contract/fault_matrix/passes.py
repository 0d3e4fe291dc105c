"""What can happen between the pages of a book, and what a reader is left with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conductor_desktop.conductor.wire import LimitBook
from tests.contract.fault_matrix.limits import SILENT_AFTER_PAGES
from tests.contract.fault_matrix.outcomes import (
    FORBIDDEN,
    KEY,
    PORTAL,
    SERVER,
    WELL,
    Outcome,
    refused_with,
)

PAGES = "/v1/quickbooks-desktop/invoices"


@dataclass(frozen=True)
class Pass:
    """A fault between the pages of 320 invoices, of which there are three.

    ``arrived`` are the requests: ``1`` a first page, ``+`` a further one, ``!`` that met the
    fault. After a ``+!`` only a ``1`` may come: a page that was lost is never asked for again.
    """

    fault: str
    arrived: str
    read: int = 320
    problem: Outcome = WELL
    match: Mapping[str, object] = field(default_factory=dict)
    limits: LimitBook = field(default_factory=LimitBook)


ONCE = {"path": PAGES, "cursor": True, "count": 1}
ALWAYS = {"path": PAGES, "cursor": True, "count": None}

PASSES = (
    # The page is lost and the cursor has moved on.
    Pass("lost-page", "1+!1++"),
    Pass("lost-page", "1++!1++", match={"nth": 2}),
    Pass("lost-page", "1+!1+!1++", match={"count": 2}),
    Pass("lost-page", "1+!1+!1+!", 150, SERVER, match={"count": 3}),
    Pass("lost-page", "1++!1+!1+!", 300, SERVER, match={"nth": 2, "count": None}),
    # Anything else in its place.
    *(
        Pass(fault, "1+!1++", match=ONCE)
        for fault in (
            "short-body",
            "cut-chunk",
            "reset",
            "reset-headers",
            "html",
            "empty-object",
            "no-content",
            "partial-content",
            "cut-json",
            "missing-field",
            "gzip-bomb",
            "redirect",
            "end-user-gone",
            "server-error",
            "bad-gateway",
            "gateway-timeout",
            "odd-error",
            "http-0.9",
            "nul-header",
            "not-active",
            "dialog-open",
            "timeout",
        )
    ),
    Pass("silent", "1+!1++", match=ONCE, limits=SILENT_AFTER_PAGES),
    Pass("reset-body", "1++!", match={**ONCE, "nth": 2}),
    Pass("extra-fields", "1+!+!", match=ALWAYS),
    Pass("lone-surrogate", "1+!+!", match=ALWAYS),
    # What reading again cannot mend, or must not try.
    Pass("key-rejected", "1+!", 150, KEY, match=ONCE),
    Pass("forbidden", "1+!", 150, FORBIDDEN, match=ONCE),
    Pass("too-many-requests", "1+!", 150, SERVER, match=ONCE),
    # It never stops.
    Pass("html", "1+!1+!1+!", 150, PORTAL, match=ALWAYS),
    Pass("dialog-open", "1+!1+!1+!", 150, refused_with("0x80040414"), match=ALWAYS),
)
