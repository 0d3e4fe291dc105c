"""Whose job something is, in words."""

from __future__ import annotations

from conductor_desktop.errors import Owner


def whose_turn(owner: Owner | None, vendor: str = "") -> str:
    """ "Whose turn: …", or "" when nobody has to do anything; ``vendor`` may not be known."""
    if owner is None:
        return ""
    return f"Whose turn: {_people(vendor)[owner]}"


def nobodys_turn() -> str:
    """What is said of trouble in which nobody has to do anything."""
    return "Whose turn: nobody’s. It passes by itself."


def _people(vendor: str) -> dict[Owner, str]:
    return {
        Owner.YOU: "you",
        Owner.QUICKBOOKS_ADMIN: "whoever has the QuickBooks Admin password",
        Owner.IT: "whoever looks after this PC",
        Owner.VENDOR: vendor or "your software vendor",
    }
