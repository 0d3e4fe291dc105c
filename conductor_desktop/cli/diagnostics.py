"""``diagnostics``: write the support bundle, or show what would be in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.diagnostics_inspect import inspect
from conductor_desktop.cli.terminal import put_out
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.collectors import MORE_DAYS, USUAL_DAYS
from conductor_desktop.work import CancelToken


@click.group("diagnostics", invoke_without_command=True)
@click.option(
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A folder, or a file that ends in .zip; without it the app's own folder for exports.",
)
@click.option("--list", "only_list", is_flag=True, help="Show what would be in it; write nothing.")
@click.option("--extended", is_flag=True, help="With 8 days of the app's log instead of 2.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def diagnostics(
    ctx: click.Context, output: Path | None, only_list: bool, extended: bool, as_json: bool
) -> None:
    """Write the support bundle: versions, checks, settings and the log, without anything private.

    It is about one connection, the one that --profile names where there are several. Nothing is
    sent anywhere, and no existing file is replaced. Exits 2 when it cannot be written.

    “inspect BUNDLE.zip” says what a bundle that you got tells.
    """
    if ctx.invoked_subcommand is None:
        _write(ctx.obj, output, only_list, extended, as_json)


diagnostics.add_command(inspect)


def _write(
    composition: Composition, output: Path | None, only_list: bool, extended: bool, as_json: bool
) -> None:
    service = composition.diagnostics()
    if not only_list:
        service.place("probe.zip", output, replace=False)
        click.echo("Collecting. This takes a few seconds.", err=True)
    bundle = service.collect(CancelToken(), log_days=MORE_DAYS if extended else USUAL_DAYS)
    path = None if only_list else service.write(bundle, output, replace=False)
    if as_json:
        put_out(json.dumps(_as_json(bundle, path), indent=2))
    else:
        put_out(_as_text(bundle, path))


def _as_json(bundle: Bundle, path: Path | None) -> dict[str, object]:
    return {
        "path": None if path is None else str(path),
        "name": bundle.default_name if path is None else path.name,
        "identity": bundle.identity,
        "supportCode": bundle.support_code,
        "sha256": hashlib.sha256(bundle.archive()).hexdigest(),
        "files": [
            {
                "name": file.name,
                "size": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
                "source": file.source,
                "note": file.note,
                "removed": dict(file.removed),
            }
            for file in bundle.files
        ],
        "failures": [{"file": f.file, "reason": f.reason} for f in bundle.failures],
    }


def _as_text(bundle: Bundle, path: Path | None) -> str:
    wide = max(len(file.name) for file in bundle.files)
    lines = [
        f"{file.name:<{wide}} {len(file.data):>9,} bytes  {file.note}" for file in bundle.files
    ]
    lines += [f"{one.file:<{wide}} not collected: {one.reason}" for one in bundle.failures]
    if path is None:
        lines.append("Nothing was written.")
    else:
        lines += [
            f"The support bundle is “{path}”.",
            f"Its support code is {bundle.support_code}.",
            "It stays on this PC until you send it to somebody.",
        ]
    return "\n".join(lines)
