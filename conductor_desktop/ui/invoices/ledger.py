"""The invoices in the order they came, and what is worked out of each only once.

Rows are numbers here: the place of an invoice among all. Sorting, filtering and adding up are done
with such numbers and with what is kept ready for them.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.ui.invoices.columns import (
    COLUMNS,
    POSITIONS,
    Kind,
    SortValue,
    likely_longest,
)
from conductor_desktop.ui.invoices.conditions import Condition, Says, Span
from conductor_desktop.ui.invoices.filtering import Filter
from conductor_desktop.ui.invoices.letters import LetterWords
from conductor_desktop.ui.invoices.sums import Amounts, in_cents, no_values, with_more
from conductor_desktop.ui.parts.formats import Formats, fold

_Cell = TypeVar("_Cell")

_TOTAL = POSITIONS["total"]
_TEXTS_AT_ONCE = 150
_KEYS_AT_ONCE = 2000
_HALF = 2


class Ledger:
    """For the UI thread only. ``formats`` writes its values and says which day it is."""

    def __init__(self, formats: Formats, invoices: Sequence[InvoiceRow] = ()) -> None:
        self.formats = formats
        self.invoices: list[InvoiceRow] = []
        self.amounts = Amounts()
        self.longest: dict[int, str] = {}
        """The longest text of all rows, for the columns that are never cut."""
        self._values: dict[int, list[SortValue]] = {}
        self._keys: dict[int, MutableSequence[SortValue]] = {}
        self._texts: list[str] = []
        self._letters = LetterWords()
        self._has_damage = False
        self.extend(invoices)

    def extend(self, invoices: Sequence[InvoiceRow]) -> None:
        """Some invoices more."""
        self.invoices.extend(invoices)
        if any(invoice.unread for invoice in invoices):
            self._has_damage = True  # what cannot be read counts as nothing, but sorts as missing
        self.amounts.extend(invoices, self.formats.today)
        self._note_longest(invoices)

    def sort_keys(self, column: int, at_once: int | None = None) -> Sequence[SortValue]:
        """By row, what sorts as the values of ``column`` do but compares faster.

        ``at_once`` more than so far are made, or all.
        """
        if column == _TOTAL and not self._has_damage:
            return self.amounts.billed
        keys = self._keys.get(column, no_values())
        more = self._without(keys, at_once)
        keys = self._keys[column] = with_more(keys, self._keys_of(column, more) if more else ())
        return keys

    def matching(self, wanted: Filter, rows: list[int]) -> list[int]:
        """Those of ``rows`` that are what ``wanted`` asks for; ``rows`` itself if it is nothing."""
        matching = rows
        if wanted.words:
            for word in wanted.words:
                matching = self._with_word(word, matching)
        for comparison in wanted.comparisons:
            totals = self._values_of(_TOTAL)
            matching = [row for row in matching if comparison.holds(cast("Decimal", totals[row]))]
        for condition in wanted.conditions:
            matching = self._meeting(condition, matching)
        return matching

    @property
    def is_prepared(self) -> bool:
        """Whether a search and a sort by any column have nothing left to make."""
        made = [len(self.sort_keys(column, 0)) for column in range(len(COLUMNS))]
        return {len(self._texts), *made} == {len(self.invoices)}

    def prepare(self) -> None:
        """Make some of that: as much as takes a few milliseconds."""
        if len(self._texts) < len(self.invoices):
            self.search_texts(_TEXTS_AT_ONCE)
            return
        for column in range(len(COLUMNS)):
            if len(self.sort_keys(column, 0)) < len(self.invoices):
                self.sort_keys(column, _KEYS_AT_ONCE)
                return

    def search_texts(self, at_once: int | None = None) -> Sequence[str]:
        """By row, all that is looked through for a word; ``at_once`` more than so far, or all."""
        more = [self._search_text(one) for one in self._without(self._texts, at_once)]
        self._letters.add(more)
        self._texts += more
        return self._texts

    def _keys_of(self, column: int, invoices: Sequence[InvoiceRow]) -> Sequence[SortValue]:
        values = COLUMNS[column].values(invoices, self.formats)
        match COLUMNS[column].kind:
            case Kind.MONEY:
                amounts = cast("list[Decimal]", [value for value in values if value is not None])
                cents = in_cents(amounts)
                if len(cents) == len(values):
                    return cents
                given = iter(cents)
                return [None if value is None else next(given) for value in values]
            case Kind.DAY:
                days = cast("list[date | None]", values)
                return [day and day.toordinal() for day in days]
            case _:
                return values

    def _values_of(self, column: int) -> Sequence[SortValue]:
        values = self._values.setdefault(column, [])
        return self._extended(values, lambda some: COLUMNS[column].values(some, self.formats))

    def _meeting(self, condition: Condition, rows: list[int]) -> list[int]:
        match condition:
            case Span():
                values = self._values_of(condition.column)
                return [row for row in rows if condition.holds(values[row])]
            case Says():
                # What is not in the whole row is not in one of its cells.
                rows = self._with_word(condition.text, rows)
        column, invoices = COLUMNS[condition.column], self.invoices
        return [
            row for row in rows if condition.holds(fold(column.text(invoices[row], self.formats)))
        ]

    def _with_word(self, word: str, rows: list[int]) -> list[int]:
        texts = self.search_texts()
        if len(rows) * _HALF < len(texts):
            return [row for row in rows if word in texts[row]]
        has_word = self._letters.having(word)
        if has_word is None:
            # In the order they lie in memory: in any other it takes three times as long.
            has_word = [word in text for text in texts]
        if all(has_word):
            return rows.copy()
        return list(filter(has_word.__getitem__, rows))

    def _search_text(self, invoice: InvoiceRow) -> str:
        # A line break between cells: no word of a filter reaches over two of them.
        cells = [column.text(invoice, self.formats) for column in COLUMNS]
        # Days as everybody can type them, so that "2026-03" is a month.
        cells += [column.plain(invoice) for column in COLUMNS if column.plain]
        return fold("\n".join(dict.fromkeys(cells)))

    def _note_longest(self, invoices: Sequence[InvoiceRow]) -> None:
        for position, column in enumerate(COLUMNS):
            if column.is_never_cut:
                some = likely_longest(column, invoices, self.formats)
                texts = (column.text(invoice, self.formats) for invoice in some)
                longest = max(texts, key=len, default="")
                self.longest[position] = max(self.longest.get(position, ""), longest, key=len)

    def _extended(
        self,
        made: list[_Cell],
        make: Callable[[Sequence[InvoiceRow]], list[_Cell]],
        at_once: int | None = None,
    ) -> list[_Cell]:
        more = self._without(made, at_once)
        if more:
            made += make(more)
        return made

    def _without(self, made: Sequence[object], at_once: int | None) -> Sequence[InvoiceRow]:
        """The invoices of which nothing is ``made`` yet, or the first of them."""
        end = None if at_once is None else len(made) + at_once
        return self.invoices[len(made) : end] if len(made) < len(self.invoices) else ()
