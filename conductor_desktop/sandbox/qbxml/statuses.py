"""What QuickBooks says when it refuses a request: its status codes and their texts."""

from __future__ import annotations

from conductor_desktop.sandbox.envelope import ApiError, clip, refused_by_quickbooks

_PARSING = "QuickBooks found an error when parsing the provided XML text stream."
_NO_RECORD = (
    "QuickBooks error message: Invalid argument.  The specified record does not exist in the list."
)


def unreadable(reason: str) -> ApiError:
    """QuickBooks itself gives no reason; a sandbox had better."""
    return refused_by_quickbooks("0x80040400", f"{_PARSING} {reason}")


def not_found(value: str) -> ApiError:
    """A lookup names something that is not there."""
    return refused_by_quickbooks(
        "500",
        "The query request has not been fully completed. There was a required element "
        f'("{clip(value)}") that could not be found in QuickBooks.',
    )


def not_convertible(code: str, kind: str, value: str, where: str) -> ApiError:
    return refused_by_quickbooks(
        code,
        f'There was an error when converting the {kind} "{clip(value)}" in the field "{where}".',
    )


def too_long(value: str, where: str, longest: int) -> ApiError:
    return refused_by_quickbooks(
        "3070",
        f'The string "{clip(value)}" in the field "{where}" is too long. The longest is '
        f"{longest} characters.",
    )


def wrong_name(value: str, where: str) -> ApiError:
    return refused_by_quickbooks(
        "3090",
        f'There was an error when storing "{clip(value)}" in the "{where}" field. '
        "A name cannot contain a colon.",
    )


def name_taken(name: str) -> ApiError:
    return refused_by_quickbooks(
        "3100", f'The name "{clip(name)}" of the list element is already in use.'
    )


def no_such_object(identifier: str) -> ApiError:
    """The object that is to be changed, or that a filter is about."""
    return refused_by_quickbooks(
        "3120",
        f'Object "{clip(identifier)}" specified in the request cannot be found.  {_NO_RECORD}',
    )


def wrong_reference(noun: str, value: str, place: str, reason: str = _NO_RECORD) -> ApiError:
    return refused_by_quickbooks(
        "3140",
        f'There is an invalid reference to QuickBooks {noun} "{clip(value)}" in the {place}.  '
        f"{reason}",
    )


def empty(where: str) -> ApiError:
    return refused_by_quickbooks("3150", f'There is a missing element: "{where}" needs a value.')


def not_saved(what: str, reason: str) -> ApiError:
    return refused_by_quickbooks("3180", f"There was an error when saving the {what}.  {reason}")


def stale(edit_sequence: str) -> ApiError:
    return refused_by_quickbooks(
        "3200",
        f'The provided revision number (edit sequence) "{clip(edit_sequence)}" is out-of-date.',
    )


def wrong_value(where: str, value: str, allowed: str) -> ApiError:
    return refused_by_quickbooks(
        "3210", f'The "{where}" field has an invalid value "{clip(value)}". It can be {allowed}.'
    )


def not_written(where: str) -> ApiError:
    """A feature that QuickBooks has and these books have not."""
    return refused_by_quickbooks(
        "3250", f'This feature is not enabled: the sandbox does not write "{where}".'
    )
