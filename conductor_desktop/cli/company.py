"""``conductor-desktop company``: whose books are connected."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.outcome import require_possible, written
from conductor_desktop.cli.terminal import Ticker, put_out, width, wrap
from conductor_desktop.conductor.models import Company
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.company.facts import Fact, facts_of
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


@click.command("company")
@click.option("--json", "as_json", is_flag=True, help="Print the details as JSON.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write them to a file that ends in .csv or .xlsx.",
)
@click.pass_obj
def company(composition: Composition, as_json: bool, output: Path | None) -> int:
    """Show what the company file says of the company. Tax numbers are left out.

    Exits with 2 when an IT admin does not allow --json and --output; nothing is read then.
    """
    require_possible(composition, output, as_json=as_json)
    found = _read(composition)
    exported = None if output is None else _export(found, output)
    if as_json:
        put_out(json.dumps(as_mapping(found, exported), indent=2))
    elif exported is not None:
        put_out("\n".join(textwrap.wrap(written(exported), width(), break_long_words=False)))
    else:
        put_out("\n".join(text_lines(facts_of(found))))
    return ExitCode.OK


def as_mapping(company: Company, exported: Exported | None = None) -> dict[str, object]:
    """What ``company --json`` prints."""
    return {
        "output": None if exported is None else str(exported.path),
        "company": msgspec.to_builtins(company),
    }


def text_lines(facts: tuple[Fact, ...]) -> list[str]:
    """Names on the left, and what is known behind them."""
    if not facts:
        return ["QuickBooks says nothing about this company."]
    room = max(len(fact.name) for fact in facts) + 3
    return [line for fact in facts for line in _hanging(fact, room)]


def _hanging(fact: Fact, room: int) -> list[str]:
    lines: list[str] = []
    for number, text in enumerate(fact.text.splitlines()):
        first = f"{fact.name + ':':<{room}}" if number == 0 else " " * room
        lines += wrap(text, first, " " * room)
    return lines


def _read(composition: Composition) -> Company:
    ticker = Ticker()
    service = composition.company()
    ticker.show("Asking QuickBooks about the company")
    try:
        return service.read(CancelToken())
    finally:
        ticker.clear()


def _export(found: Company, target: Path) -> Exported:
    from conductor_desktop.services.export.company_sheet import CompanySheet
    from conductor_desktop.services.export.service import write_sheet

    return write_sheet(CompanySheet(found), target, CancelToken())
