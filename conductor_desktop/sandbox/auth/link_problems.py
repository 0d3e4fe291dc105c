"""Why a link does not open its page, told to whoever followed it."""

from __future__ import annotations

from conductor_desktop.sandbox.auth.rendering import PageProblem


def unknown_link() -> PageProblem:
    return PageProblem(
        404,
        "This link is not known",
        "It may be mistyped or cut short, or the sandbox was started anew since it was made.",
        "Ask for a new link where you got this one.",
    )


def wrong_key() -> PageProblem:
    return PageProblem(
        403,
        "This link is not complete",
        "The part of the address after “key=” is missing or does not belong to this sandbox.",
        "Open the whole link, exactly as you got it, or ask for a new one.",
    )


def used_link() -> PageProblem:
    return PageProblem(
        410,
        "This link has been used",
        "The connection it was made for is set up. Nothing was changed now.",
        "You can close this page. To connect again, ask for a new link.",
    )


def unfinished() -> PageProblem:
    return PageProblem(
        409,
        "The connection is not finished",
        "QuickBooks has not been asked yet, or has not agreed.",
        "Go back to the link and follow its steps.",
    )


def expired_link(when: str) -> PageProblem:
    return PageProblem(
        410,
        "This link has expired",
        f"It worked until {when}. Nothing is broken: links are short-lived on purpose.",
        "Ask for a new link where you got this one, and go on there.",
    )


def foreign_form() -> PageProblem:
    return PageProblem(
        403,
        "That did not come from this page",
        "The button that was pressed belongs to another page or to an older copy of this one.",
        "Open the link again and go on from there.",
    )
