"""What the auth page is doing, in words for a person. No Qt and no engine in here."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class LoadPhase(enum.StrEnum):
    """Where the page stands."""

    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"


@dataclass(frozen=True)
class LoadState:
    """``title`` and ``reason`` are filled for ``FAILED``: a few words, and whole sentences.

    ``needs_link``: this one will not open, however often it is tried.
    """

    phase: LoadPhase
    title: str = ""
    reason: str = ""
    needs_link: bool = False


LOADING = LoadState(LoadPhase.LOADING)
LOADED = LoadState(LoadPhase.LOADED)

# Chromium's net error codes (net_error_list.h), as far as they mean something to a person.
_NAME_CODES = frozenset({-105, -137, -803})
_NETWORK_CODES = frozenset({-106, -21, -109})
_TIMEOUT_CODES = frozenset({-7, -118})
_PROXY_CODES = frozenset({-111, -115, -120, -121, -127, -130, -131, -136})
_REDIRECT_CODES = frozenset({-311})  # to where no page of the web may lead
_LOGIN_CODES = frozenset({-375})  # too many attempts: every one without a name and a password
_ASK = "Ask whoever looks after this PC."
_CERTIFICATES = {
    -200: ("its certificate is for another name", _ASK),
    -201: (
        "its certificate is not valid today",
        "Check the date and the time of this PC, then try again.",
    ),
    -202: (
        "its certificate was issued by somebody this PC does not know",
        "If your company checks secure pages on their way, ask whoever looks after this PC.",
    ),
    -206: ("its certificate has been withdrawn", _ASK),
    -208: ("its certificate is outdated and could be forged", _ASK),
    -211: ("its certificate is outdated and could be forged", _ASK),
}
_NO_SECURE_CONNECTION = ("no secure connection came about", _ASK)
_TLS_CODES = frozenset({-107, -113, -123, -129, -134, -149, -150, -159, -167})


def failed(title: str, reason: str, *, needs_link: bool = False) -> LoadState:
    return LoadState(LoadPhase.FAILED, title, reason, needs_link)


def network_failure(code: int, host: str) -> LoadState:
    """The failure behind one of Chromium's net error codes (negative numbers)."""
    if code in _NAME_CODES:
        return failed(
            "The page cannot be found",
            f"This PC could not find {host}. Check that it is connected to the internet, "
            "then try again.",
        )
    if code in _NETWORK_CODES:
        return failed(
            "No internet connection",
            "This PC is not connected to the internet, or the connection changed. "
            "Check it, then try again.",
        )
    if code in _TIMEOUT_CODES:
        return slow_failure(host)
    if code in _PROXY_CODES:
        return failed(
            "The proxy did not let us through",
            "This PC reaches the internet through a proxy, and the proxy did not answer as it "
            "should. Ask whoever looks after this PC, or open the page in your browser.",
        )
    if code in _REDIRECT_CODES:
        return led_elsewhere("another kind of address")
    if code in _LOGIN_CODES:
        return failed(
            "A name and a password are wanted",
            f"{host}, or a proxy on the way to it, wants a name and a password that this page is "
            "not given. Open the page in your browser, or ask whoever looks after this PC.",
        )
    if code in _TLS_CODES or -299 <= code <= -200:
        return certificate_failure(host, code)
    return failed(
        "The page did not load",
        f"{host} did not answer (code {code}). Check this PC's internet connection, then try "
        "again.",
    )


def certificate_failure(host: str, code: int) -> LoadState:
    """``host`` could not prove who it is; ``code`` is Chromium's for what is wrong with it."""
    what, advice = _CERTIFICATES.get(code, _NO_SECURE_CONNECTION)
    return failed(
        "The page could not be trusted",
        f"Whoever answered could not prove to be {host}, so nothing was sent: {what}. {advice}",
    )


def status_failure(status: int, host: str) -> LoadState:
    """The failure behind an HTTP status of 400 or more."""
    if status >= 500:
        return failed(
            "The page is not available right now",
            f"{host} has a problem of its own (status {status}). Wait a few minutes, "
            "then try again.",
        )
    return failed(
        "The link was not accepted",
        f"It may have expired, or been used already ({host} answered with status {status}). "
        "Nothing is broken: click “New link” to go on.",
        needs_link=True,
    )


def slow_failure(host: str) -> LoadState:
    return failed(
        "The page takes too long",
        f"{host} has not answered in time. Check this PC's internet connection, then try again.",
    )


def refused_link() -> LoadState:
    return failed(
        "This link cannot be opened here",
        "The link does not lead to Conductor's secure pages, so it was not opened. "
        "Click “New link” to get another one.",
        needs_link=True,
    )


def led_elsewhere(host: str) -> LoadState:
    return failed(
        "The page led somewhere else",
        f"Instead of staying on Conductor's pages the link led to {host}, which is not opened "
        "here. Click “New link” to get another one.",
        needs_link=True,
    )


def stopped() -> LoadState:
    return failed("The page was stopped", "Loading the page was stopped before it was complete.")


def crashed(times: int) -> LoadState:
    """The part of the engine that draws the page ended ``times`` times."""
    if times < 2:
        return failed(
            "The page stopped working",
            "The part of this app that shows the page ended, or did not answer any more. "
            "Nothing is lost: try again to load the page once more.",
        )
    return failed(
        "The page keeps stopping",
        "The part of this app that shows the page has stopped several times. "
        "Open the page in your browser instead: it works just as well there.",
    )
