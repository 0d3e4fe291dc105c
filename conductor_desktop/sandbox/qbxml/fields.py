"""One table per object says which element is which field; both directions read the same table."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conductor_desktop.sandbox.qbxml.kinds import Kind
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import empty


class Written(enum.Enum):
    """The two requests that say what an element holds."""

    ADD = enum.auto()
    MOD = enum.auto()


NEVER: frozenset[Written] = frozenset()
ADD = frozenset({Written.ADD})
MOD = frozenset({Written.MOD})
ALWAYS = ADD | MOD


@dataclass(frozen=True)
class Field:
    """``element`` in qbXML is ``key`` in Conductor's document.

    A ``firm`` one always has a value: a request may leave it out, but not empty it.
    """

    element: str
    key: str
    kind: Kind
    written: frozenset[Written] = NEVER
    firm: bool = False


Fields = Sequence[Field]

Values = dict[str, Any]
"""A document, or a part of one, by Conductor's names."""


@dataclass(frozen=True)
class Aggregate(Kind):
    """An element with elements of its own."""

    fields: Fields

    def spell(self, value: Any) -> dict[str, Any] | None:
        return spell(self.fields, value) or None if value else None

    def take(self, holder: Element, name: str) -> Values | None:
        child = holder.child(name)
        return None if child is None else take_whole(self.fields, child)


@dataclass(frozen=True)
class Repeated(Kind):
    """Elements of the same name: none is missing, one is an object, several are a list."""

    fields: Fields

    def spell(self, value: Any) -> Any:
        return one_or_many([spell(self.fields, one) for one in value or ()])

    def take(self, holder: Element, name: str) -> list[Values]:
        return [take_whole(self.fields, child) for child in holder.children(name)]


def blank(fields: Fields, object_type: str) -> Values:
    """A document with all its fields and nothing in them."""
    nothing: Values = {f.key: [] if isinstance(f.kind, Repeated) else None for f in fields}
    return {**nothing, "objectType": object_type}


def spell(fields: Fields, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as QuickBooks would send it: what is null or empty is not there."""
    spelled = ((field.element, field.kind.spell(document[field.key])) for field in fields)
    return {element: value for element, value in spelled if value is not None}


def one_or_many(spelled: list[dict[str, Any]]) -> Any:
    if len(spelled) == 1:
        return spelled[0]
    return spelled or None


def take(
    fields: Fields,
    element: Element,
    when: Written,
    *,
    also: Collection[str] = (),
    not_served: Collection[str] = (),
) -> Values:
    """The fields that the request names, by Conductor's names; null for those it empties.

    ``also`` are the elements that the caller reads, ``not_served`` those QuickBooks knows too.
    """
    taken = [field for field in fields if when in field.written]
    element.allow({*also, *(field.element for field in taken)}, not_served)
    return {field.key: _taken(field, element) for field in taken if field.element in element}


def take_whole(fields: Fields, element: Element) -> Values:
    """An aggregate: what is left out of it is gone, and what is firm has to be there."""
    taken = take(fields, element, Written.ADD)
    for field in fields:
        if field.firm and field.key not in taken:
            raise element.lacks(field.element)
    return {**dict.fromkeys(field.key for field in fields), **taken}


def _taken(field: Field, element: Element) -> object:
    value = field.kind.take(element, field.element)
    if value is None and field.firm:
        raise empty(element.path(field.element))
    return value
