"""The books of one run: computed invoices, with what was written laid over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import cast

from conductor_desktop.sandbox.books.balances import Balances, Debt
from conductor_desktop.sandbox.books.catalogue import (
    Customer,
    catalogue,
    currency_ref,
    receivables_ref,
)
from conductor_desktop.sandbox.books.columns import Columns
from conductor_desktop.sandbox.books.customer import CustomerWriter
from conductor_desktop.sandbox.books.customers import CustomerBook
from conductor_desktop.sandbox.books.facts import (
    Calendar,
    InvoiceFacts,
    invoice_facts,
    number_of,
    numbers_with,
    ref_number,
)
from conductor_desktop.sandbox.books.invoice import invoice_balance, invoice_document
from conductor_desktop.sandbox.books.lines import Document
from conductor_desktop.sandbox.books.money import cents
from conductor_desktop.sandbox.books.numbering import Numbering
from conductor_desktop.sandbox.books.shelf import Shelf
from conductor_desktop.sandbox.books.view import InvoiceView, id_of, view_of_invoice


class Ledger:
    """Invoices numbered from 0: ``computed`` ones (oldest first), then those that were added.

    Same arguments, same books. A written invoice with the id of a known one takes its number.
    Documents that are handed out are the caller's, but parts of them may be shared: copy
    before changing anything below the first level.
    """

    def __init__(self, seed: int, computed: int, today: dt.date) -> None:
        self.computed = computed
        self.count = computed
        self._seed = seed
        self._lists = catalogue()
        self._calendar = Calendar(max(computed, 1), today)
        self._columns = Columns(self.facts, computed)
        self._parties = [_parties(customer) for customer in self._lists.customers]
        self._written = Shelf()
        self._views: dict[int, InvoiceView] = {}
        self._added: dict[str, int] = {}
        self.balances = Balances(self._computed_debt, computed)
        writer = CustomerWriter(seed, self._lists, today)
        self.customers = CustomerBook(self._lists, writer, self.balances)
        self._numbering = Numbering(computed, self.customers.count)

    def facts(self, number: int) -> InvoiceFacts:
        """Of a computed invoice, whether or not another was written over it."""
        return invoice_facts(self._seed, number, self._calendar, self._lists)

    def view(self, number: int) -> InvoiceView:
        """What an invoice is filtered by."""
        return self._views.get(number) or self._computed_view(number)

    def ref_number(self, number: int) -> str | None:
        """The same as in the view, at a tenth of its cost."""
        written = self._views.get(number)
        return written.ref_number if written else ref_number(number)

    def written(self) -> Collection[int]:
        """The numbers of what was written, over computed invoices or after them."""
        return self._views.keys()

    def computed_between(self, first: int | None, last: int | None) -> range:
        """The computed invoices of some days (as ordinals), in which others were written over."""
        start = 0 if first is None else self._calendar.first_from(first)
        stop = self.computed if last is None else self._calendar.first_from(last + 1)
        return range(start, min(stop, self.computed))

    def with_ref_numbers(self, wanted: Collection[str]) -> Iterator[int]:
        """In no particular order, and twice where something is written meanwhile."""
        for one in wanted:
            for number in numbers_with(one, self.computed):
                if number not in self._views:
                    yield number
        for number, view in list(self._views.items()):
            if view.ref_number in wanted:
                yield number

    def document(self, number: int, *, with_lines: bool, with_links: bool) -> Document:
        if number in self._written:
            document = _reduced(self._written.get(number), with_lines, with_links)
        else:
            document = self._compute(number, with_lines=with_lines, with_links=with_links)
        customer = self.customers.find(id_of(document["customer"]) or "")
        if customer is not None:
            document["customer"] = self.customers.ref(customer)
        return document

    def find(self, identifier: str) -> int | None:
        """The number of the invoice with this id; computed rather than looked up if it can be."""
        if identifier in self._added:
            return self._added[identifier]
        number = number_of(identifier)
        if number is None or not 0 <= number < self.computed:
            return None
        return number if self.facts(number).id == identifier else None

    def put_invoice(self, document: Document) -> int:
        """Takes in a whole document (45 fields, lines and links with it) and tells its number.

        A known id replaces, a new one adds. The amounts are the writer's to get right; the
        customer's balance follows ``balanceRemaining``. Raises ``ShelfIsFull``.
        """
        view = view_of_invoice(document)
        identifier = cast("str", document["id"])
        after = _debt(document)
        found = self.find(identifier)
        number = self.count if found is None else found
        before = None if found is None else self._debt(number)
        self._written.put(number, document)
        self._views[number] = view
        if found is None:
            self._added[identifier] = number
            self.count += 1
        self.balances.change(before, after)
        self._numbering.seen(view.ref_number)
        return number

    def put_customer(self, document: Document) -> int:
        """See ``CustomerBook.put``."""
        return self.customers.put(document)

    def new_transaction_id(self, moment: dt.datetime) -> str:
        return self._numbering.transaction_id(moment)

    def new_line_id(self, moment: dt.datetime) -> str:
        return self._numbering.line_id(moment)

    def new_list_id(self, moment: dt.datetime) -> str:
        return self._numbering.list_id(moment)

    def next_ref_number(self) -> str:
        """The number QuickBooks proposes; it moves on when an invoice with it is put."""
        return self._numbering.ref_number()

    def _compute(self, number: int, *, with_lines: bool, with_links: bool) -> Document:
        return invoice_document(
            self._seed,
            self.facts(number),
            self._lists,
            with_lines=with_lines,
            with_links=with_links,
        )

    def _debt(self, number: int) -> Debt:
        if number in self._written:
            return _debt(self._written.get(number))
        return self._computed_debt(number)

    def _computed_view(self, number: int) -> InvoiceView:
        row = self._columns.row(number)
        customer_id, account_id, currency_id = self._parties[row.customer]
        return InvoiceView(
            ref_number=ref_number(number),
            day=self._calendar.day(number),
            updated_at=row.updated_at,
            customer_id=customer_id,
            account_id=account_id,
            currency_id=currency_id,
            is_paid=row.is_paid,
        )

    def _computed_debt(self, number: int) -> Debt:
        row = self._columns.row(number)
        customer = self._lists.customers[row.customer]
        if row.is_paid:
            return Debt(customer.id, 0)
        return Debt(customer.id, invoice_balance(self._seed, self.facts(number), self._lists))


def _parties(customer: Customer) -> tuple[str | None, ...]:
    """Whose an invoice to this customer is: the customer's, an account's, a currency's."""
    currency = customer.who.currency
    return customer.id, receivables_ref(currency)["id"], currency_ref(currency)["id"]


def _debt(document: Document) -> Debt:
    return Debt(id_of(document["customer"]), cents(cast("str", document["balanceRemaining"])))


def _reduced(document: Document, with_lines: bool, with_links: bool) -> Document:
    if not with_lines:
        document.update(lines=[], lineGroups=[])
    if not with_links:
        document.update(linkedTransactions=[])
    return document
