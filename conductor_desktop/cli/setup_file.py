"""``conductor-desktop setup-file``: for vendors, who write these files: is this one right?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from conductor_desktop.cli.terminal import cells, pad, put_out, wrap
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.setup_file import (
    Inspection,
    Remark,
    SetupFile,
    inspect_setup_file,
)
from conductor_desktop.services.setup_file.contents import shown_name
from conductor_desktop.services.setup_file.schema import schema


@click.group("setup-file", invoke_without_command=True)
@click.pass_context
def setup_file(ctx: click.Context) -> None:
    """For vendors: check a setup file before you send it.

    docs/setup-file.md describes the file. Nothing is sent anywhere, nothing is taken in, and no
    token, key or link is repeated.
    """
    if ctx.invoked_subcommand is None:
        raise click.UsageError("Say what to do: “check FILE” or “schema”.", ctx)


@setup_file.command("check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 1 for what is worth a look, too.")
def check(file: Path, as_json: bool, strict: bool) -> int:
    """Say everything that is wrong with FILE, and what it does.

    \b
    With --json
      usable           whether the app would take it
      wayIn            gateway, link, or null when it is not usable
      problems         why it would not be taken: field and text for each
      remarks          what is worth a look: field and text for each
      vendor, endUser  as the app reads them, or null
      expectedCompany  or null
      asked            what the person has to type: companyName, email
    field is dotted, and "" for what is about the whole file.

    \b
    Exits with
      0   it can be used
      1   it cannot; with --strict also when something is worth a look
      2   there is no file to check
    """
    inspection = inspect_setup_file(file)
    if as_json:
        put_out(json.dumps(as_mapping(inspection), indent=2))
    else:
        put_out("\n".join(lines(inspection)))
    is_fine = inspection.file is not None and not (strict and inspection.remarks)
    return ExitCode.OK if is_fine else ExitCode.ATTENTION


@setup_file.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of setup files, for editors and for your own tests."""
    put_out(json.dumps(schema(), indent=2, ensure_ascii=False))


def as_mapping(inspection: Inspection) -> dict[str, object]:
    """What ``--json`` prints."""
    file = inspection.file
    return {
        "usable": file is not None,
        "wayIn": None if file is None else ("link" if file.has_only_a_link else "gateway"),
        "problems": [one._asdict() for one in inspection.problems],
        "remarks": [one._asdict() for one in inspection.remarks],
        "vendor": None
        if inspection.vendor is None
        else {
            "name": inspection.vendor.name,
            "supportEmail": inspection.vendor.support_email,
            "supportUrl": inspection.vendor.support_url,
        },
        "endUser": None
        if file is None
        else {
            "id": file.end_user_id,
            "sourceId": file.source_id or None,
            "email": file.email or None,
            "companyName": file.company_name or None,
        },
        "expectedCompany": None if file is None else file.expected_company,
        "asked": [] if file is None else [name for name, _ in _asked(file)],
    }


def lines(inspection: Inspection) -> Iterator[str]:
    """The answer for a person: the verdict, all that is wrong, and what the file does."""
    name, problems = shown_name(inspection.path), inspection.problems
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        yield f"{name} cannot be used: {count}."
        yield from _list(problems)
    else:
        yield f"{name} can be used."
    if inspection.remarks:
        yield from ("", "Worth a look:")
        yield from _list(inspection.remarks)
    if inspection.file is not None:
        yield from ("", "What it does:")
        for text in _effects(inspection.file):
            yield from wrap(text, "  ", "    ")


def _list(remarks: Sequence[Remark]) -> Iterator[str]:
    longest = max(cells(one.field) for one in remarks)
    for one in remarks:
        head = f"  {pad(one.field, longest)}  " if longest else "  "
        yield from wrap(one.text, head, " " * cells(head))


def _effects(file: SetupFile) -> Iterator[str]:
    vendor = file.vendor
    contact = " · ".join(part for part in (vendor.support_email, vendor.support_url) if part)
    yield f"The first page says: From {vendor.name}."
    if contact:
        yield f"Whoever needs help is sent to: {contact}"
    yield from _link_alone(vendor.name) if file.has_only_a_link else _gateway(file)
    if file.expected_company:
        yield (
            f"If the books of “{file.expected_company}” are not the ones that are open, "
            "it stops and asks."
        )


def _link_alone(vendor: str) -> Iterator[str]:
    yield "It checks the PC and leads through the sign-in of the link."
    yield (
        "The PC gets no token: there are no invoices to see, and that the connection works is "
        f"said to be seen by {vendor} alone."
    )


def _gateway(file: SetupFile) -> Iterator[str]:
    yield f"All requests go to {urlsplit(file.api_base_url or '').netloc}, with the token."
    if file.end_user_id:
        yield f"The connection is for the EndUser {file.end_user_id}."
    elif file.source_id:
        yield f"The EndUser with your id “{file.source_id}” is used, or made."
    asked = [words for _, words in _asked(file)]
    yield f"Asked for: {' and '.join(asked)}." if asked else "Nothing has to be typed."


def _asked(file: SetupFile) -> list[tuple[str, str]]:
    """What is to be typed to make an EndUser, in the words of the file and in the page's."""
    if file.has_only_a_link or file.end_user_id:
        return []
    fields = (
        ("companyName", "the company's name", file.company_name),
        ("email", "an e-mail address", file.email),
    )
    return [(name, words) for name, words, value in fields if not value]
