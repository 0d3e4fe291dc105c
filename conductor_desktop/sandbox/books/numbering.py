"""Ids and numbers for what is written: QuickBooks' forms, none that a computed one has."""

from __future__ import annotations

import datetime as dt
from itertools import count

from conductor_desktop.sandbox.books.facts import FIRST_REF_NUMBER, LONGEST_REF_NUMBER, invoice_id
from conductor_desktop.sandbox.books.lines import line_id


class Numbering:
    """Goes on where books of so many invoices and customers end."""

    def __init__(self, invoices: int, customers: int) -> None:
        self._transactions = count(invoices)
        self._lines = count(1)
        self._invoices = invoices
        self._entries = count(customers)
        self._ref_number = FIRST_REF_NUMBER + invoices

    def transaction_id(self, moment: dt.datetime) -> str:
        return invoice_id(next(self._transactions), int(moment.timestamp()))

    def line_id(self, moment: dt.datetime) -> str:
        return line_id(self._invoices, next(self._lines), int(moment.timestamp()))

    def list_id(self, moment: dt.datetime) -> str:
        return f"8{next(self._entries) + 1:07X}-{int(moment.timestamp())}"

    def ref_number(self) -> str:
        """What QuickBooks proposes for the next invoice; the same until one is written."""
        return str(self._ref_number)

    def seen(self, ref_number: str | None) -> None:
        """QuickBooks goes on from the number it saw last, as long as that is a number."""
        if ref_number and ref_number.isascii() and ref_number.isdecimal():
            following = int(ref_number) + 1
            if len(str(following)) <= LONGEST_REF_NUMBER:
                self._ref_number = max(self._ref_number, following)
