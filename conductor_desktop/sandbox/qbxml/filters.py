"""The filters that queries of several objects share: entries of lists, names, days, moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from conductor_desktop.sandbox.books.catalogue import Ref
from conductor_desktop.sandbox.qbxml.kinds import Choice
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import no_such_object, not_convertible, unreadable
from conductor_desktop.sandbox.queries.words import moment_of

_FIRST_MOMENT = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST_MOMENT = dt.datetime(2038, 1, 19, 3, 14, 7, tzinfo=dt.UTC)
_LARGEST_COUNT = 2_147_483_647

_MATCH = Choice({"StartsWith": "starts_with", "Contains": "contains", "EndsWith": "ends_with"})

_BY_ENTRY = ("ListID", "FullName")
_WITH_CHILDREN = ("ListIDWithChildren", "FullNameWithChildren")


@dataclass(frozen=True)
class TextMatch:
    """``RefNumberFilter`` and ``NameFilter``: one of the three is asked for."""

    contains: str | None = None
    starts_with: str | None = None
    ends_with: str | None = None


def text_match(element: Element, name: str, value: str) -> TextMatch:
    holder = element.child(name)
    if holder is None:
        return TextMatch()
    holder.allow(("MatchCriterion", value))
    criterion = _MATCH.read(holder.needed_text("MatchCriterion"), holder.path("MatchCriterion"))
    return TextMatch(**{criterion: holder.needed_text(value)})


def text_range(element: Element, name: str, first: str, last: str) -> tuple[str | None, str | None]:
    holder = element.child(name)
    if holder is None:
        return None, None
    holder.allow((first, last))
    return holder.text(first), holder.text(last)


def not_both(element: Element, one: str, other: str) -> None:
    if one in element and other in element:
        raise unreadable(f'"{element.where}" takes "{one}" or "{other}", not both.')


def moment_range(holder: Element) -> tuple[dt.datetime | None, dt.datetime | None]:
    """``FromModifiedDate`` and ``ToModifiedDate``; a day alone means its start, or its end."""
    return (
        _moment(holder, "FromModifiedDate", at_end=False),
        _moment(holder, "ToModifiedDate", at_end=True),
    )


def _moment(holder: Element, name: str, *, at_end: bool) -> dt.datetime | None:
    text = holder.text(name)
    if text is None:
        return None
    try:
        moment = moment_of(text, at_end=at_end)
        if not _FIRST_MOMENT <= moment <= _LAST_MOMENT:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise not_convertible("3020", "date", text, holder.path(name)) from None
    return moment


def count_of(element: Element, name: str) -> int | None:
    """A whole number from 1 up."""
    text = element.text(name)
    if text is None:
        return None
    is_whole = text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST_COUNT))
    if not is_whole or not 1 <= int(text) <= _LARGEST_COUNT:
        raise not_convertible("3085", "number", text, element.path(name))
    return int(text)


Find = Callable[[str | None, str | None], Ref | None]
"""Looks an entry up by its id or else by its full name."""

Below = Callable[[Ref], Iterable[str]]
"""The ids of the children of an entry, and of theirs."""


def entry_filter(
    element: Element, name: str, find: Find, below: Below | None = None
) -> frozenset[str]:
    """The ids that a filter like ``EntityFilter`` lets through; none of them means all.

    Without ``below`` the list is a flat one, and the filter knows no children.
    """
    holder = element.child(name)
    if holder is None:
        return frozenset()
    ways = _BY_ENTRY if below is None else _BY_ENTRY + _WITH_CHILDREN
    holder.allow(ways)
    used = [way for way in ways if way in holder]
    if len(used) != 1:
        raise unreadable(f'"{holder.where}" takes exactly one of {", ".join(ways)}.')
    if below is None or used[0] in _BY_ENTRY:
        entries = [_entry(find, used[0], value) for value in holder.texts(used[0])]
        return frozenset(entry["id"] or "" for entry in entries)
    entry = _entry(find, used[0], holder.needed_text(used[0]))
    return frozenset((entry["id"] or "", *below(entry)))


def no_children(_entry: Ref) -> tuple[str, ...]:
    """For lists whose entries could have children and have none in these books."""
    return ()


def _entry(find: Find, way: str, value: str) -> Ref:
    entry = find(value, None) if way.startswith("ListID") else find(None, value)
    if entry is None:
        raise no_such_object(value)
    return entry
