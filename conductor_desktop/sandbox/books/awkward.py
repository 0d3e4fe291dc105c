"""The invoices that break careless programs, at fixed places in every book."""

from __future__ import annotations

import enum

EVERY = 240


class Awkward(enum.Enum):
    """One kind of trouble each."""

    PUNCTUATION = "quotes, ampersands, angle brackets and an emoji in free text"
    RIGHT_TO_LEFT = "Hebrew and Arabic beside Latin letters and numbers"
    MANY_LINES = "120 lines"
    NEGATIVE = "more was given back than sold"
    ZERO = "a warranty job over nothing"
    NO_REF_NUMBER = "no number at all"
    DOUBLE_REF_NUMBER = "the number of the invoice before it"
    ODD_REF_NUMBER = "a number with a comma, a blank, a slash and an ampersand"
    FINANCE_CHARGE = "interest on what is overdue"
    HUGE = "millions"


_PLACES: dict[int, Awkward] = {
    (place + 1) * EVERY // len(Awkward) - 12: kind for place, kind in enumerate(Awkward)
}


def awkward_kind(number: int) -> Awkward | None:
    """What is wrong with invoice ``number``, if anything; comes again every 240 invoices."""
    return _PLACES.get(number % EVERY)


FREE_TEXT: dict[Awkward, str] = {
    Awkward.PUNCTUATION: (
        "\"Rush\" & 'quiet' hours <7am–7pm>; =SUM(A1:A9) is not a formula; 50% up front 🌵🚜"
    ),
    Awkward.RIGHT_TO_LEFT: "שביל הגינה PO-7781 (שלב 2) — بستان الياسمين 12×16 ft",
    Awkward.NEGATIVE: "Plants returned after the frost; more came back than went out.",
    Awkward.ZERO: "Warranty visit. Nothing to pay.",
    Awkward.FINANCE_CHARGE: "Finance charge on overdue balance",
    Awkward.HUGE: "Solar field planting, all phases, billed at once",
}
