"""What a file holds, whatever it is about: headings, rows with safe texts, and sums."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from conductor_desktop.services.export.text import clean, fit, is_plain
from conductor_desktop.work import CancelToken

Value = str | date | Decimal | None
Heading = tuple[str, int]
"""A title, and a width in characters."""


class Sheet(ABC):
    """The rows are made one by one, as they are written.

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
    def _values(self) -> Iterable[Iterable[Value]]:
        """A line for each row, as it came."""

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """To be taken once. Raises ``Cancelled``."""
        for values in self._values():
            self._cancel.raise_if_cancelled()
            yield tuple(
                [self._safe(value) if isinstance(value, str) else value for value in values]
            )

    def _safe(self, value: str) -> str:
        if is_plain(value):
            return value
        cleaned = clean(value)
        fitting = fit(cleaned)
        self.cut += fitting is not cleaned
        return fitting
