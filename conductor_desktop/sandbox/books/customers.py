"""The list of customers and jobs: those of the catalogue, and those that were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from conductor_desktop.sandbox.books.balances import Balances
from conductor_desktop.sandbox.books.catalogue import Catalogue, Ref
from conductor_desktop.sandbox.books.customer import CustomerWriter
from conductor_desktop.sandbox.books.lines import Document
from conductor_desktop.sandbox.books.money import money
from conductor_desktop.sandbox.books.shelf import Shelf
from conductor_desktop.sandbox.books.view import CustomerView, id_of, view_of_customer

DEEPEST = 4
"""QuickBooks allows five levels: a customer, its jobs, and three more below."""


class WrongParent(Exception):
    """A customer cannot be put below itself, below nobody, or deeper than QuickBooks goes."""


@dataclass(frozen=True)
class _Place:
    """Where a customer stands. Names further up may change, so full names are not kept."""

    id: str
    name: str
    parent: int | None


class CustomerBook:
    """Numbered from 0; a number once given out stays with its customer."""

    def __init__(self, lists: Catalogue, writer: CustomerWriter, balances: Balances) -> None:
        self._writer = writer
        self._balances = balances
        self._computed = lists.customers
        self._places: list[_Place] = []
        self._indexes: dict[str, int] = {}
        self._jobs: defaultdict[int, list[int]] = defaultdict(list)
        self._written = Shelf()
        self._views: dict[int, CustomerView] = {}
        self._refs: dict[int, Ref] = {}
        self._named: dict[str, int] = {}
        for customer in self._computed:
            place = _Place(customer.id, customer.name, customer.parent)
            self._take_place(customer.index, place)

    @property
    def count(self) -> int:
        return len(self._places)

    def find(self, identifier: str) -> int | None:
        return self._indexes.get(identifier)

    def named(self, full_name: str) -> int | None:
        """By full name, upper and lower case alike, as QuickBooks compares names."""
        if not self._named:
            last_first = reversed(range(self.count))
            self._named = {self.full_name(index).casefold(): index for index in last_first}
        return self._named.get(full_name.casefold())

    def full_name(self, index: int) -> str:
        return ":".join(self._places[at].name for at in reversed(list(self._line_up(index))))

    def ref(self, index: int) -> Ref:
        """Shared: not to be changed."""
        if index not in self._refs:
            self._refs[index] = {"id": self._places[index].id, "fullName": self.full_name(index)}
        return self._refs[index]

    def document(self, index: int) -> Document:
        """All 56 fields. ``balance`` is what the own invoices leave open, see ``Balances``;
        ``totalBalance`` takes in the jobs, at every depth."""
        place = self._places[index]
        document = self._own(index)
        document["fullName"] = self.full_name(index)
        document["parent"] = None if place.parent is None else self.ref(place.parent)
        document["sublevel"] = self._level(index)
        document["balance"] = money(self._balances.of(place.id))
        document["totalBalance"] = money(self.total_balance(index))
        return document

    def view(self, index: int) -> CustomerView:
        """What a customer is filtered by, besides its full name and its total balance."""
        if index not in self._views:
            self._views[index] = view_of_customer(self._own(index))
        return self._views[index]

    def total_balance(self, index: int) -> int:
        """In cents."""
        own = self._balances.of(self._places[index].id)
        return own + sum(self.total_balance(job) for job in self._jobs[index])

    def put(self, document: Document) -> int:
        """Takes in a whole document; a known id replaces, a new one adds.

        What follows from other things (full name, level, balances) is worked out anew whatever
        the document says. Raises ``WrongParent`` or ``ShelfIsFull``, and then nothing changed.
        """
        view = view_of_customer(document)
        identifier = cast("str", document["id"])
        index = self._indexes.get(identifier, self.count)
        parent = self._parent(document, index)
        self._written.put(index, document)
        self._views[index] = view
        self._refs.clear()
        self._named.clear()
        self._take_place(index, _Place(identifier, view.name, parent))
        return index

    def _own(self, index: int) -> Document:
        """What the customer says about itself."""
        if index in self._written:
            return self._written.get(index)
        return self._writer.document(self._computed[index])

    def _take_place(self, index: int, place: _Place) -> None:
        for old in self._places[index : index + 1]:
            if old.parent is not None:
                self._jobs[old.parent].remove(index)
        if place.parent is not None:
            self._jobs[place.parent].append(index)
        self._places[index : index + 1] = [place]
        self._indexes[place.id] = index

    def _parent(self, document: Document, index: int) -> int | None:
        identifier = id_of(document["parent"])
        if identifier is None:
            return None
        parent = self._indexes.get(identifier)
        if parent is None:
            raise WrongParent("There is no such parent customer.")
        if index in self._line_up(parent):
            raise WrongParent("A customer cannot be a job of itself.")
        if self._level(parent) + 1 + self._levels_below(index) > DEEPEST:
            raise WrongParent(f"Jobs go {DEEPEST} levels deep at most.")
        return parent

    def _level(self, index: int) -> int:
        return sum(1 for _ in self._line_up(index)) - 1

    def _levels_below(self, index: int) -> int:
        return max((1 + self._levels_below(job) for job in self._jobs[index]), default=0)

    def _line_up(self, index: int) -> Iterator[int]:
        """The customer itself, what it is a job of, and so on to the top."""
        at: int | None = index
        while at is not None:
            yield at
            at = self._places[at].parent
