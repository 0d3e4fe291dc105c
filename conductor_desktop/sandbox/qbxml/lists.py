"""Finds the entry of a list that a request names by its id or by its full name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping

from conductor_desktop.sandbox.books.catalogue import (
    CURRENCIES,
    Ref,
    catalogue,
    currency_ref,
    receivables_ref,
)
from conductor_desktop.sandbox.books.customers import CustomerBook
from conductor_desktop.sandbox.books.lines import tax_code
from conductor_desktop.sandbox.books.names import Item, Terms
from conductor_desktop.sandbox.qbxml.fields import Values
from conductor_desktop.sandbox.qbxml.kinds import Reference
from conductor_desktop.sandbox.qbxml.statuses import wrong_reference

DISCOUNT = "Discount"


class Lists:
    """All lists of the company, for one request.

    Names are compared without regard to upper and lower case.
    """

    def __init__(self, customers: CustomerBook) -> None:
        self._customers = customers

    def find(self, list_name: str, list_id: str | None, full_name: str | None) -> Ref | None:
        """By ``list_id`` alone if there is one: QuickBooks then ignores the name."""
        if list_name == "customer":
            return self._customer(list_id, full_name)
        entries = _entries().get(list_name, {})
        return entries.get(list_id) if list_id else entries.get((full_name or "").casefold())

    def first(self, list_name: str) -> Ref:
        """What QuickBooks takes when nobody chooses: of some lists there is but one entry."""
        return next(iter(_entries()[list_name].values()))

    def finder(self, list_name: str) -> Callable[[str | None, str | None], Ref | None]:
        return functools.partial(self.find, list_name)

    def jobs_of(self, customer: Ref) -> Iterator[str]:
        """The ids of the jobs of a customer, at every depth."""
        beginning = f"{customer['fullName']}:"
        for index in range(self._customers.count):
            if self._customers.full_name(index).startswith(beginning):
                yield self._customers.ref(index)["id"] or ""

    def resolved(self, document: Values, place: str) -> Values:
        """With entries instead of references. Raises 3140; ``place`` is where they stand."""
        return {
            key: self._entry(value, place) if isinstance(value, Reference) else value
            for key, value in document.items()
        }

    def _entry(self, reference: Reference, place: str) -> Ref:
        to = reference.to
        entry = self.find(to.list_name, reference.list_id, reference.full_name)
        if entry is None:
            raise wrong_reference(to.noun, reference.shown, place)
        return entry

    def _customer(self, list_id: str | None, full_name: str | None) -> Ref | None:
        if list_id:
            index = self._customers.find(list_id)
        else:
            index = self._by_full_name.get((full_name or "").casefold())
        return None if index is None else self._customers.ref(index)

    @functools.cached_property
    def _by_full_name(self) -> dict[str, int]:
        """Somebody may ask for thousands of names at once."""
        customers = self._customers
        return {customers.full_name(index).casefold(): index for index in range(customers.count)}


def item_of(ref: Ref | None) -> Item | None:
    """What the catalogue knows of an item; nothing of discounts and finance charges."""
    name = ref["fullName"] if ref else None
    return next((item for item in catalogue().names.items if item.name == name), None)


def terms_of(ref: Ref | None) -> Terms | None:
    name = ref["fullName"] if ref else None
    return next((terms for terms in catalogue().names.terms if terms.name == name), None)


@functools.cache
def _entries() -> Mapping[str, Mapping[str, Ref]]:
    lists = {
        **catalogue().refs,
        "tax code": (tax_code(True), tax_code(False)),
        "currency": tuple(currency_ref(code) for code in CURRENCIES),
        "account": tuple(receivables_ref(code) for code in CURRENCIES),
    }
    return {kind: _by_id_and_name(refs) for kind, refs in lists.items()}


def _by_id_and_name(refs: tuple[Ref, ...]) -> dict[str, Ref]:
    found = {(ref["fullName"] or "").casefold(): ref for ref in refs}
    return found | {ref["id"] or "": ref for ref in refs}
