"""The books of one run: ask for any invoice by number or id; nothing is kept."""

from __future__ import annotations

import datetime as dt

from conductor_desktop.sandbox.books.catalogue import catalogue
from conductor_desktop.sandbox.books.facts import (
    Calendar,
    InvoiceFacts,
    invoice_facts,
    number_of,
)
from conductor_desktop.sandbox.books.invoice import invoice_document
from conductor_desktop.sandbox.books.lines import Document


class Ledger:
    """``count`` invoices, numbered from 0 (the oldest). Same arguments, same books."""

    def __init__(self, seed: int, count: int, today: dt.date) -> None:
        self.count = count
        self._seed = seed
        self._lists = catalogue()
        self._calendar = Calendar(max(count, 1), today)

    def facts(self, number: int) -> InvoiceFacts:
        return invoice_facts(self._seed, number, self._calendar, self._lists)

    def document(self, number: int, *, with_lines: bool, with_links: bool) -> Document:
        return invoice_document(
            self._seed,
            self.facts(number),
            self._lists,
            with_lines=with_lines,
            with_links=with_links,
        )

    def find(self, identifier: str) -> int | None:
        """The number of the invoice with this id, computed rather than looked up."""
        number = number_of(identifier)
        if number is None or not 0 <= number < self.count:
            return None
        return number if self.facts(number).id == identifier else None
