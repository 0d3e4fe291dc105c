"""An answer in qbXML: the objects, one by one, and what of them was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conductor_desktop.sandbox.books.catalogue import Ref
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.lines import Document
from conductor_desktop.sandbox.qbxml.fields import Fields, Values, spell
from conductor_desktop.sandbox.qbxml.lists import Lists
from conductor_desktop.sandbox.qbxml.reading import Element

_CUSTOM_FIELDS = "DataExtRet"
_PUBLIC_OWNER = "0"
"""The owner of all custom fields in these books: the users of QuickBooks themselves."""


@dataclass(frozen=True)
class Desk:
    """What requests are answered from. ``now`` is the time on the QuickBooks PC."""

    ledger: Ledger
    lists: Lists
    company: str
    now: dt.datetime

    def customer(self, ref: Ref) -> Values:
        """The document of a customer who was looked up in the list."""
        index = self.ledger.customers.find(ref["id"] or "")
        assert index is not None  # noqa: S101  the reference comes from that list
        return self.ledger.customers.document(index)


@dataclass(frozen=True)
class Answer:
    """``{"…Rs": {"…Ret": …}}``; the objects are put together only as they are taken."""

    response: str
    ret: str
    objects: Iterator[dict[str, Any]]


def shape(fields: Fields, request: Element) -> Fields:
    """What of an object is wanted: ``IncludeRetElement`` and ``OwnerID``.

    Custom fields are there only for those who name their owner. A wrong name in
    ``IncludeRetElement`` is not an error, as QuickBooks has it.
    """
    only = set(request.texts("IncludeRetElement"))
    owners = request.texts("OwnerID")
    return [
        field
        for field in fields
        if (not only or field.element in only)
        and (field.element != _CUSTOM_FIELDS or _PUBLIC_OWNER in owners)
    ]


def content_of(request: Element, name: str) -> Element:
    """What an add or a mod request is about: its one aggregate."""
    request.allow((name, "IncludeRetElement"))
    content = request.child(name)
    if content is None:
        raise request.lacks(name)
    return content


def next_revision(before: str | None, now: dt.datetime) -> str:
    """An EditSequence is a time, and never the same twice."""
    return str(max(int(now.timestamp()), int(before or 0) + 1))


def one(response: str, ret: str, fields: Fields, document: Document) -> Answer:
    return Answer(response, ret, iter((spell(fields, document),)))
