"""What is typed into the filter of the customers: words to be found, and what the balance is.

"yazzie >500" are the customers that have "yazzie" somewhere and owe more than 500.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conductor_desktop.ui.parts.comparison import Comparison, read_comparison
from conductor_desktop.ui.parts.formats import Formats, fold

# "balance > 500" is meant like "balance>500", and ">500" is the balance, too.
_PART = re.compile(r"(?:balance\s*)?(?:>=|<=|>|<|=)\s*[^\s<>=]\S*|\S+", re.IGNORECASE)
_ASKS = re.compile(r"(?:balance)?\s*(?P<sign>>=|<=|>|<|=)\s*(?P<value>.*)", re.IGNORECASE)


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
    return read_comparison(match["sign"], match["value"], formats) if match else None
