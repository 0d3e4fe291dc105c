"""Conductor's errors, in the one shape that all of them have."""

from __future__ import annotations

import msgspec

from conductor_desktop.sandbox.masking import masked

MASKED = "An internal server error occurred. Please try again."
"""What Conductor tells the end user when the reason is not for them (measured)."""


class ApiError(Exception):
    """An answer that is not 200. ``message`` is for developers, ``user_facing`` for people.

    Without ``user_facing`` the masked text is sent, as Conductor does for requests that are
    wrong (measured): the precise reason is then in ``message`` alone.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        code: str,
        message: str,
        *,
        user_facing: str = MASKED,
        integration_code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.code = code
        self.message = message
        self.user_facing = user_facing
        self.integration_code = integration_code

    def body(self, request_id: str) -> bytes:
        """The JSON document; ``integrationCode`` is left out, not null, when there is none."""
        error: dict[str, object] = {
            "message": self.message,
            "userFacingMessage": self.user_facing,
            "type": self.kind,
            "code": self.code,
            "httpStatusCode": self.status,
            "requestId": request_id,
        }
        if self.integration_code is not None:
            error["integrationCode"] = self.integration_code
        return msgspec.json.encode({"error": error})


def invalid_request(message: str, status: int = 400) -> ApiError:
    """The request itself is wrong. The status of this is not documented; 400 is the choice."""
    return ApiError(status, "INVALID_REQUEST_ERROR", "INVALID_REQUEST_ERROR", message)


def missing(what: str, identifier: str) -> ApiError:
    """No such object of Conductor's own (not one of QuickBooks)."""
    return ApiError(
        404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING", f"No such {what}: '{clip(identifier)}'"
    )


def key_error(message: str = "Invalid API key provided.") -> ApiError:
    return ApiError(401, "AUTHENTICATION_ERROR", "API_KEY_INVALID", message)


def not_set_up() -> ApiError:
    return ApiError(
        409,
        "INTEGRATION_CONNECTION_ERROR",
        "INTEGRATION_CONNECTION_NOT_SET_UP",
        "The end-user has not finished setting up the QuickBooks Desktop connection.",
        user_facing="Your QuickBooks Desktop connection is not set up yet. Finish the connection "
        "steps, then try again.",
    )


def refused_by_quickbooks(code: str, text: str) -> ApiError:
    """QuickBooks was asked and answered with one of its status codes."""
    return ApiError(
        502,
        "INTEGRATION_ERROR",
        "QBD_REQUEST_ERROR",
        f"QBD Request Error ({code}): {text}",
        user_facing=text,
        integration_code=code,
    )


def not_in_quickbooks(what: str, value: str) -> ApiError:
    """A lookup by id or number found nothing; the whole request fails (measured)."""
    text = f'The {what} "{clip(value)}" could not be found in QuickBooks.'
    return refused_by_quickbooks("500", text)


def clip(text: str, length: int = 60) -> str:
    """Somebody else's text, short enough to repeat, without control characters and keys."""
    shown = masked("".join(c if c.isprintable() else "�" for c in text[:length]))
    return shown if len(text) <= length else f"{shown}…"
