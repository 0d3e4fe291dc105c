"""The lines of an invoice that is written: new ones, and those that are kept or changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.lines import tax_code
from conductor_desktop.sandbox.qbxml.amounts import (
    FIGURES,
    AmountTooLarge,
    amount_of,
    work_out_line,
)
from conductor_desktop.sandbox.qbxml.answers import Desk
from conductor_desktop.sandbox.qbxml.fields import Written, blank, take
from conductor_desktop.sandbox.qbxml.filters import not_both
from conductor_desktop.sandbox.qbxml.lists import DISCOUNT, item_of
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import (
    empty,
    no_such_object,
    not_convertible,
    unreadable,
)
from conductor_desktop.sandbox.qbxml.tables.invoice import INVOICE_LINE

NEW_LINE = "-1"
"""The TxnLineID of a line that an InvoiceMod adds."""

_NOT_SERVED = (
    "PriceLevelRef",
    "OptionForPriceRuleConflict",
    "OverrideItemAccountRef",
    "LinkToTxn",
    "DataExt",
)

Line = dict[str, Any]


class LineWriter:
    """Writes lines one after the other, because a discount depends on those above it."""

    def __init__(self, desk: Desk) -> None:
        self._ledger: Ledger = desk.ledger
        self._lists = desk.lists
        self._now: dt.datetime = desk.now
        self._before = 0

    def add(self, element: Element) -> Line:
        """``InvoiceLineAdd``. A line without a sales tax code comes out untaxed (measured)."""
        return self._write(element, self._new(), Written.ADD)

    def modify(self, element: Element, known: dict[str, Line]) -> Line:
        """``InvoiceLineMod``: the line keeps what is not mentioned, and leaves ``known``, which are
        by their ids: no line can be mentioned twice."""
        identifier = element.needed_text("TxnLineID")
        if identifier == NEW_LINE:
            return self._write(element, self._new(), Written.MOD)
        if identifier not in known:
            raise no_such_object(identifier)
        return self._write(element, dict(known.pop(identifier)), Written.MOD)

    def _new(self) -> Line:
        return blank(INVOICE_LINE, "qbd_invoice_line") | {"id": self._ledger.new_line_id(self._now)}

    def _write(self, element: Element, line: Line, when: Written) -> Line:
        also = ("TxnLineID",) if when is Written.MOD else ()
        taken = take(INVOICE_LINE, element, when, also=also, not_served=_NOT_SERVED)
        not_both(element, "Rate", "RatePercent")
        given = self._lists.resolved(taken, "Invoice line")
        _exchange_item(line, given)
        line.update(given)
        _check(element, line)
        if line["item"] is not None and FIGURES & set(given):
            self._work_out(element, line, set(given))
        self._before += amount_of(line)
        return line

    def _work_out(self, element: Element, line: Line, given: set[str]) -> None:
        if "ratePercent" not in given and "rate" in given:
            line["ratePercent"] = None
        try:
            work_out_line(line, given, self._before)
        except AmountTooLarge:
            raise not_convertible(
                "3040", "amount", f"{line['quantity']} × {line['rate']}", element.where
            ) from None


def _exchange_item(line: Line, given: dict[str, Any]) -> None:
    """A line with another item than before starts from what the list knows about that item."""
    if "item" not in given or given["item"] == line["item"]:
        return
    item = item_of(given["item"])
    line.update(
        description=item.description if item else None,
        unitOfMeasure=item.unit if item else None,
        rate=None,
        ratePercent=None,
        salesTaxCode=line["salesTaxCode"] or tax_code(False),
    )


def _check(element: Element, line: Line) -> None:
    figures = [line[key] for key in ("quantity", "rate", "ratePercent", "amount")]
    if line["item"] is None and any(figure is not None for figure in figures):
        raise empty(element.path("ItemRef"))
    if line["item"] and line["item"]["fullName"] == DISCOUNT and line["quantity"] is not None:
        raise unreadable(f'"{element.where}" is a discount and cannot have a "Quantity".')
