"""The columns of the customer table: what each shows and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt

from conductor_desktop.conductor.models import Customer, Ref
from conductor_desktop.services.addresses import address_lines
from conductor_desktop.services.currencies import decimals_of
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

SortValue = str | Decimal
"""Within one column always of one type."""


@dataclass(frozen=True)
class Column:
    """One column. ``text`` is what is shown, "" when missing; ``value`` is what is sorted by.

    ``plain`` is another way people type what is shown: an amount without grouping. ``sample`` is
    the longest text that usually stands in it.
    """

    key: str
    title: str
    text: Callable[[Customer, Formats], str]
    value: Callable[[Customer], SortValue | None]
    sample: str
    is_money: bool = False
    plain: Callable[[Customer], str] | None = None

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Amounts stand under each other by their decimals."""
        return _RIGHT if self.is_money else _LEFT


def _words(key: str, title: str, sample: str, read: Callable[[Customer], str | None]) -> Column:
    def text(customer: Customer, _formats: Formats) -> str:
        return one_line(read(customer) or "")

    def value(customer: Customer) -> str | None:
        return fold(one_line(read(customer) or "")) or None

    return Column(key, title, text, value, sample)


def _money(key: str, title: str, read: Callable[[Customer], Decimal | None]) -> Column:
    def text(customer: Customer, formats: Formats) -> str:
        amount = read(customer)
        decimals = decimals_of(_name(customer.currency))
        return "" if amount is None else formats.money(amount, decimals)

    def plain(customer: Customer) -> str:
        amount = read(customer)
        return "" if amount is None else format(amount, "f")

    return Column(key, title, text, read, "8,888,888.88", is_money=True, plain=plain)


def _name(ref: Ref | None) -> str | None:
    return ref.full_name if ref else None


COLUMNS: tuple[Column, ...] = (
    _words("customer", "Customer", "Northwind Builders & Sons:Roof", lambda one: one.full_name),
    _words("contact", "Contact", "Marguerite Rasmussen", lambda one: one.contact),
    _words("phone", "Phone", "+1-602-555-0100", lambda one: one.phone),
    _money("balance", "Balance", lambda one: one.balance),
    _money("with_jobs", "With jobs", lambda one: one.total_balance),
    _words("currency", "Currency", "US Dollar", lambda one: _name(one.currency)),
    _words("email", "E-mail", "office@northwind.example", lambda one: one.email),
    _words("terms", "Terms", "2% 10 Net 30", lambda one: _name(one.terms)),
    _words("status", "Status", "Inactive", lambda one: "Active" if one.is_active else "Inactive"),
    _words(
        "address",
        "Address",
        "1 Long Street, Tempe AZ 85281",
        lambda one: ", ".join(address_lines(one.billing_address)),
    ),
)

POSITIONS: dict[str, int] = {column.key: position for position, column in enumerate(COLUMNS)}
