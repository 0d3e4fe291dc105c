"""Which rows the filters let through, and what those add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conductor_desktop.services.invoices import HOME_CURRENCY, Age
from conductor_desktop.ui.invoices.filtering import Filter, read_filter
from conductor_desktop.ui.invoices.ledger import Ledger
from conductor_desktop.ui.invoices.sums import CurrencySum, Tally
from conductor_desktop.ui.parts.formats import one_line

_MOST_REMEMBERED = 8  # letters of a word


@dataclass(frozen=True)
class Aged:
    """What is open at one age in one currency."""

    currency: str
    age: Age

    @property
    def words(self) -> str:
        """ "31–60 days overdue (US Dollar)"; the home currency has no name."""
        where = "" if self.currency == HOME_CURRENCY else f" ({self.currency})"
        return f"{self.age.words}{where}"


class Finder:
    """A text that is looked for, and of what it finds the age that alone is shown, if any.

    Rows are numbers of the ledger, in the order that is asked with.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._text = ""
        self._filter = Filter()
        self._aged: Aged | None = None
        self.look_into(ledger)

    def look_into(self, ledger: Ledger) -> None:
        """In other rows than before."""
        self._ledger = ledger
        self._remembered: dict[Filter, list[int]] = {}  # what filters just now have found
        self._found: list[int] = []  # what the text filter lets through, of any age
        self._sums_of_all = self._tally(range(len(ledger.invoices)))
        self._sums_of_shown: Tally | None = None
        self._sums_of_found: Tally | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a filter, also one that lets everything through."""
        return bool(self._filter or self._aged)

    @property
    def words(self) -> str:
        """What is looked for: as it was typed, and the age that was chosen."""
        age = [self._aged.words] if self._aged else []
        return ", ".join([*([self._text] if self._filter else []), *age])

    @property
    def aged(self) -> Aged | None:
        """The age that alone is shown."""
        return self._aged

    def ask(self, text: str) -> bool:
        """Look for what ``text`` means; whether that is something else than before."""
        self._text = one_line(text)
        before, self._filter = self._filter, read_filter(text, self._ledger.formats)
        return self._filter != before

    def choose(self, aged: Aged | None) -> bool:
        """Show this age alone, or all; whether that is something else than before."""
        before, self._aged = self._aged, aged
        return aged != before

    def look_through(self, order: list[int]) -> list[int]:
        """What of all rows, in this order, is to be shown."""
        self._found = self._matching(order)
        self._sums_of_found = None
        return self._of_age(self._found)

    def add(self, rows: list[int]) -> list[int]:
        """What of these new rows is to be shown."""
        found = self._ledger.matching(self._filter, rows)
        shown = self._of_age(found)
        self._sums_of_all.add(rows)
        if self._sums_of_shown:
            self._sums_of_shown.add(shown)
        if self._aged:
            self._found, self._sums_of_found = [*self._found, *found], None
        self._remembered.clear()
        return shown

    def note_new_order(self) -> None:
        """What was found is to be found again in another order."""
        self._remembered.clear()

    def note_others_shown(self) -> None:
        """Other rows are shown than before."""
        self._sums_of_shown = None

    def sums(self, shown: list[int]) -> Mapping[str, CurrencySum]:
        """What the rows add up to that are shown, by currency."""
        if len(shown) == len(self._ledger.invoices):
            return self._sums_of_all.by_currency()
        self._sums_of_shown = self._sums_of_shown or self._tally(shown)
        return self._sums_of_shown.by_currency()

    def found_sums(self, shown: list[int]) -> Mapping[str, CurrencySum]:
        """What those add up to that the text filter finds, of every age."""
        if not self._aged:
            return self.sums(shown)
        self._sums_of_found = self._sums_of_found or self._tally(self._found)
        return self._sums_of_found.by_currency()

    def sums_of(self, rows: Iterable[int]) -> Mapping[str, CurrencySum]:
        """What these add up to, by currency."""
        return self._tally(rows).by_currency()

    def _matching(self, order: list[int]) -> list[int]:
        """What the text filter finds of all rows; among fewer while a word is typed."""
        found = self._remembered.get(self._filter)
        if found is None:
            fewer = [
                rows for other, rows in self._remembered.items() if self._filter.narrows(other)
            ]
            found = self._ledger.matching(self._filter, min(fewer, key=len, default=order))
            if len(self._remembered) == _MOST_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[self._filter] = found
        return found

    def _of_age(self, rows: list[int]) -> list[int]:
        aged = self._aged
        if aged is None:
            return rows
        return self._ledger.amounts.of_age(rows, aged.currency, aged.age)

    def _tally(self, rows: Iterable[int]) -> Tally:
        tally = Tally(self._ledger.amounts)
        tally.add(list(rows))
        return tally
