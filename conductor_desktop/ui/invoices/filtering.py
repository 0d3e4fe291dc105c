"""What is typed into the filter: words to be found, amounts, and conditions on columns.

"ana >500 due<2026-04" are the invoices that have "ana" somewhere, come to more than 500 and are due
before April.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.ui.invoices.conditions import Condition, read_condition
from conductor_desktop.ui.parts.formats import Formats, fold

# A value with blanks stands in quotes: customer="Ana's Bakery".
_PART = re.compile(r'[a-z]+(?:>=|<=|[:=<>])"(?:[^"]|"")*"(?!\S)|\S+', re.IGNORECASE)
_COMPARING = re.compile(r"(?P<sign>>=|<=|>|<|=)(?P<amount>.+)")
_SIGNS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Comparison:
    """A condition on the total, whatever its currency."""

    sign: str
    amount: Decimal

    def holds(self, total: Decimal) -> bool:
        return _SIGNS[self.sign](total, self.amount)


@dataclass(frozen=True)
class Filter:
    """All of it has to be so. ``words`` are folded; nothing in it lets everything through."""

    words: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.comparisons or self.conditions)


def read_filter(text: str, formats: Formats) -> Filter:
    """What ``text`` asks for; what looks like a comparison and is none is a word to be found."""
    words: list[str] = []
    comparisons: list[Comparison] = []
    conditions: list[Condition] = []
    # "> 500" is meant like ">500".
    for word in _PART.findall(re.sub(r"(?<!\S)(>=|<=|>|<|=)\s+(?=\S)", r"\1", text)):
        if condition := read_condition(word, formats):
            conditions.append(condition)
        elif comparison := _comparison(word, formats):
            comparisons.append(comparison)
        else:
            words.append(fold(word))
    return Filter(tuple(words), tuple(comparisons), tuple(conditions))


def _comparison(word: str, formats: Formats) -> Comparison | None:
    match = _COMPARING.fullmatch(word)
    if match is None:
        return None
    amount = formats.amount(match["amount"])
    return None if amount is None else Comparison(match["sign"], amount)
