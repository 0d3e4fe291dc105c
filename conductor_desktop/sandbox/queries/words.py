"""Reads what a client sent, and says exactly what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from conductor_desktop.sandbox.books.facts import PC_ZONE
from conductor_desktop.sandbox.envelope import clip, invalid_request

LONGEST_TEXT = 255
LARGEST_PAGE = 150

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,5})?", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
)


class Fields:
    """A JSON object of which every key has to be known."""

    def __init__(self, body: bytes, known: Iterable[str]) -> None:
        try:
            document = msgspec.json.decode(body)
        except (ValueError, RecursionError):
            raise invalid_request("The request body is not valid JSON.") from None
        if not isinstance(document, dict):
            raise invalid_request("Invalid input: expected an object as the request body")
        unknown = sorted(set(document) - set(known))
        if unknown:
            raise invalid_request(f"Unrecognized key in the request body: '{clip(unknown[0])}'")
        self._document: dict[str, object] = document

    def text(self, name: str, *, shortest: int = 1, longest: int = LONGEST_TEXT) -> str:
        """A text that has to be there."""
        value = self._document.get(name)
        if not isinstance(value, str):
            raise _expected("string", value, name, is_missing=name not in self._document)
        if len(value) < shortest:
            raise invalid_request(
                f'Too small: expected string to have >={shortest} characters at "{name}"'
            )
        return _not_longer(value, name, longest)

    def optional_text(self, name: str, longest: int) -> str | None:
        if name not in self._document:
            return None
        value = self._document[name]
        if not isinstance(value, str):
            raise _expected("string", value, name)
        return _not_longer(value, name, longest)

    def number(self, name: str, default: float, lowest: float, highest: float) -> float:
        if name not in self._document:
            return default
        value = self._document[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _expected("number", value, name)
        if not lowest <= value <= highest:
            raise invalid_request(
                f'Invalid input: expected number between {lowest:g} and {highest:g} at "{name}"'
            )
        return float(value)


def _not_longer(value: str, name: str, longest: int) -> str:
    if len(value) > longest:
        raise invalid_request(
            f'Too big: expected string to have <={longest} characters at "{name}"'
        )
    return value


def _expected(kind: str, value: object, name: str, *, is_missing: bool = False) -> Exception:
    names = {str: "string", bool: "boolean", int: "number", float: "number", list: "array"}
    got = "undefined" if is_missing else names.get(type(value), "object" if value else "null")
    return invalid_request(f'Invalid input: expected {kind}, received {got} at "{name}"')


class Query:
    """A query string of which every parameter has to be known; lists come as repeated keys."""

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]],
        *,
        single: Iterable[str] = (),
        repeated: Iterable[str] = (),
    ) -> None:
        self._values: dict[str, list[str]] = {}
        lists = set(repeated)
        known = lists | set(single)
        for name, value in pairs:
            if name not in known:
                raise invalid_request(f"Unrecognized query parameter: '{clip(name)}'")
            values = self._values.setdefault(name, [])
            values.append(value)
            if len(values) > 1 and name not in lists:
                raise invalid_request(f'The query parameter "{name}" was given more than once')

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._values.get(name, ()))

    def text(self, name: str) -> str | None:
        values = self._values.get(name)
        return values[0] if values else None

    def whole(self, name: str, default: int, lowest: int, highest: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
            raise invalid_request(f'Invalid input: expected integer at "{name}"')
        value = int(text)
        if value < lowest:
            raise invalid_request(f'Too small: expected number to be >={lowest} at "{name}"')
        if value > highest:
            raise invalid_request(f'Too big: expected number to be <={highest} at "{name}"')
        return value

    def flag(self, name: str, default: bool) -> bool:
        return self.choice(name, ("true", "false"), "true" if default else "false") == "true"

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        text = self.text(name)
        if text is None:
            return default
        if text not in options:
            listed = "|".join(f'"{option}"' for option in options)
            raise invalid_request(f'Invalid option: expected one of {listed} at "{name}"')
        return text

    def amount(self, name: str) -> Decimal:
        """A decimal string of a parameter that is there."""
        text = self._values[name][0]
        if not _AMOUNT.fullmatch(text):
            raise invalid_request(f'Invalid decimal number at "{name}"')
        return Decimal(text)

    def refuse_mixture(self, matches: Sequence[str], ranges: Sequence[str] = ()) -> None:
        """One of ``matches`` at most, and none of them beside ``ranges``."""
        used = [name for name in matches if name in self]
        if len(used) > 1:
            raise invalid_request(f'"{used[0]}" and "{used[1]}" cannot be used together')
        others = [name for name in ranges if name in self]
        if used and others:
            raise invalid_request(f'"{used[0]}" and "{others[0]}" cannot be used together')

    def day(self, name: str) -> dt.date | None:
        """A plain date, ``YYYY-MM-DD``."""
        text = self.text(name)
        return None if text is None else _day(text, name)

    def moment(self, name: str, *, at_end: bool) -> dt.datetime | None:
        """A date (its start or end on the QuickBooks PC), a local time, or one with an offset."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return moment_of(text, at_end=at_end)
        except ValueError:
            hint = " (send '+' as '%2B')" if " " in text else ""
            raise invalid_request(f'Invalid ISO datetime or date at "{name}"{hint}') from None


def moment_of(text: str, *, at_end: bool) -> dt.datetime:
    """What a date, a local time or a time with an offset means on the QuickBooks PC.

    A date is its start, or its end. Raises ``ValueError``.
    """
    if _DAY.fullmatch(text):
        clock = dt.time.max if at_end else dt.time.min
        return dt.datetime.combine(dt.date.fromisoformat(text), clock, PC_ZONE)
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=PC_ZONE)


def _day(text: str, name: str) -> dt.date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise invalid_request(f'Invalid ISO date at "{name}"') from None
