"""Every fault by name: what it is for, whom it meets if nothing else is said, and its act."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.envelope import ApiError, clip, key_error
from conductor_desktop.sandbox.faults import alterations, bombs, breaks, stand_ins
from conductor_desktop.sandbox.faults.match import CREATING, PAGES, QUICKBOOKS, Match
from conductor_desktop.sandbox.faults.scene import Act
from conductor_desktop.sandbox.quickbooks_codes import connection_error, not_active

_ANY = Match()
_LIST = Match(method="GET", paths=("/v1/end-users", "/v1/end_users"))
_ONE_END_USER = Match(paths=("/v1/end-users/*", "/v1/end_users/*", *QUICKBOOKS.paths))


@dataclass(frozen=True)
class Fault:
    """One thing that can go wrong. ``takes`` names the details an order may give it."""

    name: str
    summary: str
    act: Act
    match: Match = _ANY
    takes: tuple[str, ...] = ()


def _error(status: int, kind: str, code: str, message: str) -> ApiError:
    return ApiError(status, kind, code, message)


def _internal(status: int, what: str) -> ApiError:
    return _error(status, "INTERNAL_ERROR", "INTERNAL_ERROR", f"The sandbox was told to {what}.")


def _hostile() -> ApiError:
    text = "<script>alert(1)</script> & <b>press</b> \u202e\u0007" + "very long " * 1000
    return ApiError(
        502, "INTEGRATION_CONNECTION_ERROR", "QBD_CONNECTION_ERROR", text, user_facing=text
    )


_WIRE = (
    Fault("refused", "nobody listens for a while", breaks.refused, takes=("seconds",)),
    Fault("silent", "accepted, never answered", breaks.silent),
    Fault("drip-headers", "headers come byte by byte", breaks.drip_headers, takes=("seconds",)),
    Fault("drip-body", "the body comes byte by byte", breaks.drip_body, takes=("seconds",)),
    Fault("short-body", "fewer bytes than announced, then closed", breaks.short_body),
    Fault("cut-chunk", "closed in the middle of a chunk", breaks.cut_chunk),
    Fault("reset", "reset before anything is done", breaks.reset),
    Fault("reset-headers", "done, then reset after the headers", breaks.reset_after_headers),
    Fault("reset-body", "done, then reset after the whole body", breaks.reset_after_body),
    Fault("endless-body", "a body that never ends", breaks.endless_body),
    Fault("http-0.9", "a body without any headers", breaks.http_0_9),
    Fault("nul-header", "a header with a NUL in it", breaks.nul_header),
    Fault("huge-header", "a header of 64 kB", breaks.huge_header),
    Fault("many-headers", "500 headers", breaks.many_headers),
    Fault("gzip-bomb", "half a gigabyte packed small", bombs.gzip_bomb),
    Fault("nested-gzip", "the same, packed twice", bombs.nested_gzip),
    Fault("brotli", "packed in a way nobody asked for", bombs.brotli),
)

_LOST = (
    Fault(
        "lost-page",
        "the cursor moves on, the page is lost (once)",
        breaks.reset_after_work,
        PAGES.times(1),
    ),
    Fault(
        "lost-create",
        "the EndUser is made, the answer is lost (once)",
        breaks.reset_after_work,
        CREATING.times(1),
    ),
    Fault(
        "create-then-error",
        "the EndUser is made, the answer is a 500 (once)",
        stand_ins.failing_after_work(_internal(500, "fail after the work was done")),
        CREATING.times(1),
    ),
    Fault(
        "stale-list",
        "new EndUsers are missing from the list for a while",
        alterations.stale_list,
        _LIST,
        ("seconds",),
    ),
)

_INSTEAD = (
    Fault("html", "a sign-in page comes with status 200", stand_ins.html),
    Fault("html-as-json", "the same, called JSON", stand_ins.html_as_json),
    Fault("empty-object", "the body is {}", stand_ins.body(b"{}")),
    Fault("empty-list", "the body is []", stand_ins.body(b"[]")),
    Fault("null", "the body is null", stand_ins.body(b"null")),
    Fault("text", 'the body is "ok"', stand_ins.body(b'"ok"')),
    Fault("no-content", "status 204", stand_ins.body(b"", status=204, kind=None)),
    Fault("empty-body", "status 200 and nothing", stand_ins.body(b"")),
    Fault("partial-content", "the right body with status 206", alterations.partial_content),
    Fault(
        "redirect",
        "sent elsewhere",
        stand_ins.redirect,
        takes=("status", "to"),
    ),
    Fault("redirect-loop", "sent to the same place", stand_ins.redirect_loop, takes=("status",)),
    Fault("cookies", "the right answer with cookies", alterations.cookies),
    Fault("slow", "the right answer, 3 s late", stand_ins.slow, QUICKBOOKS, ("seconds",)),
)

_JSON = (
    Fault("bad-json", "not JSON", stand_ins.body(b"{'status': ok}")),
    Fault("cut-json", "half of the JSON", alterations.bytes_changed(alterations.cut)),
    Fault(
        "bom", "a byte order mark first", alterations.bytes_changed(lambda b: b"\xef\xbb\xbf" + b)
    ),
    Fault("utf-16", "UTF-16", alterations.bytes_changed(alterations.in_utf_16)),
    Fault("latin-1", "a Latin-1 letter", alterations.bytes_changed(alterations.in_latin_1)),
    Fault("trailing-garbage", "more after the end", alterations.bytes_changed(lambda b: b + b"}x")),
    Fault("nan", "NaN for a number", alterations.number_replaced(b"NaN")),
    Fault("huge-number", "1e999 for a number", alterations.number_replaced(b"1e999")),
    Fault("long-number", "5,000 digits", alterations.number_replaced(b"9" * 5000)),
    Fault("deep-json", "200,000 levels", alterations.bytes_changed(alterations.nested_deeply)),
    Fault("double-status", "two of one name", alterations.bytes_changed(alterations.status_twice)),
    Fault("wrong-status", '"OK " for "ok"', alterations.document_changed(alterations.wrong_status)),
    Fault("lone-surrogate", "half an emoji", alterations.text_replaced(b'"half \\ud83d"')),
    Fault("nul-text", "a NUL in a name", alterations.text_replaced(b'"a\\u0000b"')),
    Fault(
        "right-to-left",
        "a name that turns the line around",
        alterations.text_replaced(b'"a\\u202ecod.exe"'),
    ),
    Fault("long-text", "a name of 1 MB", alterations.text_replaced(alterations.LONG_TEXT)),
    Fault("unknown-enum", "a new value", alterations.document_changed(alterations.unknown_enum)),
    Fault("extra-fields", "new fields", alterations.document_changed(alterations.extra_fields)),
    Fault("missing-field", "one is gone", alterations.document_changed(alterations.missing_field)),
    Fault("wrong-types", '"5" for 5', alterations.document_changed(alterations.wrong_types)),
)

_ERRORS = (
    Fault("key-rejected", "the key is refused", stand_ins.failing(key_error())),
    Fault(
        "key-rejected-once",
        "the key is refused once",
        stand_ins.failing(key_error()),
        _ANY.times(1),
    ),
    Fault(
        "forbidden",
        "the key may not do this",
        stand_ins.failing(
            _error(403, "PERMISSION_ERROR", "PERMISSION_DENIED", "This key may not do this.")
        ),
    ),
    Fault(
        "end-user-gone",
        "the EndUser was deleted",
        stand_ins.end_user_gone,
        _ONE_END_USER,
    ),
    Fault(
        "too-many-requests",
        "429 with Retry-After",
        stand_ins.too_many_requests,
        takes=("retry_after",),
    ),
    Fault("server-error", "500", stand_ins.failing(_internal(500, "fail"))),
    Fault("bad-gateway", "502", stand_ins.failing(_internal(502, "be a bad gateway"))),
    Fault("unavailable", "503", stand_ins.failing(_internal(503, "be unavailable"))),
    Fault("gateway-timeout", "504", stand_ins.failing(_internal(504, "time out"))),
    Fault("hostile-text", "10 kB of markup to show", stand_ins.failing(_hostile()), QUICKBOOKS),
    Fault(
        "odd-error",
        "an error in another shape",
        stand_ins.body(b'{"errors":[{"detail":"odd"}]}', status=502),
    ),
    Fault(
        "not-active",
        "the Web Connector is not running",
        stand_ins.failing(not_active()),
        QUICKBOOKS,
    ),
    Fault(
        "dialog-open",
        "a modal dialog is open in QuickBooks",
        stand_ins.failing(connection_error("0x80040414")),
        QUICKBOOKS,
    ),
    Fault(
        "access-denied",
        "QuickBooks denies access",
        stand_ins.failing(connection_error("0x80040420")),
        QUICKBOOKS,
    ),
    Fault(
        "wrong-file",
        "another company file is open",
        stand_ins.failing(connection_error("0x8004040A")),
        QUICKBOOKS,
    ),
    Fault(
        "timeout",
        "QuickBooks does not answer in time (504, at once)",
        stand_ins.out_of_time,
        QUICKBOOKS,
    ),
)

GROUPS: dict[str, tuple[Fault, ...]] = {
    "What QuickBooks and Conductor say": _ERRORS,
    "What gets lost": _LOST,
    "Something else instead of the answer": _INSTEAD,
    "The answer, spoiled": _JSON,
    "The line itself": _WIRE,
}

FAULTS: dict[str, Fault] = {fault.name: fault for group in GROUPS.values() for fault in group}


def fault_named(name: str) -> Fault:
    """Raises ``InvalidInput`` that lists the known names."""
    try:
        return FAULTS[name]
    except KeyError:
        raise InvalidInput(
            f"There is no fault called “{clip(name)}”",
            f"The known faults are: {', '.join(FAULTS)}.",
            "Use one of these names.",
        ) from None
