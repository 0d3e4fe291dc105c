"""Money as whole cents inside, as decimal strings outside."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_FRACTIONS = tuple(f".{cents:02d}" for cents in range(100))


def money(cents: int) -> str:
    """``123456`` → ``"1234.56"``; never ``"-0.00"``."""
    if cents < 0:
        return f"-{money(-cents)}"
    return f"{cents // 100}{_FRACTIONS[cents % 100]}"


def share(cents: int, part: int, whole: int) -> int:
    """``cents × part ÷ whole``, half a cent rounded away from zero, as QuickBooks does."""
    product = abs(cents * part)
    rounded = (2 * product + whole) // (2 * whole)
    return rounded if cents * part >= 0 else -rounded


def cents(amount: str) -> int:
    """``"1234.56"`` → ``123456``. Raises ``decimal.InvalidOperation`` for what is no amount."""
    return int((Decimal(amount) * 100).to_integral_value(ROUND_HALF_UP))
