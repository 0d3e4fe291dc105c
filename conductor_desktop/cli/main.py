"""The command line: options every command has, the commands by name, and the one boundary."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from conductor_desktop import __version__
from conductor_desktop.cli.boundary import (
    STOPPED_BY_CTRL_C,
    guarded,
    reported,
    say,
    use_safe_streams,
)
from conductor_desktop.cli.context import Composition, CompositionFactory, Run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.cli.plain_start import is_to_be_opened
from conductor_desktop.errors import ExitCode

# Imported when asked for: each brings in what it needs and no start pays for the others.
_COMMANDS = {
    "sandbox": "conductor_desktop.cli.sandbox",
    "check": "conductor_desktop.cli.check",
    "status": "conductor_desktop.cli.status",
    "invoices": "conductor_desktop.cli.invoices",
    "customers": "conductor_desktop.cli.customers",
    "company": "conductor_desktop.cli.company",
    "diagnostics": "conductor_desktop.cli.diagnostics",
    "explain": "conductor_desktop.cli.explain",
    "setup-file": "conductor_desktop.cli.setup_file",
    "tour": "conductor_desktop.cli.tour",
}

_OF_THE_WINDOW = frozenset({"in_tray", "safe_mode"})
_WITHOUT_CONNECTION = frozenset({"explain", "sandbox", "setup-file", "tour"})


def run(arguments: Sequence[str], compose: CompositionFactory) -> int:
    """Run one command line. Never raises: an expected failure is one sentence and its code."""
    gc.enable()
    use_safe_streams()
    return guarded(lambda: _run(arguments, compose))


def _run(arguments: Sequence[str], compose: CompositionFactory) -> int:
    try:
        result = _group.main(
            list(arguments), prog_name="conductor-desktop", standalone_mode=False, obj=compose
        )
    except click.ClickException as error:
        say(_sentence(error))
        return ExitCode.USAGE
    except click.Abort:
        return STOPPED_BY_CTRL_C
    return int(result or 0)


def _sentence(error: click.ClickException) -> str:
    """What is wrong with the command line, and where the right words are."""
    message = " ".join(error.format_message().split())
    stop = "" if message.endswith((".", "?", "!")) else "."
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "conductor-desktop"
    return f"{message}{stop} Type “{command} --help” to see what can be given."


class _Group(click.Group):
    """Finds commands lazily, takes a file to be opened in a command's place, and gives every
    command the common options, so that they may stand before or after its name."""

    def invoke(self, ctx: click.Context) -> Any:
        compose: CompositionFactory = ctx.obj
        no_bugs = (click.ClickException, click.Abort, click.exceptions.Exit)
        with compose(CommonOptions(**ctx.params)) as made, reported(made, *no_bugs):
            ctx.obj = made
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        for one in (command, *inner):
            _take_common_options(one, hidden=cmd_name in _WITHOUT_CONNECTION)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and is_to_be_opened(args[0]):
            return "open", _open_file, args
        return super().resolve_command(ctx, args)


def _take_common_options(command: click.Command, *, hidden: bool) -> None:
    taken = {option for param in command.params for option in param.opts}
    for option in _common_options():
        # Taken like everywhere, but no help to anybody where nothing is connected.
        option.hidden = option.name in _OF_THE_WINDOW or (hidden and option.name != "home")
        if not taken & set(option.opts):
            command.params.append(option)
            taken |= set(option.opts)


def _change(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def remember(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:  # an empty text may be a script's mistake
            run: Run = ctx.obj.run
            run.options = replace(run.options, **{name: value})

    return remember


def _common_options() -> list[click.Option]:
    return [
        click.Option(
            ["--sandbox"],
            is_flag=True,
            expose_value=False,
            callback=_change("sandbox"),
            help="Use the built-in sandbox and its made-up books.",
        ),
        click.Option(
            ["--profile"],
            metavar="NAME",
            expose_value=False,
            callback=_change("profile"),
            help="The connection, where this PC has several: its company's name, or live-2.",
        ),
        click.Option(
            ["--home"],
            metavar="DIR",
            expose_value=False,
            callback=_change("home"),
            help="Keep everything of the app under this folder.",
        ),
        click.Option(
            ["--base-url"],
            metavar="URL",
            expose_value=False,
            callback=_change("base_url"),
            help="Talk to Conductor here (with CONDUCTOR_SECRET_KEY in the environment).",
        ),
        click.Option(
            ["--end-user"],
            metavar="ID",
            expose_value=False,
            callback=_change("end_user"),
            help="The EndUser to ask for.",
        ),
        click.Option(["--in-tray"], is_flag=True, expose_value=False, callback=_change("in_tray")),
        click.Option(
            ["--safe-mode"], is_flag=True, expose_value=False, callback=_change("safe_mode")
        ),
    ]


@click.group(cls=_Group, invoke_without_command=True)
@click.option("--home", metavar="DIR", help="Keep everything of the app under this folder.")
@click.option("--sandbox", is_flag=True, help="Use the built-in sandbox and its made-up books.")
@click.option(
    "--profile", metavar="NAME", help="The connection: its company's name, or live-2 and so on."
)
@click.option("--base-url", metavar="URL", help="Talk to Conductor at this address.")
@click.option("--end-user", metavar="ID", help="The EndUser to ask for.")
@click.option("--in-tray", is_flag=True, help="Watch from beside the clock, without a window.")
@click.option("--safe-mode", is_flag=True, help="Open with nothing that may keep it from opening.")
@click.version_option(__version__, prog_name="conductor-desktop", message="%(prog)s %(version)s")
@click.pass_context
def _group(ctx: click.Context, /, **_common: object) -> int | None:
    """Connect a QuickBooks Desktop company file to Conductor and watch the connection.

    Without a command the app opens. A setup file (FILE.conductor-setup) in the command's place
    opens the app and takes the file in; a support bundle that somebody sent (BUNDLE.zip) is shown
    in it.

    Exit codes: 0 ok, 1 needs attention, 2 wrong usage, 3 offline, 4 credentials rejected,
    5 not set up, 10 internal error.
    """
    if ctx.invoked_subcommand is None:
        composition: Composition = ctx.obj
        return composition.run_window(None)
    return None


@click.command("open", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def _open_file(composition: Composition, file: Path) -> int:
    """Open the app with a setup file or a bundle."""
    return composition.run_window(file.absolute())


_open_file.params.extend(_common_options())
