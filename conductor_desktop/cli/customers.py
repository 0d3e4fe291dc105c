"""``conductor-desktop customers``: the customers on the terminal, as JSON or in a file."""

from __future__ import annotations

import json
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from conductor_desktop.cli.aligned import (
    Column,
    amount,
    amount_or_nothing,
    sums_lines,
    table_lines,
)
from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.outcome import plain, problem_mapping, require_possible, written
from conductor_desktop.cli.terminal import Ticker, one_line, put_out, width
from conductor_desktop.conductor.models import Customer
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.customers import CustomerList, CustomerProgress, open_balances
from conductor_desktop.services.export.customer_sheet import completeness
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


def _currency(customer: Customer) -> str | None:
    return customer.currency.full_name if customer.currency else None


_COLUMNS = (
    Column[Customer]("Customer", lambda one: one_line(one.full_name), least=20),
    Column[Customer]("Phone", lambda one: one_line(one.phone or ""), least=14, leaves=3),
    Column[Customer]("E-mail", lambda one: one_line(one.email or ""), least=24, leaves=1),
    Column[Customer](
        "Balance", lambda one: amount_or_nothing(one.balance, _currency(one)), right=True
    ),
    Column[Customer](
        "With jobs",
        lambda one: amount_or_nothing(one.total_balance, _currency(one)),
        right=True,
        leaves=4,
    ),
    Column[Customer](
        "Currency",
        lambda one: one_line(_currency(one) or ""),
        least=8,
        leaves=5,
    ),
    Column[Customer]("Status", lambda one: "Active" if one.is_active else "Inactive", leaves=2),
)


@click.command("customers")
@click.option("--json", "as_json", is_flag=True, help="Print the customers as JSON.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write them to a file that ends in .csv or .xlsx.",
)
@click.pass_obj
def customers(composition: Composition, as_json: bool, output: Path | None) -> int:
    """Show the customers and their jobs, what they owe, and whether they are all.

    The ID of a customer, for ``invoices --customer``, is in --json and in the file.

    Exits with 1 when reading broke off and some are missing; what did arrive is shown as partial,
    and a file is marked so in its name.

    Exits with 2 when an IT admin does not allow --json and --output; nothing is read then.
    """
    require_possible(composition, output, as_json=as_json)
    found = _read(composition)
    exported = None if output is None else _export(found, output)
    if as_json:
        put_out(json.dumps(as_mapping(found, exported), indent=2, default=plain))
    else:
        put_out("\n".join(text_lines(found, exported, width())))
    return ExitCode.OK if found.problem is None else ExitCode.ATTENTION


def as_mapping(found: CustomerList, exported: Exported | None = None) -> dict[str, object]:
    """What ``customers --json`` prints, once ``Decimal`` is written out; amounts are exact."""
    return {
        "complete": found.complete,
        "count": len(found.customers),
        "balances": open_balances(found.customers),
        "problem": problem_mapping(found.problem),
        "output": None if exported is None else str(exported.path),
        "customers": [msgspec.to_builtins(c, builtin_types=(Decimal,)) for c in found.customers],
    }


def text_lines(found: CustomerList, exported: Exported | None, width: int) -> list[str]:
    """The table, or where it was written; what is owed; and how complete all this is."""
    if exported is None:
        shown = table_lines(_COLUMNS, found.customers, width)
    else:
        shown = textwrap.wrap(written(exported), width, break_long_words=False)
    blocks = [shown, _balances(found), textwrap.wrap(one_line(completeness(found)), width)]
    filled = [block for block in blocks if block]
    return [line for block in filled for line in ("", *block)][1:]


def _balances(found: CustomerList) -> list[str]:
    heading = "Balance" if found.complete else "Balance so far"
    owed = sorted(open_balances(found.customers).items())
    return sums_lines(
        ("", heading), [(one_line(name), amount(value, name)) for name, value in owed]
    )


def _read(composition: Composition) -> CustomerList:
    ticker = Ticker()

    def tell(progress: CustomerProgress) -> None:
        text = f"{progress.loaded:,} customers"
        if progress.remaining is not None:
            text += f", {progress.remaining:,} to come"
        ticker.show(text)

    service = composition.customers()
    ticker.show("Asking QuickBooks for customers")
    try:
        return service.load(tell, CancelToken())
    finally:
        ticker.clear()


def _export(found: CustomerList, target: Path) -> Exported:
    from conductor_desktop.services.export.customer_sheet import CustomerSheet
    from conductor_desktop.services.export.service import write_sheet

    return write_sheet(CustomerSheet(found), target, CancelToken())
