"""``tour``: walk every screen on the sandbox, mostly offscreen, with a picture of each step."""

from __future__ import annotations

from pathlib import Path

import click

from conductor_desktop.cli.context import Composition


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tour"),
    show_default=True,
    help="Where the pictures and tour.json go; made when missing.",
)
@click.option(
    "--on-screen",
    is_flag=True,
    help="In windows to be watched, which nobody may touch meanwhile.",
)
@click.pass_obj
def tour(composition: Composition, output: Path, on_screen: bool) -> int:
    """Walk the whole journey on the sandbox, a picture for each step.

    Needs no QuickBooks and no account, nor a display unless it is to be watched. Exits 1 and names
    the step when one does not happen.
    """
    return composition.run_tour(
        output, lambda line: click.echo(line, err=True), on_screen=on_screen
    )
