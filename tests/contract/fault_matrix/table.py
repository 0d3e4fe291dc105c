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

from conductor_desktop.conductor.wire import LimitBook, Limits
from tests.contract.fault_matrix.operations import Operation
from tests.contract.fault_matrix.outcomes import (
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


def _scaled(*, read: float, total: float) -> LimitBook:
    def scale(limits: Limits) -> Limits:
        return replace(limits, read=read, total=total)

    usual = LimitBook()
    return LimitBook(
        status=scale(usual.status),
        all_end_users=scale(usual.all_end_users),
        health=scale(usual.health),
        data=scale(usual.data),
    )


SOON_SILENT = _scaled(read=0.1, total=30.0)

SILENT_AFTER_PAGES = _scaled(read=2.0, total=30.0)
"""For a pass, whose other pages have to come within it."""

SOON_OVERDUE = _scaled(read=30.0, total=0.5)
"""Long enough for a request to arrive."""

FAST_DRIPS = {"seconds": 0.02}
DECOY = "{decoy}"
"""In an option: the origin of a server that must not hear of anything."""

_ELSEWHERE = replace(PORTAL, details={**PORTAL.details, "sentTo": "elsewhere.example"})
_TO_DECOY = replace(PORTAL, details={**PORTAL.details, "sentTo": "127.0.0.1"})


def _asked_to_wait(seconds: int) -> Outcome:
    return replace(SERVER, details={**SERVER.details, "retryAfterSeconds": str(seconds)})


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
        Row("N23", "too-many-requests", some(SERVER, 3), {"retryAfter": no_time})
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

STORIES = {
    "N01": ("refused", "test_nobody_listens"),
    "N21": ("key-rejected-once", "test_a_key_that_was_good_gets_a_second_chance"),
    "N23": ("too-many-requests", "test_who_asks_to_be_left_alone_is_left_alone"),
    "N39": ("lost-page", "test_no_invoice_is_silently_missing"),
    "N40": ("silent", "test_ten_clicks_are_one_request_and_cancelling_ends_them"),
    "N42": (None, "test_books_of_every_size"),
    "C01": ("lost-create", "test_a_create_is_sent_once_and_what_it_did_is_found"),
    "C04": ("stale-list", "test_a_list_that_lags_behind_makes_no_second_end_user"),
}
"""Cases that take more than one operation: the fault, and the test in this folder that has it."""


@dataclass(frozen=True)
class Place:
    """Why no server on this PC can make a case, and which tests have it instead."""

    needs: str
    tests: tuple[str, ...]


def _tested(needs: str, module: str, *names: str) -> Place:
    return Place(needs, tuple(f"tests/unit/conductor/{module}.py::{name}" for name in names))


ELSEWHERE = {
    "N02": _tested(
        "a network that swallows what is sent",
        "test_dialing",
        "test_only_addresses_that_lead_nowhere",
    ),
    "N28": _tested(
        "bad certificates",
        "test_tls",
        "test_a_certificate_nobody_vouches_for",
        "test_a_certificate_that_vouches_for_itself",
        "test_an_expired_certificate",
        "test_a_certificate_of_tomorrow",
        "test_a_certificate_for_another_address",
        "test_a_weak_certificate",
    ),
    "N29": _tested(
        "an authority that only the system knows",
        "test_tls",
        "test_whom_the_system_trusts_is_trusted",
        "test_certificates_that_requests_brings_along_are_not_trusted",
    ),
    "N30": _tested(
        "encryption that is never agreed on",
        "test_tls",
        "test_a_server_that_knows_only_outdated_encryption",
        "test_a_server_that_does_not_know_the_name",
        "test_a_server_that_stops_in_the_middle_of_agreeing",
    ),
    "N31": _tested("a proxy", "test_proxies", "test_what_a_proxy_says_is_told_apart"),
    "N32": _tested(
        "a system that takes long to find its proxy",
        "test_dialing",
        "test_what_comes_too_late_is_discarded",
    ),
    "N33": _tested(
        "garbage in the environment",
        "test_proxies",
        "test_garbage_is_ignored_with_one_warning_that_does_not_repeat_it",
        "test_with_garbage_for_a_proxy_conductor_is_asked_directly",
        "test_exceptions_are_asked_directly",
    ),
    "N34": _tested(
        "name servers",
        "test_dialing",
        "test_a_name_that_is_not_found",
        "test_a_name_server_that_does_not_answer",
        "test_a_name_that_leads_to_somebody_else_is_never_talked_to_in_clear",
    ),
    "N35": _tested(
        "addresses that lead nowhere",
        "test_dialing",
        "test_an_address_that_leads_nowhere_does_not_use_up_the_time_of_the_next",
    ),
    "N36": _tested(
        "a network that is replaced by another; what the call sees is a line that breaks",
        "test_transport_trouble",
        "test_what_breaks_off_is_broken_and_may_pass",
    ),
    "N37": _tested(
        "a clock that is wrong",
        "test_clock",
        "test_a_wrong_clock_is_blamed_for_certificates_that_seem_out_of_date",
        "test_a_right_clock_is_not_blamed",
    ),
    "N38": _tested(
        "an environment of its own",
        "test_own_process",
        "test_the_environment_changes_neither_the_address_nor_what_is_sent",
    ),
}
