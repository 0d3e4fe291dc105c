"""How amounts, days and text are written for the person at this PC."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QDate, QLocale

from conductor_desktop.services.currencies import USUAL_DECIMALS
from conductor_desktop.services.export.text import clean

_AMOUNT = re.compile(r"-?(?=[.0-9])[0-9]{0,18}(?:\.[0-9]{0,10})?(?<=[0-9])")
_SEPARATORS = ("\u00a0", "\u202f", "'", "’")  # which of these a country uses changes with time
_AHEAD = 20  # years that somebody may be thinking of
_LARGEST_QT_INTEGER = 2**63 - 1
_GROUPED = (0, 12, 123, 1234, 12_345, 123_456, 1_234_567, 1_234_567_890_123)
"""What shows how a country groups digits: some leave four together, India groups by two."""


class Formats:
    """Writes values the way ``locale`` does; ``today`` decides what is overdue.

    The "C" locale belongs to servers and says nothing about a person, so it reads as US English.
    """

    def __init__(self, locale: QLocale, today: date) -> None:
        if locale.language() == QLocale.Language.C:
            locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        self._locale = locale
        self._point = locale.decimalPoint()
        self._minus = locale.negativeSign()
        zero = ord(locale.zeroDigit())
        self._digits = {ord("0") + digit: chr(zero + digit) for digit in range(10)}
        self._plain_digits = {zero + digit: chr(ord("0") + digit) for digit in range(10)}
        self._days: dict[date, str] = {}
        self._separator = locale.groupSeparator()
        # Asking Qt takes ten times as long, and is needed only where groups are not of three.
        self._groups_by_three = all(
            self._in_threes(number) == locale.toString(number) for number in _GROUPED
        )
        self.today = today

    def money(self, amount: Decimal, decimals: int = USUAL_DECIMALS) -> str:
        """Exact and grouped, with at least ``decimals`` and never fewer than ``amount`` has.

        In a currency without decimals noughts behind the point are none.
        """
        whole, _, cents = format(amount.copy_abs(), "f").partition(".")
        sign = self._minus if amount < 0 else ""
        if decimals < USUAL_DECIMALS:
            cents = cents.rstrip("0")
        if not (cents or decimals):
            return f"{sign}{self._grouped(int(whole))}"
        cents = self._native(cents.ljust(decimals, "0"))
        return f"{sign}{self._grouped(int(whole))}{self._point}{cents}"

    def amount(self, text: str) -> Decimal | None:
        """What a person means by ``text``, written as amounts are here; ``None`` for no amount."""
        plain = text.replace(self._minus, "-").translate(self._plain_digits)
        for separator in (self._locale.groupSeparator(), *_SEPARATORS):
            plain = plain.replace(separator, "")
        plain = plain.replace(self._point, ".")
        return Decimal(plain) if _AMOUNT.fullmatch(plain) else None

    def typed(self, plain: str) -> str:
        """An amount with "." and digits from 0 to 9, as ``amount`` reads it."""
        return plain.replace(".", self._point)

    def count(self, number: int) -> str:
        """A whole number, grouped."""
        return self._grouped(number)

    def day(self, day: date) -> str:
        """The short form of the locale; on Windows the one the user chose in the settings."""
        text = self._days.get(day)
        if text is None:
            qt_day = QDate(day.year, day.month, day.day)
            text = self._locale.toString(qt_day, QLocale.FormatType.ShortFormat)
            self._days[day] = text
        return text

    def read_day(self, text: str) -> date | None:
        """What a person means by ``text``: as days are written here, or as ISO writes them."""
        plain = text.strip().translate(self._plain_digits)
        try:
            return date.fromisoformat(plain)
        except ValueError:
            pass
        short = self._locale.dateFormat(QLocale.FormatType.ShortFormat)
        for pattern in (short, short.replace("yyyy", "yy").replace("yy", "yyyy")):
            day = self._locale.toDate(plain, pattern)
            if day.isValid():
                # Qt takes two digits of a year for one of the last century.
                is_short = "yyyy" not in pattern
                years = 100 if is_short and day.year() + 100 <= self.today.year + _AHEAD else 0
                day = day.addYears(years)
                return date(day.year(), day.month(), day.day())
        return None

    def _native(self, digits: str) -> str:
        return digits.translate(self._digits)

    def _in_threes(self, number: int) -> str:
        return self._native(f"{number:,}").replace(",", self._separator)

    def _grouped(self, number: int) -> str:
        if self._groups_by_three:
            return self._in_threes(number)
        if number <= _LARGEST_QT_INTEGER:
            return self._locale.toString(number)
        head, tail = divmod(number, 1000)
        return f"{self._grouped(head)}{self._locale.groupSeparator()}{self._native(f'{tail:03d}')}"


def local_today() -> date:
    """The day it is where this PC is."""
    return datetime.now().astimezone().date()


def current_formats() -> Formats:
    """The formats of the user of this PC, today."""
    return Formats(QLocale(), local_today())


def fold(text: str) -> str:
    """``text`` for comparing: without case and accents, so that "Elan" finds "Élan"."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(
            character for character in decomposed if not unicodedata.combining(character)
        )
    return text.casefold()


def one_line(text: str) -> str:
    """``text`` without line breaks, tabs and runs of blanks, which would break a row.

    A visible mark stands for what would turn the text around it, or cannot be written at all.
    """
    line = " ".join(text.split())
    return line if line.isprintable() else clean(line)
