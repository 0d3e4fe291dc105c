"""What is typed into the filter of the customers: words to be found, and what the balance is.

"yazzie >500" are the customers that have "yazzie" somewhere and owe more than 500.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.ui.parts.formats import Formats, fold

_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}
# "balance > 500" is meant like "balance>500", and ">500" is the balance, too.
_PART = re.compile(r"(?:balance\s*)?(?:>=|<=|>|<|=)\s*[^\s<>=]\S*|\S+", re.IGNORECASE)
_ASKS = re.compile(r"(?:balance)?\s*(?P<sign>>=|<=|>|<|=)\s*(?P<value>.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """A condition on the balance, whatever its currency."""

    sign: str
    amount: Decimal

    def holds(self, balance: Decimal | None) -> bool:
        """What is not known is neither more nor less."""
        return balance is not None and _SIGNS[self.sign](balance, self.amount)


@dataclass(frozen=True)
class Filter:
    """All of it has to be so. ``words`` are folded; nothing in it lets everything through."""

    words: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.comparisons)


def read_filter(text: str, formats: Formats) -> Filter:
    """What ``text`` asks for; what looks like a comparison and is none are words to be found."""
    words: list[str] = []
    comparisons: list[Comparison] = []
    for part in _PART.findall(text):
        if comparison := _comparison(part, formats):
            comparisons.append(comparison)
        else:
            words += fold(part).split()
    return Filter(tuple(words), tuple(comparisons))


def _comparison(part: str, formats: Formats) -> Comparison | None:
    match = _ASKS.fullmatch(part)
    amount = formats.amount(match["value"]) if match else None
    return None if match is None or amount is None else Comparison(match["sign"], amount)
