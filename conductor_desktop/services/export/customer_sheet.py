"""What goes into a file of customers: the columns, what they owe, and how complete they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conductor_desktop.conductor.models import Customer, Ref
from conductor_desktop.services.addresses import address_lines
from conductor_desktop.services.currencies import exact_in
from conductor_desktop.services.customers import CustomerList, currency_of, open_balances
from conductor_desktop.services.export.sheet import Columns, Sheet, Value, in_blocks
from conductor_desktop.services.export.text import clean, fit
from conductor_desktop.work import CancelToken


@dataclass(frozen=True)
class Column:
    """One column. ``width`` is in characters."""

    title: str
    width: int
    read: Callable[[Customer], Value]


def _name(ref: Ref | None) -> str | None:
    return ref.full_name if ref else None


def _money(title: str, width: int, read: Callable[[Customer], Decimal | None]) -> Column:
    """With the decimals of the currency of the customer."""

    def amount(customer: Customer) -> Decimal | None:
        value = read(customer)
        return None if value is None else exact_in(value, _name(customer.currency))

    return Column(title, width, amount)


COLUMNS = (
    Column("Customer", 32, lambda one: one.full_name),
    Column("Company", 28, lambda one: one.company_name),
    Column("Contact", 22, lambda one: one.contact),
    Column("Phone", 16, lambda one: one.phone),
    Column("E-mail", 28, lambda one: one.email),
    Column("Address", 40, lambda one: ", ".join(address_lines(one.billing_address)) or None),
    Column("Terms", 14, lambda one: _name(one.terms)),
    _money("Balance", 14, lambda one: one.balance),
    _money("Balance with jobs", 18, lambda one: one.total_balance),
    Column("Currency", 14, lambda one: _name(one.currency)),
    Column("Status", 10, lambda one: "Active" if one.is_active else "Inactive"),
    Column("ID", 22, lambda one: one.id),
)


class CustomerSheet(Sheet):
    """The customers of ``found``, which may be the ones shown of a longer list."""

    name = "Customers"
    headings = tuple((column.title, column.width) for column in COLUMNS)
    sum_headings = (("Currency", 16), ("Customers", 11), ("Balance", 18))

    def __init__(
        self, found: CustomerList, note: str | None = None, cancel: CancelToken | None = None
    ) -> None:
        super().__init__(None if found.complete else completeness(found), note, cancel)
        self._customers: Sequence[Customer] = found.customers

    def __len__(self) -> int:
        return len(self._customers)

    def sum_rows(self) -> Iterator[tuple[Value | int, ...]]:
        counts = Counter(currency_of(one) for one in self._customers if one.balance is not None)
        for name, owed in sorted(open_balances(self._customers).items()):
            yield fit(clean(name)), counts[name], exact_in(owed, name)

    def _blocks(self) -> Iterator[Columns]:
        for customers in in_blocks(self._customers):
            yield [[column.read(one) for one in customers] for column in COLUMNS]


def completeness(found: CustomerList) -> str:
    """How many of the customers are here, in a sentence or two."""
    count = len(found.customers)
    number = "1 customer" if count == 1 else f"{count:,} customers"
    problem = found.problem
    if found.complete:
        return f"Complete: {number}." if count else "Complete: there are no customers."
    if problem is None:
        return f"Partial: {number} came before reading was stopped."
    return f"Partial: {number} so far. {problem.title}. {problem.explanation} {problem.next_step}"
