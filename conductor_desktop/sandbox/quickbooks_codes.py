"""The error numbers of QuickBooks and the Web Connector that a connection can be stuck at."""

from __future__ import annotations

from conductor_desktop.sandbox.envelope import ApiError

_INTEGRATED = (
    "QuickBooks does not let this connection in. An administrator can allow it in QuickBooks under "
    "Edit, Preferences, Integrated Applications."
)
_START_ALIKE = (
    "QuickBooks and the Web Connector do not find each other. Start both the same way, neither or "
    "both as administrator."
)

CONNECTION_CODES: dict[str, tuple[str, str]] = {
    "0x80040154": (
        "Class not registered.",
        "QuickBooks or its Web Connector is not installed properly. Install it again.",
    ),
    "0x80010105": (
        "The server threw an exception.",
        "QuickBooks had a problem of its own. Close QuickBooks, start it again, then try again.",
    ),
    "0x80040401": ("Could not access QuickBooks.", _START_ALIKE),
    "0x80040402": (
        "Unexpected error.",
        "QuickBooks had an unexpected problem. Start QuickBooks and the computer again.",
    ),
    "0x80040403": (
        "Could not open the specified QuickBooks company data file.",
        "The company file cannot be opened. See whether it opens in QuickBooks by hand.",
    ),
    "0x80040408": ("Could not start QuickBooks.", _START_ALIKE),
    "0x8004040A": (
        "A QuickBooks company data file is already open and it is different from the one "
        "requested.",
        "Another company file is open in QuickBooks. Open the right one, then try again.",
    ),
    "0x8004040D": ("The ticket parameter is invalid.", "Try again."),
    "0x80040410": (
        "The QuickBooks company data file is currently open in a mode other than the one "
        "specified by your application.",
        "The company file is open in another mode. Switch between single-user and multi-user "
        "mode in QuickBooks.",
    ),
    "0x80040414": (
        "A modal dialog box is open in QuickBooks.",
        "A window is open in QuickBooks that waits for an answer. Close it, then try again.",
    ),
    "0x80040416": (
        "If QuickBooks is not running, the company data file name must be specified.",
        "QuickBooks is not running. Open it with your company file, then try again.",
    ),
    "0x8004041A": (
        "This application does not have permission to access this QuickBooks company data file.",
        _INTEGRATED,
    ),
    "0x8004041B": (
        "This application does not have permission to log in to this company data file "
        "automatically.",
        _INTEGRATED,
    ),
    "0x8004041F": (
        "This version of QuickBooks does not support the request.",
        "This edition of QuickBooks cannot be connected.",
    ),
    "0x80040420": ("The QuickBooks user has denied access.", _INTEGRATED),
    "0x80040422": (
        "This application requires single-user file access mode and there is already another "
        "application sharing data with this QuickBooks company data file.",
        "Another program is using the company file. Close it, then try again.",
    ),
    "0x80040424": (
        "QuickBooks did not finish its initialization.",
        "QuickBooks is still starting. Wait a moment, then try again.",
    ),
}
"""Code → what QuickBooks says, what Conductor would tell a person. Nobody got in."""

REQUEST_CODES: dict[str, str] = {
    "500": "The object that was asked for could not be found in QuickBooks.",
    "530": "The field or element is not supported by this edition of QuickBooks.",
    "531": "The field or element is not supported by this version of the SDK.",
    "1000": "There has been an internal error when processing the request.",
    "1030": "The request is not supported by this version of QuickBooks.",
    "3000": "The given object ID is invalid.",
    "3010": "There was an error when converting a date value.",
    "3020": "There was an error when converting a value.",
    "3100": "The name of the list element is already in use.",
    "3140": "There is an invalid reference in the request.",
    "3200": "The provided revision number (edit sequence) is out-of-date.",
    "3260": "Insufficient permission level to perform this action.",
}
"""Status code → QuickBooks' message. It was reached, and refused."""


def connection_error(code: str) -> ApiError:
    """502 for one of ``CONNECTION_CODES``."""
    message, user_facing = CONNECTION_CODES[code]
    return ApiError(
        502,
        "INTEGRATION_CONNECTION_ERROR",
        "QBD_CONNECTION_ERROR",
        f"QBD Connection Error ({code}): {message}",
        user_facing=user_facing,
        integration_code=code,
    )


def not_active() -> ApiError:
    return ApiError(
        409,
        "INTEGRATION_CONNECTION_ERROR",
        "INTEGRATION_CONNECTION_NOT_ACTIVE",
        "The QuickBooks Desktop connection is not active: the Web Connector is not polling.",
        user_facing="Your QuickBooks Desktop connection is not active. It was last active a while "
        "ago. Check that the computer is on and that the Web Connector is running.",
    )


USUAL_SECONDS = 90.0
"""How long Conductor waits for QuickBooks, unless a request says otherwise."""


def timed_out(seconds: float) -> ApiError:
    return ApiError(
        504,
        "INTEGRATION_CONNECTION_ERROR",
        "QBD_REQUEST_TIMEOUT",
        f"Request timed out after {seconds:g} second{'' if seconds == 1 else 's'}",
        user_facing="QuickBooks did not answer in time. It may be busy or showing a window that "
        "waits for somebody. Look at QuickBooks, then try again.",
    )
