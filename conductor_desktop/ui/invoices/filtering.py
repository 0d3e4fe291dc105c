"""What is typed into the filter: words to be found, amounts, and conditions on columns.

"ana >500 due<2026-04" are the invoices that have "ana" somewhere, come to more than 500 and are due
before April.
"""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.ui.invoices.conditions import Condition, read_condition
from conductor_desktop.ui.invoices.filter_parts import asked, parts
from conductor_desktop.ui.parts.comparison import Comparison, read_comparison
from conductor_desktop.ui.parts.formats import Formats, fold


@dataclass(frozen=True)
class Filter:
    """All of it has to be so. ``words`` are folded; nothing in it lets everything through."""

    words: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.comparisons or self.conditions)

    def narrows(self, other: Filter) -> bool:
        """Whether surely nothing is let through here that ``other`` does not let through."""
        return (
            all(any(word in mine for mine in self.words) for word in other.words)
            and set(other.comparisons) <= set(self.comparisons)
            and set(other.conditions) <= set(self.conditions)
        )


def read_filter(text: str, formats: Formats) -> Filter:
    """What ``text`` asks for; what looks like a comparison and is none is a word to be found."""
    words: list[str] = []
    comparisons: list[Comparison] = []
    conditions: list[Condition] = []
    for word in parts(text):
        if condition := read_condition(word, formats):
            conditions.append(condition)
        elif comparison := _comparison(word, formats):
            comparisons.append(comparison)
        else:
            words.append(fold(word))
    return Filter(tuple(words), tuple(comparisons), tuple(conditions))


def _comparison(word: str, formats: Formats) -> Comparison | None:
    found = asked(word)
    if found is None or found.column:
        return None
    return read_comparison(found.sign, found.value, formats)
