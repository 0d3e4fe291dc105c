"""Turns Conductor's error answers into this app's errors."""

from __future__ import annotations

import logging
import math

import msgspec

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    NotPermitted,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.wire import Answer
from conductor_desktop.conductor.wording import LONGEST_TEXT, in_words, plain_text
from conductor_desktop.guide.book import guide
from conductor_desktop.secret import Secret

log = logging.getLogger(__name__)

# What else comes in the place of one of these, or of a code that the guide has, is not kept.
_TYPES = frozenset(
    {
        "AUTHENTICATION_ERROR",
        "INTEGRATION_CONNECTION_ERROR",
        "INTEGRATION_ERROR",
        "INTERNAL_ERROR",
        "INVALID_REQUEST_ERROR",
        "PERMISSION_ERROR",
    }
)
# Sent in place of the reason for requests that are wrong and for keys (measured).
_MASK = "an internal server error occurred"
# For these the precise reason is in ``message`` alone (measured).
_TELLING_TYPES = frozenset({"INVALID_REQUEST_ERROR", "AUTHENTICATION_ERROR"})


class Envelope(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """``{"error": {...}}`` of Conductor, as far as this app needs it."""

    type: str
    code: str
    message: str = ""
    user_facing_message: str = ""
    integration_code: str | int | None = None
    request_id: str | None = None

    @property
    def is_quickbooks_timeout(self) -> bool:
        return self.code == "QBD_REQUEST_TIMEOUT"


class _Wrapper(msgspec.Struct):
    error: Envelope


_decoder = msgspec.json.Decoder(_Wrapper)


def read_envelope(body: bytes) -> Envelope | None:
    """Conductor's own error, or ``None`` when the body is anything else."""
    try:
        return _decoder.decode(body).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def error_from(answer: Answer, secret: Secret) -> ConductorError:
    """The error that ``answer``, which is not the expected 200, stands for."""
    envelope = read_envelope(answer.body) if answer.is_json else None
    if envelope is None or answer.status == 407:
        return _without_envelope(answer, secret)
    kind = envelope.type if envelope.type in _TYPES else "-"
    entry = guide().find(envelope.code)
    code = entry.code if entry else "-"
    log.info("refused: %s %s %d %s", kind, code, answer.status, answer.request_id or "-")
    return _Translation(envelope, answer, secret).error()


class _Translation:
    """One envelope on its way to becoming an error."""

    def __init__(self, envelope: Envelope, answer: Answer, secret: Secret) -> None:
        self._envelope = envelope
        self._answer = answer
        self._secret = secret

    def error(self) -> ConductorError:
        kind, code = self._envelope.type, self._envelope.code
        text, details = self._explanation(), self._details()
        if self._answer.status == 401 or kind == "AUTHENTICATION_ERROR":
            return KeyRejected(text, key_hint=self._secret.hint, details=details)
        if self._answer.status == 403 or kind == "PERMISSION_ERROR":
            return NotPermitted(text, key_hint=self._secret.hint, details=details)
        if code == "RESOURCE_MISSING":
            return EndUserNotFound(text, details=details)
        if code == "INTEGRATION_CONNECTION_NOT_SET_UP":
            return ConnectionNotSetUp(text, details=details)
        if code == "INTEGRATION_CONNECTION_NOT_ACTIVE":
            return ConnectionNotActive(text, details=details)
        if self._envelope.is_quickbooks_timeout:
            return QuickBooksTimeout(text, details=details)
        if kind in ("INTEGRATION_CONNECTION_ERROR", "INTEGRATION_ERROR"):
            return QuickBooksProblem(self._integration_code(), text, details=details)
        if self._answer.status == 408:
            return Offline(OfflineKind.TIMEOUT, explanation=text, details=details)
        if kind == "INTERNAL_ERROR" or self._answer.status >= 500 or self._answer.status == 429:
            return _trouble_at_conductor(self._answer, text, details)
        return RequestRefused(text, details=details)

    def _explanation(self) -> str | None:
        text = self._clean(self._envelope.user_facing_message)
        return None if not text or text.lower().startswith(_MASK) else text

    def _details(self) -> dict[str, str]:
        envelope = self._envelope
        details = _answer_details(self._answer)
        if envelope.request_id:
            details["requestId"] = self._clean(envelope.request_id, 100)
        details["code"] = self._clean(envelope.code, 100)
        integration_code = self._integration_code()
        if integration_code:
            details["integrationCode"] = integration_code
        if envelope.type in _TELLING_TYPES and envelope.message:
            details["message"] = self._clean(envelope.message)
        return details

    def _integration_code(self) -> str | None:
        code = self._envelope.integration_code
        return None if code is None else self._clean(str(code), 100)

    def _clean(self, text: str, longest: int = LONGEST_TEXT) -> str:
        """Without our key, should the service repeat it."""
        return plain_text(text.replace(self._secret.reveal(), self._secret.hint), longest)


def _without_envelope(answer: Answer, secret: Secret) -> ConductorError:
    details = _answer_details(answer)
    status = answer.status
    if status == 407:
        return Offline(OfflineKind.PROXY, details=details)
    if 300 <= status < 400 or status == 511:
        return _sign_in_page(answer, details)
    if status == 401:
        return KeyRejected(key_hint=secret.hint, details=details)
    if answer.is_html and status < 500:
        return _sign_in_page(answer, details)
    if status == 403 and answer.is_json:
        return NotPermitted(key_hint=secret.hint, details=details)
    if status == 408:
        return Offline(OfflineKind.TIMEOUT, details=details)
    if status == 429 or status >= 500:
        return _trouble_at_conductor(answer, None, details)
    if status == 404:
        return UnexpectedAnswer(
            "the address that was asked is not Conductor's (status 404)", details=details
        )
    if status == 200:
        return UnexpectedAnswer("it is not data", details=details)
    return UnexpectedAnswer(f"it came with the status {status}", details=details)


def _sign_in_page(answer: Answer, details: dict[str, str]) -> Offline:
    if answer.location_host is None:
        return Offline(OfflineKind.SIGN_IN_PAGE, details=details)
    host = plain_text(answer.location_host, 100)
    return Offline(
        OfflineKind.SIGN_IN_PAGE,
        explanation=f"Instead of an answer from Conductor, the app was sent on to “{host}”. It "
        "did not go there. It is usually the sign-in page of this network.",
        details={**details, "sentTo": host},
    )


def _trouble_at_conductor(answer: Answer, text: str | None, details: dict[str, str]) -> Offline:
    trouble = guide().entry("INTERNAL_ERROR")
    title, usual = trouble.title, trouble.meaning
    if answer.status == 429:
        title = "Conductor asks to wait"
        usual = "Conductor is getting too many requests and asks to wait."
    wait = answer.wait_seconds
    return Offline(
        OfflineKind.SERVER,
        title=title,
        explanation=text or usual,
        next_step=f"Wait {in_words(wait)}, then try again." if wait else trouble.next_step,
        details={**details, "retryAfterSeconds": str(math.ceil(wait))} if wait else details,
    )


def _answer_details(answer: Answer) -> dict[str, str]:
    details = {"status": str(answer.status)}
    if answer.request_id:
        details["requestId"] = answer.request_id
    return details
