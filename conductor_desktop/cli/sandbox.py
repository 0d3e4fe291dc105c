"""``sandbox``: serve a local Conductor with a made-up company until told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click
import psutil

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.ready_file import announced
from conductor_desktop.cli.sandbox_lines import lines_to_paste
from conductor_desktop.sandbox.faults.catalogue import FAULTS, GROUPS
from conductor_desktop.sandbox.faults.orders import in_json
from conductor_desktop.sandbox.server import (
    DEFAULT_COMPANY,
    SandboxAccess,
    SandboxOptions,
    SandboxServer,
)

_LOOK_AGAIN_SECONDS = 0.2
"""On Windows a plain wait would not notice Ctrl-C, so the wait is taken in small pieces."""


_HOW_TO_ORDER = """\
Order one from the start with --fault NAME, or while it runs:
  POST /_sandbox/faults   {"fault": "reset", "match": {"path": "/v1/end-users", "nth": 2}}
with the controlToken of the ready file as bearer token. DELETE takes all faults away. What stands
in brackets may be said beside "fault", such as "seconds": 2."""


def _list_faults(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """The catalogue, for people."""
    if not wanted:
        return
    width = max(map(len, FAULTS))
    for title, faults in GROUPS.items():
        click.echo(title)
        for fault in faults:
            takes = f"  [{', '.join(map(in_json, fault.takes))}]" if fault.takes else ""
            click.echo(f"  {fault.name:{width}}  {fault.summary}{takes}")
        click.echo()
    click.echo(_HOW_TO_ORDER)
    context.exit()


@click.command()
@click.option("--port", type=int, default=0, help="Where to listen; a free port if left out.")
@click.option(
    "--company", metavar="NAME", help=f"The company's name.  [default: {DEFAULT_COMPANY}]"
)
@click.option("--invoices", type=int, default=240, show_default=True, help="How many to make up.")
@click.option(
    "--end-users", type=int, default=1, show_default=True, help="How many EndUsers there are."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same books.")
@click.option("--latency-ms", type=int, default=0, help="How long QuickBooks takes to answer.")
@click.option(
    "--cursor-seconds",
    type=float,
    default=10.0,
    show_default=True,
    help="How long a cursor lives between two pages; 0 is for ever.",
)
@click.option(
    "--fault",
    "faults",
    metavar="NAME",
    multiple=True,
    help="Let this go wrong: a name, or an order as JSON. May be given several times.",
)
@click.option(
    "--list-faults",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_faults,
    help="Show what can go wrong, and leave.",
)
@click.option(
    "--ready-file",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write address and keys here, as JSON, once requests are accepted.",
)
@click.option(
    "--keep-running",
    is_flag=True,
    help="Go on when the program that started it ends; otherwise it ends, too.",
)
@click.pass_obj
def sandbox(
    composition: Composition,
    port: int,
    company: str | None,
    invoices: int,
    end_users: int,
    seed: int,
    latency_ms: int,
    cursor_seconds: float,
    faults: tuple[str, ...],
    ready_file: Path | None,
    keep_running: bool,
) -> int:
    """Serve a local Conductor with a made-up company until Ctrl-C.

    It answers programs on this PC alone and forgets everything when it stops.
    """
    composition.policies().require_sandbox()
    starter = _Starter()  # at once: it may end while the sandbox starts
    options = SandboxOptions(
        port=port,
        company=company,
        invoices=invoices,
        end_users=end_users,
        seed=seed,
        latency_ms=latency_ms,
        cursor_seconds=cursor_seconds,
        faults=faults,
    )
    with (
        _stop_signals() as stopped,
        SandboxServer(options) as access,
        announced(ready_file, access),
    ):
        click.echo(_greeting(access, options), err=True)
        while not stopped.wait(_LOOK_AGAIN_SECONDS):
            if not keep_running and starter.has_ended():
                click.echo("The program that started the sandbox has ended.", err=True)
                break
    click.echo("The sandbox has stopped.", err=True)
    return 0


class _Starter:
    """The program that started this one; a sandbox nobody looks after should not stay."""

    def __init__(self) -> None:
        self._process: psutil.Process | None = None
        with suppress(psutil.Error):
            self._process = psutil.Process().parent()

    def has_ended(self) -> bool:
        if self._process is None:
            return False
        try:
            # One that nobody has waited for is still listed.
            is_left_over = self._process.status() == psutil.STATUS_ZOMBIE
            return is_left_over or not self._process.is_running()
        except psutil.NoSuchProcess:
            return True
        except psutil.Error:
            return False


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Ctrl-C and a polite kill end the wait instead of the process."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        numbers.append(signal.SIGBREAK)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _greeting(access: SandboxAccess, options: SandboxOptions) -> str:
    """What a developer needs to paste. The keys are this run's own and open nothing else."""
    lines = [
        f"The Conductor sandbox is listening on {access.base_url}",
        f"  company          {options.company_name}, {options.invoices} invoices",
        f"  secret key       {access.secret_key.reveal()}",
        f"  publishable key  {access.publishable_key}",
        f"  end user         {access.end_user_id}  (connected)",
        f"  control token    {access.control_token.reveal()}  (for /_sandbox)",
    ]
    if options.faults:
        lines.append(f"  faults           {', '.join(options.faults)}")
    lines += [
        "",
        *lines_to_paste(access),
        "",
        "Press Ctrl-C to stop.",
    ]
    return "\n".join(lines)
