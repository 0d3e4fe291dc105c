"""What one invoice sells, in numbers: enough to know what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from conductor_desktop.sandbox.books.awkward import Awkward
from conductor_desktop.sandbox.books.catalogue import Catalogue
from conductor_desktop.sandbox.books.dice import Dice
from conductor_desktop.sandbox.books.facts import InvoiceFacts
from conductor_desktop.sandbox.books.money import share
from conductor_desktop.sandbox.books.names import Item

MANY_LINES = 120

_CREW = 2
"""The crew's place in the list of items, where an awkward invoice needs it."""

_HUGE_QUANTITY = 12_500


class Sold(msgspec.Struct, frozen=True, gc=False):
    """So much of an item at a price. Amounts are in cents, here and below."""

    item: int
    tenths: int
    rate: int
    amount: int
    is_taxed: bool


class Bundle(msgspec.Struct, frozen=True):
    """A ready-made group of items, printed as its parts."""

    parts: tuple[Sold, ...]

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)


class Text(msgspec.Struct, frozen=True, gc=False):
    """Says something and sells nothing."""

    text: str


class Discount(msgspec.Struct, frozen=True, gc=False):
    """On everything before it."""

    percent: int
    amount: int


class Charge(msgspec.Struct, frozen=True, gc=False):
    """An amount without quantity or price."""

    text: str
    amount: int


Entry = Sold | Bundle | Text | Discount | Charge


@dataclass
class Sale:
    """Entries being written; ``subtotal`` and ``taxable`` grow with them."""

    items: list[Item]
    is_exempt: bool
    entries: list[Entry] = field(default_factory=list)
    subtotal: int = 0
    taxable: int = 0

    def sell(self, item: int, tenths: int, rate: int | None = None) -> None:
        self.entries.append(self._sold(item, tenths, rate))

    def bundle(self, dice: Dice) -> None:
        parts = [self._sold(7 + dice.below(9), 10 * dice.between(1, 9), None) for _ in range(2)]
        self.entries.append(Bundle(tuple(parts)))

    def text(self, text: str) -> None:
        self.entries.append(Text(text))

    def discount(self, percent: int) -> None:
        amount = -share(self.subtotal, percent, 100)
        self.subtotal += amount
        self.entries.append(Discount(percent, amount))

    def charge(self, text: str, amount: int) -> None:
        self.subtotal += amount
        self.entries.append(Charge(text, amount))

    def _sold(self, index: int, tenths: int, rate: int | None) -> Sold:
        item = self.items[index]
        price = item.rate_cents if rate is None else rate
        amount = share(price, tenths, 10)
        is_taxed = item.taxable and not self.is_exempt
        self.subtotal += amount
        if is_taxed:
            self.taxable += amount
        return Sold(index, tenths, price, amount, is_taxed)


def make_sale(seed: int, facts: InvoiceFacts, lists: Catalogue) -> Sale:
    sale = Sale(lists.names.items, facts.customer.is_exempt)
    dice = Dice(f"{seed}/{facts.number}/lines")
    if facts.awkward is None or not _sell_awkwardly(sale, facts.awkward, dice):
        _sell_usually(sale, dice)
    return sale


def _sell_awkwardly(sale: Sale, kind: Awkward, dice: Dice) -> bool:
    """Returns whether the awkward kind decides what is sold."""
    if kind is Awkward.MANY_LINES:
        for _ in range(MANY_LINES):
            index = dice.below(len(sale.items))
            sale.sell(index, 10 * dice.between(1, max(1, sale.items[index].most // 6)))
    elif kind is Awkward.NEGATIVE:
        sale.sell(_CREW, 20)
        sale.sell(9, -40)
        sale.sell(8, -30)
    elif kind is Awkward.ZERO:
        sale.sell(_CREW, 20, 0)
        sale.text("Covered by the warranty of one growing season")
    elif kind is Awkward.FINANCE_CHARGE:
        sale.charge("Finance charge on overdue balance", dice.between(700, 9000))
    elif kind is Awkward.HUGE:
        for index in (9, 12, 15):
            sale.sell(index, 10 * _HUGE_QUANTITY)
    else:
        return False
    return True


def _sell_usually(sale: Sale, dice: Dice) -> None:
    for _ in range(dice.between(1, 6)):
        index = dice.below(len(sale.items))
        sale.sell(index, _tenths(sale.items[index], dice))
    if dice.percent(6):
        sale.bundle(dice)
    if dice.percent(5):
        sale.text("Thank you for keeping the gate closed.")
    if dice.percent(8):
        sale.discount(dice.pick((5, 10, 15)))


def _tenths(item: Item, dice: Dice) -> int:
    """Hours and yards come in halves, things in ones."""
    whole = 10 * (1 + min(dice.below(item.most), dice.below(item.most)))
    halves = item.comes_in_halves and dice.percent(30)
    return whole + 5 if halves else whole
