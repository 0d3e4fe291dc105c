"""What goes into a file about the company: names and values."""

from __future__ import annotations

from collections.abc import Iterator

from conductor_desktop.conductor.models import Company
from conductor_desktop.services.company.facts import facts_of
from conductor_desktop.services.export.sheet import Columns, Sheet, Value
from conductor_desktop.work import CancelToken


class CompanySheet(Sheet):
    """One row for each fact; there is nothing to add up."""

    name = "Company"
    headings = (("Detail", 24), ("Value", 60))
    sum_headings = ()

    def __init__(self, company: Company, cancel: CancelToken | None = None) -> None:
        super().__init__(None, None, cancel)
        self._facts = facts_of(company)

    def __len__(self) -> int:
        return len(self._facts)

    def sum_rows(self) -> Iterator[tuple[Value | int, ...]]:
        return iter(())

    def _blocks(self) -> Iterator[Columns]:
        yield [fact.name for fact in self._facts], [fact.text for fact in self._facts]
