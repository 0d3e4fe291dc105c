"""Which numbers are amounts of money: anything a book can hold, and nothing that only looks so."""

from __future__ import annotations

from decimal import Decimal

import msgspec

# Larger than any book holds, small enough to be added and shown without surprises.
_LARGEST_EXPONENT = 18
_SMALLEST_EXPONENT = -10

_CENT = Decimal("0.01")


def check_amounts(struct: msgspec.Struct, names: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for "NaN", "Infinity" and numbers no book holds.

    msgspec turns it into the same error as any other bad field.
    """
    for name in names:
        amount: Decimal | None = getattr(struct, name)
        # Nearly all have two decimals, which is found out at a third of the cost; "NaN" has none.
        if amount is None or (amount.same_quantum(_CENT) and amount.adjusted() < _LARGEST_EXPONENT):
            continue
        if not _is_plausible(amount):
            raise ValueError(f"Not an amount of money: `{_wire_name(struct, name)}`")


def _is_plausible(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return (
        isinstance(exponent, int)  # a letter for "NaN" and "Infinity"
        and exponent >= _SMALLEST_EXPONENT
        and amount.adjusted() < _LARGEST_EXPONENT
    )


def _wire_name(struct: msgspec.Struct, name: str) -> str:
    by_name = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    return by_name[name]
