"""``conductor-desktop invoices``: the invoices on the terminal, as JSON or in a file."""

from __future__ import annotations

import json
import textwrap
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import msgspec

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.invoice_filters import asks_with_filters
from conductor_desktop.cli.invoice_table import table_lines, totals_lines
from conductor_desktop.cli.outcome import plain, problem_mapping, require_possible, written
from conductor_desktop.cli.terminal import Ticker, cut, one_line, put_out, width
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.services.export.table import chosen_columns, completeness
from conductor_desktop.services.invoices import (
    InvoicePreview,
    InvoiceProgress,
    left_in_words,
    overdue_of,
)
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


_MOST_DIGITS = 20


class _Count(click.ParamType[int]):
    """How many; not negative."""

    name = "count"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            shown = cut(text, _MOST_DIGITS)
            self.fail(f"“{shown}” is not a number of invoices. Give 0 for all.", param, ctx)
        return int(text)


class _Columns(click.ParamType[tuple[str, ...]]):
    """The keys of columns, with commas between them."""

    name = "columns"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        keys = tuple(key.strip().lower() for key in str(value).split(",") if key.strip())
        try:
            chosen_columns(keys)
        except InvalidInput as error:
            self.fail(f"{error.explanation} {error.next_step}", param, ctx)
        return keys


@click.command("invoices")
@click.option("--json", "as_json", is_flag=True, help="Print the invoices as JSON.")
@click.option("--limit", type=_Count(), default=0, metavar="N", help="At most N; 0 means all.")
@click.option("--lines", is_flag=True, help="Every field and line of each, for --json; slower.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write them to a file that ends in .csv or .xlsx.",
)
@click.option(
    "--columns",
    type=_Columns(),
    metavar="LIST",
    help="What the file has, in this order: number,customer,total. Everything without it.",
)
@click.pass_obj
@asks_with_filters
def invoices(
    composition: Composition,
    query: InvoiceQuery,
    as_json: bool,
    limit: int,
    lines: bool,
    output: Path | None,
    columns: tuple[str, ...] | None,
) -> int:
    """Show the invoices, what they add up to, and whether they are all.

    --customer and --currency may be given several times. A day is written like 2025-12-31, a time
    of it like 2025-12-31T08:30. For the number one filter can be given, or a range.

    Exits with 1 when reading broke off and some are missing; what did arrive is shown as partial,
    and a file is marked so in its name. A --limit that leaves some out is no failure.

    Exits with 2 when an IT admin does not allow --json and --output; nothing is read then.
    """
    if columns is not None and output is None:
        raise click.UsageError("--columns goes together with --output.")
    require_possible(composition, output, as_json=as_json)
    preview = _read(composition, query, limit, whole=lines)
    exported = None if output is None else _export(preview, output, columns)
    if as_json:
        put_out(json.dumps(as_mapping(preview, exported), indent=2, default=plain))
    else:
        put_out("\n".join(text_lines(preview, exported, width())))
    return ExitCode.OK if preview.problem is None else ExitCode.ATTENTION


def as_mapping(preview: InvoicePreview, exported: Exported | None = None) -> dict[str, object]:
    """What ``invoices --json`` prints, once ``Decimal`` is written out; amounts are exact."""
    sums = preview.totals
    overdue = overdue_of(preview.invoices, _today())
    return {
        "complete": preview.complete,
        "count": len(preview.invoices),
        "totals": {name: one.billed for name, one in sums.items()},
        "paid": {name: one.paid for name, one in sums.items()},
        "open": {name: one.open for name, one in sums.items()},
        "overdue": {name: overdue.get(name, Decimal()) for name in sums},
        "problem": problem_mapping(preview.problem),
        "output": None if exported is None else str(exported.path),
        "invoices": [_as_json(invoice) for invoice in preview.invoices],
    }


def _as_json(invoice: InvoiceRow) -> dict[str, object]:
    """Its fields; of one in which something cannot be read, that is null and named in "unread"."""
    names = {field.name: field.encode_name for field in msgspec.structs.fields(type(invoice))}
    values = msgspec.to_builtins(invoice, builtin_types=(Decimal,))
    unread = sorted(names[name] for name in invoice.unread)
    if unread:
        del values["damage"]
        values |= {**dict.fromkeys(unread), "unread": unread}
    return cast("dict[str, object]", values)


def text_lines(preview: InvoicePreview, exported: Exported | None, width: int) -> list[str]:
    """The table, or where it was written; the totals; and how complete all this is."""
    if exported is None:
        shown = table_lines(preview.invoices, _today(), width)
    else:
        shown = textwrap.wrap(written(exported), width, break_long_words=False)
    blocks = [
        shown,
        totals_lines(preview, _today()),
        textwrap.wrap(one_line(completeness(preview)), width),
    ]
    filled = [block for block in blocks if block]
    return [line for block in filled for line in ("", *block)][1:]


def _read(
    composition: Composition, query: InvoiceQuery, limit: int, *, whole: bool
) -> InvoicePreview:
    ticker = Ticker()

    def tell(progress: InvoiceProgress) -> None:
        text = f"{progress.loaded:,} invoices"
        if progress.remaining is not None:
            text += f", {progress.remaining:,} to come"
        left = left_in_words(progress.seconds_left)
        ticker.show(f"{text}, {left} left" if left else text)

    service = composition.invoices()
    load = service.load_whole if whole else service.load
    ticker.show("Asking QuickBooks for invoices")
    try:
        return load(query, limit, tell, CancelToken())
    finally:
        ticker.clear()


def _export(preview: InvoicePreview, target: Path, columns: tuple[str, ...] | None) -> Exported:
    from conductor_desktop.services.export.service import export_invoices

    return export_invoices(preview, target, today=_today(), columns=columns)


def _today() -> date:
    return datetime.now().astimezone().date()
