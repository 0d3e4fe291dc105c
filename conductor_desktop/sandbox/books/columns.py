"""What filters ask of computed invoices, kept in a few bytes each once it was computed."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import NamedTuple

from conductor_desktop.sandbox.books.facts import InvoiceFacts

_KNOWN = 1
_PAID = 2


class Row(NamedTuple):
    customer: int
    updated_at: int
    is_paid: bool


class Columns:
    """Eleven bytes for each invoice, whether or not anybody asks for it."""

    def __init__(self, facts: Callable[[int], InvoiceFacts], count: int) -> None:
        self._facts = facts
        self._flags = bytearray(count)
        self._customers = array("H", bytes(2 * count))
        self._updated = array("q", bytes(8 * count))

    def row(self, number: int) -> Row:
        flags = self._flags[number]
        if not flags:
            flags = self._learn(number)
        return Row(self._customers[number], self._updated[number], bool(flags & _PAID))

    def _learn(self, number: int) -> int:
        facts = self._facts(number)
        flags = _KNOWN | (_PAID if facts.is_paid else 0)
        self._customers[number] = facts.customer.index
        self._updated[number] = facts.updated_at
        self._flags[number] = flags
        return flags
