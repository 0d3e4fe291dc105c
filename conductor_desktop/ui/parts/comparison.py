"""An amount that is compared with others, as it is typed into a filter: ">500", "<=20"."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.ui.parts.formats import Formats

_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Comparison:
    """A condition on an amount, whatever its currency."""

    sign: str
    amount: Decimal

    def holds(self, amount: Decimal | None) -> bool:
        """What is not known is neither more nor less."""
        return amount is not None and _SIGNS[self.sign](amount, self.amount)


def read_comparison(sign: str, value: str, formats: Formats) -> Comparison | None:
    """What is compared with; ``None`` where ``value`` is no amount or ``sign`` compares nothing."""
    amount = formats.amount(value) if sign in _SIGNS else None
    return None if amount is None else Comparison(sign, amount)
