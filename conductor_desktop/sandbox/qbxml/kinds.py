"""How a value is spelled in qbXML and in Conductor's documents, in both directions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import (
    not_convertible,
    unreadable,
    wrong_value,
)

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_WHOLE_DIGITS = 11

FIRST_DAY = dt.date(1901, 1, 1)


class Kind:
    """What an element of one sort holds. ``spell`` gives None for what is then left out."""

    def spell(self, value: Any) -> Any:
        """From a document to qbXML."""
        return None if value is None or value == "" else value

    def take(self, holder: Element, name: str) -> Any:
        """From the element ``name`` in ``holder``, which is there, to a document."""
        text = holder.text(name, self.longest)
        return self.read(text, holder.path(name)) if text else None

    def read(self, text: str, where: str) -> Any:
        raise NotImplementedError

    @property
    def longest(self) -> int | None:
        return None


@dataclass(frozen=True)
class Text(Kind):
    most: int | None = None

    def read(self, text: str, where: str) -> str:
        return text

    @property
    def longest(self) -> int | None:
        return self.most


class Flag(Kind):
    """A boolean of JSON on both sides; a request may also say it as XML would."""

    def read(self, text: str, where: str) -> bool:
        if text not in ("true", "false", "1", "0"):
            raise not_convertible("3010", "boolean", text, where)
        return text in ("true", "1")


@dataclass(frozen=True)
class Number(Kind):
    """A decimal number with ``least`` to ``places`` decimals, a text on both sides.

    ``name`` and ``code`` are for its refusal.
    """

    name: str
    code: str
    places: int
    least: int = 2

    def read(self, text: str, where: str) -> Any:
        whole, _, fraction = text.lstrip("-").partition(".")
        if (
            not _NUMBER.fullmatch(text)
            or len(fraction.rstrip("0")) > self.places
            or len(whole.lstrip("0")) > _MOST_WHOLE_DIGITS
        ):
            raise not_convertible(self.code, self.name, text, where)
        return self.document_value(Decimal(text))

    def document_value(self, number: Decimal) -> Any:
        return decimal_text(number, self.least)


class Quantity(Number):
    """A number of JSON on both sides."""

    def document_value(self, number: Decimal) -> int | float:
        return int(number) if number == number.to_integral_value() else float(number)


class TaxPercent(Kind):
    """Conductor has a fraction (``"0.086"``) where QuickBooks has per cent (``8.6``)."""

    def spell(self, value: Any) -> str | None:
        if value is None:
            return None
        return decimal_text(Decimal(value) * 100)


@dataclass(frozen=True)
class Day(Kind):
    def read(self, text: str, where: str) -> str:
        return read_day(text, where).isoformat()


class Moment(Kind):
    """Written by QuickBooks alone."""


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words; ``words`` goes from qbXML's to Conductor's."""

    words: Mapping[str, str]

    def spell(self, value: Any) -> str | None:
        return next((ours for ours, theirs in self.words.items() if theirs == value), None)

    def read(self, text: str, where: str) -> str:
        try:
            return self.words[text]
        except KeyError:
            raise wrong_value(where, text, ", ".join(self.words)) from None


class TransactionNumber(Kind):
    """The number that the first part of a TxnID is, in hexadecimal."""

    def spell(self, value: Any) -> int:
        return int(value.partition("-")[0], 16)


@dataclass(frozen=True)
class Reference:
    """What a request says about an entry of a list, not looked up yet."""

    to: ReferenceTo
    list_id: str | None
    full_name: str | None

    @property
    def shown(self) -> str:
        return self.list_id or self.full_name or ""


@dataclass(frozen=True)
class ReferenceTo(Kind):
    """``{"ListID", "FullName"}``. ``noun`` is what QuickBooks calls an entry of ``list_name``."""

    list_name: str
    noun: str

    def spell(self, value: Any) -> dict[str, str] | None:
        if value is None:
            return None
        spelled = {"ListID": value["id"], "FullName": value["fullName"]}
        return {name: text for name, text in spelled.items() if text}

    def take(self, holder: Element, name: str) -> Reference | None:
        """None for a reference that is there and empty: QuickBooks clears it."""
        child = holder.child(name)
        assert child is not None  # noqa: S101  it is only asked for when it is there
        child.allow(("ListID", "FullName"))
        list_id, full_name = child.text("ListID"), child.text("FullName")
        if list_id is None and full_name is None:
            raise unreadable(f'"{child.where}" needs a ListID or a FullName.')
        return Reference(self, list_id, full_name) if list_id or full_name else None


def decimal_text(number: Decimal, least: int = 2) -> str:
    """With as many decimals as it needs, but at least so many; never ``-0``."""
    exact = number.normalize() + 0
    places = max(least, -int(exact.as_tuple().exponent))
    return f"{exact:.{places}f}"


def read_day(text: str, where: str) -> dt.date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise not_convertible("3020", "date", text, where) from None
    if day < FIRST_DAY:
        raise not_convertible("3020", "date", text, where)
    return day


def words(names: str) -> dict[str, str]:
    """``"InProgress None"`` → ``{"InProgress": "in_progress", "None": "none"}``."""
    return {name: _snake(name) for name in names.split()}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


FLAG = Flag()
DAY = Day()
MOMENT = Moment()
TEXT = Text()
AMOUNT = Number("amount", "3040", 2)
PRICE = Number("price", "3045", 5)
PERCENT = Number("percentage", "3050", 5, least=1)
QUANTITY = Quantity("quantity", "3060", 5)
RATE = Quantity("number", "3085", 10)
