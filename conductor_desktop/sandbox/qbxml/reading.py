"""Takes a request apart: elements by name, nothing unknown, nothing twice that may be once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from conductor_desktop.sandbox.envelope import clip
from conductor_desktop.sandbox.qbxml.statuses import not_written, too_long, unreadable

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_DIGITS = 40
MOST_REPEATED = 5_000
_ATTRIBUTES = ("iterator", "iteratorID", "metaData", "requestID")


class Element:
    """One element with children. ``where`` is its path, for whoever has to find the mistake."""

    def __init__(self, where: str, content: object) -> None:
        if not isinstance(content, Mapping):
            raise unreadable(f'"{where}" has to be an object, not {_kind(content)}.')
        self.where = where
        self._content = content

    def __contains__(self, name: str) -> bool:
        return bool(self._all(name))

    def allow(self, known: Collection[str], not_served: Collection[str] = ()) -> None:
        """Refuses what is in neither, and what QuickBooks knows but these books cannot do."""
        for name in self._content:
            if name in known:
                continue
            if name in not_served:
                raise not_written(self.path(name))
            raise unreadable(f'"{clip(str(name))}" is not known in "{self.where}".{_hint(name)}')

    def path(self, name: str) -> str:
        return f"{self.where}/{name}"

    def child(self, name: str) -> Element | None:
        value = self._one(name)
        return None if value is None else Element(self.path(name), value)

    def children(self, name: str) -> list[Element]:
        values = self._all(name)
        if len(values) == 1:
            return [Element(self.path(name), values[0])]
        return [Element(f"{self.path(name)}[{at}]", value) for at, value in enumerate(values, 1)]

    def text(self, name: str, longest: int | None = None) -> str | None:
        value = self._one(name)
        return None if value is None else _text(value, self.path(name), longest)

    def needed_text(self, name: str) -> str:
        text = self.text(name)
        if text is None:
            raise self.lacks(name)
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(value, self.path(name), None) for value in self._all(name))

    def lacks(self, name: str) -> Exception:
        return unreadable(f'"{self.where}" lacks "{name}".')

    def _one(self, name: str) -> object:
        values = self._all(name)
        if len(values) > 1:
            raise unreadable(f'"{self.path(name)}" was given {len(values)} times, once is allowed.')
        return values[0] if values else None

    def _all(self, name: str) -> list[object]:
        """A list is an element that is repeated; an empty one is an element that is not there."""
        if name not in self._content:
            return []
        value = self._content[name]
        values = value if isinstance(value, list) else [value]
        if len(values) > MOST_REPEATED:
            raise unreadable(
                f'"{self.path(name)}" was given {len(values)} times, the sandbox takes '
                f"{MOST_REPEATED}."
            )
        for one in values:
            if one is None or isinstance(one, list):
                raise unreadable(f'"{self.path(name)}" cannot be {_kind(one)}.')
        return values


def _text(value: object, where: str, longest: int | None) -> str:
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int | float):
        text = _digits(value, where)
    elif isinstance(value, str):
        text = value
    else:
        raise unreadable(f'"{where}" has to be a text or a number, not {_kind(value)}.')
    if _NOT_XML.search(text):
        raise unreadable(f'"{where}" contains a character that XML cannot carry.')
    if longest is not None and len(text) > longest:
        raise too_long(text, where, longest)
    return text


def _digits(value: float, where: str) -> str:
    if isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS:
        raise unreadable(f'"{where}" has more than {_MOST_DIGITS} digits.')
    return str(value)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {list: "a list", str: "a text", int: "a number", float: "a number"}
    return names.get(type(value), "an object")


def _hint(name: str) -> str:
    if name not in _ATTRIBUTES:
        return ""
    return " The attributes of qbXML are not served; MaxReturned limits an answer."
