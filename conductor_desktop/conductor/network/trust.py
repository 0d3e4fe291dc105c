"""Why a secure connection did not come about, and who vouches for the other end."""

from __future__ import annotations

import enum
import socket
import ssl
from collections.abc import Iterable
from typing import Any

from conductor_desktop.conductor.wording import plain_text


class Flaw(enum.StrEnum):
    """What is wrong with the connection or with the certificate shown on it."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OUT_OF_DATE = "expired_or_not_yet_valid"
    NOT_TRUSTED = "not_trusted"
    WRONG_NAME = "wrong_name"
    WITHDRAWN = "withdrawn"
    WEAK = "weak"
    OUTDATED = "outdated_encryption"
    NOT_SECURE = "not_secure_at_all"
    STALLED = "stalled"
    OTHER = "other"

    @property
    def is_about_time(self) -> bool:
        """Whether a wrong clock could be the reason."""
        return self in (Flaw.EXPIRED, Flaw.NOT_YET_VALID, Flaw.OUT_OF_DATE)


class Untrusted(ssl.SSLCertVerificationError):
    """A certificate that was not accepted, and who issued it, as far as it says so."""

    def __init__(self, cause: ssl.SSLCertVerificationError, issuer: str | None) -> None:
        super().__init__(*cause.args)
        self.verify_code = getattr(cause, "verify_code", 0)
        self.verify_message = getattr(cause, "verify_message", "")
        self.issuer = issuer


class HandshakeStalled(ssl.SSLError):
    """The other end stopped in the middle of agreeing on encryption."""


# OpenSSL's numbers and Windows' for the same.
_BY_CODE = {
    9: Flaw.NOT_YET_VALID,
    10: Flaw.EXPIRED,
    0x800B0101: Flaw.OUT_OF_DATE,
    **dict.fromkeys((2, 18, 19, 20, 21, 24, 27, 28), Flaw.NOT_TRUSTED),
    **dict.fromkeys((0x800B0109, 0x800B010A, 0x800B010D, 0x800B0112), Flaw.NOT_TRUSTED),
    **dict.fromkeys((62, 64, 0x800B010F), Flaw.WRONG_NAME),
    **dict.fromkeys((23, 0x800B010C, 0x80092010), Flaw.WITHDRAWN),
    **dict.fromkeys((66, 67, 68), Flaw.WEAK),
}
# Parts of OpenSSL's names for what ended a handshake.
_BY_REASON = {
    "UNKNOWN_PROTOCOL": Flaw.NOT_SECURE,
    "PROTOCOL": Flaw.OUTDATED,
    "INAPPROPRIATE_FALLBACK": Flaw.OUTDATED,
    "NO_SHARED_CIPHER": Flaw.OUTDATED,
    "HANDSHAKE_FAILURE": Flaw.OUTDATED,
    "UNRECOGNIZED_NAME": Flaw.WRONG_NAME,
    "TOO_SMALL": Flaw.WEAK,
    "TOO_WEAK": Flaw.WEAK,
    "WRONG_VERSION_NUMBER": Flaw.NOT_SECURE,
    "HTTP_REQUEST": Flaw.NOT_SECURE,
}

_SHOWED = "What answered at Conductor's address showed a certificate"
_WORDS = {
    Flaw.EXPIRED: f"{_SHOWED} that has expired by the clock of this PC.",
    Flaw.NOT_YET_VALID: f"{_SHOWED} that is not valid yet by the clock of this PC.",
    Flaw.OUT_OF_DATE: f"{_SHOWED} that is not valid on the day this PC's clock shows.",
    Flaw.NOT_TRUSTED: f"{_SHOWED} that nobody this PC trusts vouches for.",
    Flaw.WRONG_NAME: f"{_SHOWED} for another address.",
    Flaw.WITHDRAWN: f"{_SHOWED} that has been withdrawn.",
    Flaw.WEAK: f"{_SHOWED} that is too weak to be trusted.",
    Flaw.OUTDATED: "What answered at Conductor's address knows only outdated encryption.",
    Flaw.NOT_SECURE: "What answered at Conductor's address does not encrypt at all.",
    Flaw.STALLED: "What answered at Conductor's address never finished agreeing on encryption.",
    Flaw.OTHER: "This PC could not make sure that it is really talking to Conductor.",
}
_ASK_IT = "Ask whoever looks after the network"
_STEPS = {
    Flaw.NOT_TRUSTED: f"{_ASK_IT} whether secure connections are inspected here; if they are, "
    "this PC has to trust the certificate that is used for it.",
    Flaw.WRONG_NAME: "Open any website in your browser and sign in to the network if it asks you "
    "to; if that does not help, ask whoever looks after the network.",
    **dict.fromkeys((Flaw.WITHDRAWN, Flaw.WEAK), f"{_ASK_IT} what answers in Conductor's place."),
    **dict.fromkeys(
        (Flaw.OUTDATED, Flaw.NOT_SECURE, Flaw.STALLED),
        f"{_ASK_IT} whether something stands between this PC and the internet.",
    ),
}


def flaw_among(causes: Iterable[BaseException]) -> Flaw:
    """What is wrong, from the errors that led to each other."""
    for cause in causes:
        if isinstance(cause, HandshakeStalled):
            return Flaw.STALLED
        if isinstance(cause, ssl.SSLCertVerificationError):
            code = getattr(cause, "verify_code", 0) & 0xFFFFFFFF
            return _BY_CODE.get(code, Flaw.OTHER)
        reason = getattr(cause, "reason", None)
        if isinstance(cause, ssl.SSLError) and reason:
            return next((flaw for part, flaw in _BY_REASON.items() if part in reason), Flaw.OTHER)
    return Flaw.OTHER


def in_words(flaw: Flaw, issuer: str | None) -> tuple[str, str | None]:
    """An explanation, and what to do unless it is the usual."""
    by = f" It was issued by “{issuer}”." if issuer else ""
    return f"{_WORDS[flaw]}{by} Nothing was sent to it.", _STEPS.get(flaw)


def issuer_shown_on(plain: socket.socket, host: str) -> tuple[ssl.SSLSocket, str | None]:
    """Who issued the certificate that is shown on ``plain``, which must not be used any further:
    nothing is verified. Raises ``OSError``.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    shown = context.wrap_socket(plain, server_hostname=host)
    chain = shown._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # as truststore does
    return shown, _name_in(chain[0].get_info().get("issuer", ()))


def _name_in(issuer: tuple[tuple[tuple[str, Any], ...], ...]) -> str | None:
    fields = {name: str(value) for part in issuer for name, value in part}
    names = [fields[name] for name in ("commonName", "organizationName") if fields.get(name)]
    return plain_text(", ".join(names), 100) or None
