"""The lines of one invoice, and what they add up to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from conductor_desktop.sandbox.books.awkward import Awkward
from conductor_desktop.sandbox.books.catalogue import Catalogue, Item, list_ref
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.facts import InvoiceFacts
from conductor_desktop.sandbox.books.money import money, share

Document = dict[str, object]

_CREW = 2
"""The crew's place in the list of items, where an awkward invoice needs it."""

_HUGE_QUANTITY = 12_500


@dataclass
class Lines:
    """Lines being written; ``subtotal`` and ``taxable`` grow with them, in cents."""

    facts: InvoiceFacts
    lists: Catalogue
    documents: list[Document] = field(default_factory=list)
    groups: list[Document] = field(default_factory=list)
    subtotal: int = 0
    taxable: int = 0
    _written: int = 0

    def _id(self) -> str:
        self._written += 1
        return line_id(self.facts.number, self._written, self.facts.created)

    def _line(self, **known: object) -> Document:
        document: Document = {
            "id": self._id(),
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
            "customFields": [],
        }
        document.update(known)
        return document

    def item(self, index: int, quantity_tenths: int, rate_cents: int | None = None) -> int:
        """A sold item; returns its amount in cents."""
        document, amount = self._item(index, quantity_tenths, rate_cents)
        self.documents.append(document)
        return amount

    def _item(
        self, index: int, quantity_tenths: int, rate_cents: int | None
    ) -> tuple[Document, int]:
        item = self.lists.names.items[index]
        rate = item.rate_cents if rate_cents is None else rate_cents
        amount = share(rate, quantity_tenths, 10)
        taxed = item.taxable and not self.facts.customer.is_exempt
        self.subtotal += amount
        self.taxable += amount if taxed else 0
        whole, tenth = divmod(quantity_tenths, 10)
        return self._line(
            item=list_ref("item", index, item.name),
            description=item.description,
            quantity=quantity_tenths / 10 if tenth else whole,
            unitOfMeasure=item.unit,
            rate=money(rate),
            amount=money(amount),
            serviceDate=None if item.taxable else self.facts.day.isoformat(),
            salesTaxCode=tax_code(taxed),
        ), amount

    def text(self, text: str) -> None:
        """A line that says something and sells nothing."""
        self.documents.append(self._line(description=text))

    def discount(self, percent: int) -> None:
        """A discount on everything before it."""
        amount = -share(self.subtotal, percent, 100)
        self.subtotal += amount
        index = len(self.lists.names.items)
        self.documents.append(
            self._line(
                item=list_ref("item", index, "Discount"),
                description=f"{percent} % off, with thanks",
                ratePercent=f"-{percent}.0",
                amount=money(amount),
                salesTaxCode=tax_code(False),
            )
        )

    def charge(self, description: str, cents: int) -> None:
        """An amount without quantity or price."""
        self.subtotal += cents
        index = len(self.lists.names.items) + 1
        self.documents.append(
            self._line(
                item=list_ref("item", index, "Fin Chg"),
                description=description,
                amount=money(cents),
                salesTaxCode=tax_code(False),
            )
        )

    def group(self, dice: Dice) -> None:
        """A ready-made bundle, printed as its parts."""
        identifier = self._id()
        parts = [self._item(7 + dice.below(9), 10 * dice.between(1, 9), None) for _ in range(2)]
        self.groups.append(
            {
                "id": identifier,
                "objectType": "qbd_invoice_line_group",
                "itemGroup": list_ref("item group", 0, "Starter bed"),
                "description": "Starter bed, ready to plant",
                "quantity": 1,
                "unitOfMeasure": None,
                "overrideUnitOfMeasureSet": None,
                "shouldPrintItemsInGroup": True,
                "totalAmount": money(sum(amount for _, amount in parts)),
                "serviceDate": None,
                "lines": [document for document, _ in parts],
                "customFields": [],
            }
        )


def line_id(invoice: int, place: int, created: dt.datetime) -> str:
    """Room for 255 lines in each invoice."""
    return f"{(invoice + 1) * 256 + place:X}-{int(created.timestamp())}"


def tax_code(taxed: bool) -> dict[str, str | None]:
    return list_ref("tax code", 0, "Tax") if taxed else list_ref("tax code", 1, "Non")


def write_lines(seed: int, facts: InvoiceFacts, lists: Catalogue) -> Lines:
    lines = Lines(facts, lists)
    dice = Dice(seed, facts.number, "lines")
    if not _write_awkward(lines, dice):
        _write_usual(lines, dice)
    return lines


def _write_awkward(lines: Lines, dice: Dice) -> bool:
    """Returns whether the awkward kind decides the lines."""
    kind = lines.facts.awkward
    items = len(lines.lists.names.items)
    if kind is Awkward.MANY_LINES:
        for _ in range(120):
            index = dice.below(items)
            lines.item(index, 10 * dice.between(1, max(1, _most(lines, index) // 6)))
    elif kind is Awkward.NEGATIVE:
        lines.item(_CREW, 20)
        lines.item(9, -40)
        lines.item(8, -30)
    elif kind is Awkward.ZERO:
        lines.item(_CREW, 20, 0)
        lines.text("Covered by the warranty of one growing season")
    elif kind is Awkward.FINANCE_CHARGE:
        lines.charge("Finance charge on overdue balance", dice.between(700, 9000))
    elif kind is Awkward.HUGE:
        for index in (9, 12, 15):
            lines.item(index, 10 * _HUGE_QUANTITY)
    else:
        return False
    return True


def _write_usual(lines: Lines, dice: Dice) -> None:
    items = len(lines.lists.names.items)
    for _ in range(dice.between(1, 6)):
        index = dice.below(items)
        quantity = _quantity(lines.lists.names.items[index], dice)
        lines.item(index, quantity)
    if dice.percent(6):
        lines.group(dice)
    if dice.percent(5):
        lines.text("Thank you for keeping the gate closed.")
    if dice.percent(8):
        lines.discount(dice.pick((5, 10, 15)))


def _most(lines: Lines, index: int) -> int:
    return lines.lists.names.items[index].most


def _quantity(item: Item, dice: Dice) -> int:
    """In tenths: hours and yards come in halves, things in ones."""
    whole = 10 * (1 + min(dice.below(item.most), dice.below(item.most)))
    halves = item.unit in ("hr", "yd", "ton") and dice.percent(30)
    return whole + 5 if halves else whole
