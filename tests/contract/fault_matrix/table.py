"""The fault matrix: every fault of the sandbox's catalogue, and what each operation makes of it.

Cases are those of the catalogue of faults (N: network and HTTP, C: creating EndUsers); QB is what
QuickBooks and Conductor themselves say. How to read a row:

    each(SERVER, 3)      every operation ends as ``SERVER``; plain reads are sent three times,
                         the health check and a create once
    some(SERVER, 3)      the same for three of them
    cells(...)           one outcome each for health, end-user, list, company, create, invoices;
                         ``WELL * 2`` comes after two requests, ``None`` is not tried
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conductor_desktop.conductor.wire import LimitBook
from tests.contract.fault_matrix.limits import SOON_OVERDUE, SOON_SILENT
from tests.contract.fault_matrix.operations import Operation
from tests.contract.fault_matrix.outcomes import (
    ASKED_TO_WAIT,
    BUSY,
    FAR_TOO_LARGE,
    FORBIDDEN,
    GARBLED,
    GONE,
    KEY,
    NOT_ACTIVE,
    OVERDUE,
    PORTAL,
    QUICKBOOKS,
    SERVER,
    SILENT,
    TOO_LARGE,
    UNTOUCHED,
    WELL,
    Outcome,
    lacks,
    refused_with,
)

Cells = tuple[Outcome | None, ...]


@dataclass(frozen=True)
class Row:
    """One fault, and what comes of each operation. ``options`` are those of the order."""

    case: str
    fault: str
    cells: Cells
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: LimitBook = field(default_factory=LimitBook)

    @property
    def name(self) -> str:
        chosen = [f"{key}={value}" for key, value in self.options.items()]
        return "-".join([self.case, self.fault, *chosen])


def cells(*outcomes: Outcome | None) -> Cells:
    assert len(outcomes) == len(Operation)
    return outcomes


def each(outcome: Outcome, tries: int = 1) -> Cells:
    again = outcome * tries
    return cells(outcome, again, again, again, outcome, again)


def some(outcome: Outcome, tries: int = 1) -> Cells:
    """Like ``each``, for variations of what another row has tried with every operation."""
    return cells(outcome, None, None, outcome * tries, outcome, None)


def well() -> Cells:
    return cells(WELL * 2, WELL, WELL, WELL, WELL, WELL)


def quickbooks_says(outcome: Outcome) -> Cells:
    """What travels to QuickBooks meets it; what Conductor answers itself does not."""
    return cells(outcome, UNTOUCHED, UNTOUCHED, outcome, UNTOUCHED, outcome)


def only_status(outcome: Outcome) -> Cells:
    """Other answers are read past it."""
    return cells(outcome, WELL, WELL, WELL, WELL, WELL)


FAST_DRIPS = {"seconds": 0.02}
DECOY = "{decoy}"
"""In an option: the origin of a server that must not hear of anything."""

_ELSEWHERE = replace(PORTAL, details={**PORTAL.details, "sentTo": "elsewhere.example"})
_TO_DECOY = replace(PORTAL, details={**PORTAL.details, "sentTo": "127.0.0.1"})


def _asked_to_wait(seconds: int) -> Outcome:
    return replace(
        ASKED_TO_WAIT, details={**ASKED_TO_WAIT.details, "retryAfterSeconds": str(seconds)}
    )


_IN_2099 = "Wed, 21 Oct 2099 07:28:00 GMT"
_IN_2015 = "Wed, 21 Oct 2015 07:28:00 GMT"

_LARGE = cells(TOO_LARGE, TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE, TOO_LARGE, FAR_TOO_LARGE)
_DRIPPED = cells(OVERDUE, None, None, OVERDUE, OVERDUE, None)
_CREATE_LOST = cells(UNTOUCHED * 2, UNTOUCHED, UNTOUCHED, UNTOUCHED, SERVER, UNTOUCHED)

TABLE = (
    # ---- the line
    Row("N03", "silent", each(SILENT), limits=SOON_SILENT),
    Row("N04", "drip-body", _DRIPPED, FAST_DRIPS, SOON_OVERDUE),
    Row("N05", "drip-headers", _DRIPPED, FAST_DRIPS, SOON_OVERDUE),
    Row("N06", "short-body", each(SERVER, 3)),
    Row("N07", "cut-chunk", each(SERVER, 3)),
    Row("N08", "reset", each(SERVER, 3)),
    Row("N08", "reset-headers", each(SERVER, 3)),
    # Its length matched. A second request could meet the line before or after the reset.
    Row("N08", "reset-body", cells(None, WELL, WELL, WELL, WELL, WELL)),
    # ---- something else instead of the answer
    Row("N09", "html", each(PORTAL)),
    Row("N10", "html-as-json", each(GARBLED)),
    Row(
        "N11",
        "empty-object",
        cells(
            lacks("status"),
            lacks("id"),
            lacks("data"),
            lacks("isSampleCompanyFile"),
            lacks("id"),
            lacks("data"),
        ),
    ),
    Row("N11", "empty-list", each(GARBLED)),
    Row("N11", "null", each(GARBLED)),
    Row("N11", "text", each(GARBLED)),
    Row("N11", "wrong-status", only_status(lacks("status"))),
    Row("N12", "no-content", each(GARBLED)),
    Row("N12", "partial-content", each(GARBLED)),
    Row("N12", "empty-body", each(GARBLED)),
    # ---- JSON that is none, or not what it seems
    Row("N13", "bad-json", each(GARBLED)),
    Row("N13", "cut-json", each(GARBLED)),
    Row("N13", "bom", each(GARBLED)),
    Row("N13", "utf-16", each(GARBLED)),
    Row("N13", "latin-1", each(GARBLED)),
    Row("N13", "trailing-garbage", each(GARBLED)),
    Row("N14", "nan", each(GARBLED)),
    Row(
        "N14",
        "huge-number",
        cells(lacks("duration"), WELL, WELL, WELL, WELL, lacks("remainingCount")),
    ),
    Row(
        "N14",
        "long-number",
        cells(lacks("duration"), WELL, WELL, WELL, WELL, lacks("remainingCount")),
    ),
    Row("N14", "deep-json", each(GARBLED)),
    Row("N14", "double-status", cells(lacks("status"), GARBLED, GARBLED, WELL, GARBLED, GARBLED)),
    Row("N15", "lone-surrogate", only_status(lacks("status"))),
    Row("N15", "nul-text", only_status(lacks("status"))),
    Row("N15", "right-to-left", only_status(lacks("status"))),
    Row("N15", "long-text", only_status(lacks("status"))),
    Row("N16", "unknown-enum", well()),
    Row("N16", "extra-fields", well()),
    Row(
        "N16",
        "missing-field",
        cells(
            lacks("status"),
            lacks("id"),
            lacks("data[0].id"),
            WELL,  # a company may have no name
            lacks("id"),
            lacks("data[0].id"),
        ),
    ),
    Row(
        "N16",
        "wrong-types",
        cells(
            lacks("duration"),
            WELL,
            WELL,
            lacks("isSampleCompanyFile"),
            WELL,
            lacks("remainingCount"),
        ),
    ),
    # ---- too much of it
    Row("N17", "gzip-bomb", _LARGE),
    Row("N17", "nested-gzip", each(GARBLED)),
    Row("N17", "brotli", each(GARBLED)),
    Row("N18", "endless-body", _LARGE),
    # ---- sent elsewhere
    Row("N19", "redirect", each(_TO_DECOY), {"to": f"{DECOY}/v1"}),
    *(
        Row("N19", "redirect", some(_TO_DECOY), {"status": status, "to": f"{DECOY}/v1"})
        for status in (301, 303, 307, 308)
    ),
    Row("N19", "redirect", some(_ELSEWHERE), {"to": "https://elsewhere.example/v1"}),
    Row("N19", "redirect", some(_ELSEWHERE), {"status": 308, "to": "//elsewhere.example/v1"}),
    Row("N19", "redirect", some(PORTAL), {"to": "file:///etc/passwd"}),
    Row("N19", "redirect", some(PORTAL), {"to": "//["}),
    Row("N19", "redirect", some(PORTAL), {"to": ""}),
    Row("N19", "redirect-loop", each(PORTAL)),
    # ---- what Conductor says
    Row("N20", "key-rejected", each(KEY)),
    Row("N20", "forbidden", each(FORBIDDEN)),
    Row("N21", "key-rejected-once", each(KEY)),  # a key that was never good
    Row("N22", "end-user-gone", cells(GONE, GONE, UNTOUCHED, GONE, UNTOUCHED, GONE)),
    Row("N23", "too-many-requests", each(_asked_to_wait(30))),
    Row("N23", "too-many-requests", some(_asked_to_wait(300)), {"retryAfter": "300"}),
    Row("N23", "too-many-requests", some(_asked_to_wait(3600)), {"retryAfter": "999999999"}),
    Row("N23", "too-many-requests", some(_asked_to_wait(3600)), {"retryAfter": _IN_2099}),
    *(
        Row("N23", "too-many-requests", some(ASKED_TO_WAIT, 3), {"retryAfter": no_time})
        for no_time in ("", "0", "-1", "1e9", "soon", _IN_2015)
    ),
    Row("N24", "server-error", each(SERVER)),  # it got the request and failed at it
    Row("N24", "bad-gateway", each(SERVER, 3)),
    Row("N24", "unavailable", each(SERVER, 3)),
    Row("N24", "gateway-timeout", each(SERVER, 3)),
    Row("N25", "lost-create", _CREATE_LOST),
    Row("N25", "create-then-error", _CREATE_LOST),
    Row("N26", "hostile-text", quickbooks_says(QUICKBOOKS)),
    Row("N27", "odd-error", each(SERVER, 3)),
    Row("N40", "slow", cells(WELL * 2, None, None, WELL, None, WELL), {"seconds": 0.05}),
    # ---- headers
    Row("N41", "cookies", well()),
    Row("N41", "huge-header", each(GARBLED)),
    Row("N41", "many-headers", each(GARBLED)),
    Row("N41", "http-0.9", each(GARBLED)),
    Row("N41", "nul-header", each(GARBLED)),
    # ---- what QuickBooks says
    Row("QB", "not-active", quickbooks_says(NOT_ACTIVE)),
    Row("QB", "dialog-open", quickbooks_says(refused_with("0x80040414"))),
    Row("QB", "access-denied", quickbooks_says(refused_with("0x80040420"))),
    Row("QB", "wrong-file", quickbooks_says(refused_with("0x8004040A"))),
    Row("QB", "timeout", quickbooks_says(BUSY)),
)
