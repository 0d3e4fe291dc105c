"""Makes values of the pages of one pass, one at a time, and keeps what they share only once."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Generic

import msgspec

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.models import Address, InvoiceRow, Page, Ref, UnreadItem, Wire
from conductor_desktop.conductor.reading.damaged import read_rest
from conductor_desktop.conductor.reading.decoding import wrong_field
from conductor_desktop.conductor.reading.paging import Kind, PageOnWire
from conductor_desktop.struct_types import ready

_SHARED = {Ref, Address, date}
"""Customers, terms, currencies, days: a few, named by every invoice again."""

_NOTHING = Decimal("0.00")
"""What is paid of most invoices that are open, and open of most that are paid."""


class _WithId(Wire, frozen=True, kw_only=True):
    """As little as can be."""

    id: str


class ItemReader(Generic[Kind]):
    """For one pass on one thread. ``kind`` says what is read, and how much of it."""

    def __init__(self, kind: type[Kind]) -> None:
        self._kind: type[Wire] = kind
        self._decoder = msgspec.json.Decoder(ready(kind))
        self._shared = [
            field.name
            for field in msgspec.structs.fields(kind)
            if _SHARED.intersection(typing.get_args(field.type))
        ]
        self._amounts = [
            field.name
            for field in msgspec.structs.fields(kind)
            if Decimal in (field.type, *typing.get_args(field.type))
        ]
        self._kept: dict[Wire | date, Wire | date] = {}

    def page(self, page: PageOnWire, request_id: str | None) -> Page[Kind]:
        """What can be read; one item that cannot does not take the others along.

        Of an invoice of a list that cannot, the rest comes with what is unread.

        Raises ``UnexpectedAnswer`` naming the field where it is the answer that is wrong: none of
        its items can be read, or one that cannot has no id.
        """
        unread: list[UnreadItem] = []
        items = tuple(self._read(page.data, request_id, unread))
        if unread and not items and not any(one.rest for one in unread):
            raise unread[0].problem
        return Page(
            items=items,
            remaining=page.remaining,
            has_more=page.has_more,
            request_id=request_id,
            unread=tuple(unread),
        )

    def _read(
        self,
        items: Iterable[msgspec.Raw],
        request_id: str | None,
        unread: list[UnreadItem],
    ) -> Iterator[Kind]:
        # One by one: decoding lets no other thread in, and a page with all its lines takes long.
        for number, item in enumerate(items):
            try:
                read = self._decoder.decode(item)
            except msgspec.ValidationError as error:
                problem = wrong_field(error, request_id, f"data[{number}]")
                rest = read_rest(item) if self._kind is InvoiceRow else None
                unread.append(UnreadItem(_id_of(item, problem), problem, rest))
            else:
                self._share(read)
                yield read

    def _share(self, read: Kind) -> None:
        for name in self._shared:
            part: Wire | date | None = getattr(read, name)
            if part is not None:
                kept = self._kept.setdefault(part, part)
                if kept is not part:
                    msgspec.structs.force_setattr(read, name, kept)
        for name in self._amounts:
            amount: Decimal | None = getattr(read, name)
            if amount == 0 and amount.same_quantum(_NOTHING) and not amount.is_signed():
                msgspec.structs.force_setattr(read, name, _NOTHING)


def _id_of(item: msgspec.Raw, problem: UnexpectedAnswer) -> str:
    try:
        return msgspec.json.decode(item, type=ready(_WithId)).id
    except msgspec.ValidationError as error:
        raise problem from error
