"""The lines of an invoice as Conductor sends them: all 21 fields, and 12 of each group."""

from __future__ import annotations

from conductor_desktop.sandbox.books.catalogue import Catalogue, Ref, list_ref
from conductor_desktop.sandbox.books.facts import InvoiceFacts, iso_day
from conductor_desktop.sandbox.books.money import money
from conductor_desktop.sandbox.books.sale import Bundle, Charge, Discount, Entry, Sale, Sold, Text

Document = dict[str, object]

_TAXED = list_ref("tax code", 0, "Tax")
_NOT_TAXED = list_ref("tax code", 1, "Non")


_EMPTY: Document = {
    "id": None,
    "objectType": "qbd_invoice_line",
    "item": None,
    "description": None,
    "quantity": None,
    "unitOfMeasure": None,
    "overrideUnitOfMeasureSet": None,
    "rate": None,
    "ratePercent": None,
    "class": None,
    "amount": None,
    "inventorySite": None,
    "inventorySiteLocation": None,
    "serialNumber": None,
    "lotNumber": None,
    "expirationDate": None,
    "serviceDate": None,
    "salesTaxCode": None,
    "otherCustomField1": None,
    "otherCustomField2": None,
    "customFields": None,
}
"""A line that says nothing yet."""


def tax_code(taxed: bool) -> Ref:
    return _TAXED if taxed else _NOT_TAXED


def line_id(invoice: int, place: int, created_at: int) -> str:
    """Room for 255 lines in each invoice; ``created_at`` in seconds."""
    return f"{(invoice + 1) * 256 + place:X}-{created_at}"


def write_lines(
    facts: InvoiceFacts, sale: Sale, lists: Catalogue
) -> tuple[list[Document], list[Document]]:
    """The lines, and the groups of lines, which Conductor keeps apart."""
    writer = _Writer(facts, lists)
    lines: list[Document] = []
    groups: list[Document] = []
    for entry in sale.entries:
        if isinstance(entry, Bundle):
            groups.append(writer.group(entry))
        else:
            lines.append(writer.line(entry))
    return lines, groups


class _Writer:
    """Counts the lines of one invoice, for their ids."""

    def __init__(self, facts: InvoiceFacts, lists: Catalogue) -> None:
        self._number = facts.number
        self._created_at = facts.created_at
        self._day = iso_day(facts.ordinal)
        self._lists = lists
        self._written = 0

    def line(self, entry: Entry) -> Document:
        if isinstance(entry, Sold):
            return self._sold(entry)
        document = self._empty()
        if isinstance(entry, Text):
            document["description"] = entry.text
        elif isinstance(entry, Discount):
            document["item"] = self._lists.discount
            document["description"] = f"{entry.percent} % off, with thanks"
            document["ratePercent"] = f"-{entry.percent}.0"
            document["amount"] = money(entry.amount)
            document["salesTaxCode"] = _NOT_TAXED
        elif isinstance(entry, Charge):
            document["item"] = self._lists.finance_charge
            document["description"] = entry.text
            document["amount"] = money(entry.amount)
            document["salesTaxCode"] = _NOT_TAXED
        return document

    def group(self, bundle: Bundle) -> Document:
        return {
            "id": self._id(),
            "objectType": "qbd_invoice_line_group",
            "itemGroup": self._lists.refs["item group"][0],
            "description": "Starter bed, ready to plant",
            "quantity": 1,
            "unitOfMeasure": None,
            "overrideUnitOfMeasureSet": None,
            "shouldPrintItemsInGroup": True,
            "totalAmount": money(bundle.amount),
            "serviceDate": None,
            "lines": [self._sold(part) for part in bundle.parts],
            "customFields": [],
        }

    def _sold(self, sold: Sold) -> Document:
        item = self._lists.names.items[sold.item]
        whole, tenth = divmod(sold.tenths, 10)
        document = self._empty()
        document["item"] = self._lists.refs["item"][sold.item]
        document["description"] = item.description
        document["quantity"] = sold.tenths / 10 if tenth else whole
        document["unitOfMeasure"] = item.unit
        document["rate"] = money(sold.rate)
        document["amount"] = money(sold.amount)
        document["serviceDate"] = None if item.taxable else self._day
        document["salesTaxCode"] = _TAXED if sold.is_taxed else _NOT_TAXED
        return document

    def _empty(self) -> Document:
        document = _EMPTY.copy()
        document["id"] = self._id()
        document["customFields"] = []
        return document

    def _id(self) -> str:
        self._written += 1
        return line_id(self._number, self._written, self._created_at)
