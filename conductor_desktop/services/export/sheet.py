"""What a file holds, whatever it is about: headings, rows with safe texts, and sums."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from conductor_desktop.services.export.text import are_plain, clean, fit
from conductor_desktop.work import CancelToken

Value = str | date | Decimal | None
Columns = Sequence[Sequence[Value]]
"""Of some rows the values of each column: looked at together they take a fraction of the time."""
Heading = tuple[str, int]
"""A title, and a width in characters."""

_Item = TypeVar("_Item")
_BLOCK = 500


class Sheet(ABC):
    """The rows are made some at a time, as they are written.

    ``name`` says what they are. ``partial`` is the sentence that says that some are missing,
    ``None`` when complete; ``note`` is one more about what is here. Texts are clean and fit a
    cell; ``cut`` counts those so far that had to be cut for it. Without ``sum_headings`` there is
    nothing to add up.
    """

    name: str
    headings: tuple[Heading, ...]
    sum_headings: tuple[Heading, ...]

    def __init__(self, partial: str | None, note: str | None, cancel: CancelToken | None) -> None:
        self.partial = partial
        self.note = None if note is None else fit(clean(note))
        self.cut = 0
        self._cancel = cancel or CancelToken()

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def sum_rows(self) -> Iterable[tuple[Value | int, ...]]:
        """A line for each currency, below ``sum_headings``."""

    @abstractmethod
    def _blocks(self) -> Iterable[Columns]:
        """Some rows after others, as they came."""

    def blocks(self) -> Iterator[Columns]:
        """Some rows at a time, to be taken once. Raises ``Cancelled``."""
        for columns in self._blocks():
            self._cancel.raise_if_cancelled()
            yield [self._safe(values) for values in columns]

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The same one by one."""
        for columns in self.blocks():
            yield from zip(*columns, strict=True)

    def _safe(self, values: Sequence[Value]) -> Sequence[Value]:
        if are_plain(texts_among(values)):
            return values
        return [self._safe_text(value) if isinstance(value, str) else value for value in values]

    def _safe_text(self, value: str) -> str:
        if are_plain([value]):
            return value
        cleaned = clean(value)
        fitting = fit(cleaned)
        self.cut += fitting is not cleaned
        return fitting


def texts_among(values: Sequence[Value]) -> list[str]:
    """Those of ``values`` that are texts; of a column of something else there are hardly any."""
    if str not in set(map(type, values)):  # all looked at in the time of looking at a few
        return []
    return [value for value in values if isinstance(value, str)]


def in_blocks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """As many of them at a time as are worth looking at together."""
    return (items[start : start + _BLOCK] for start in range(0, len(items), _BLOCK))
