"""``conductor-desktop check``: what stands between this PC and a working connection."""

from __future__ import annotations

import json
import shutil
import textwrap
from pathlib import Path

import click

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.owners import OWNERS
from conductor_desktop.cli.terminal import put_out
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.checks import Answer, CheckReport, CheckResult
from conductor_desktop.work import CancelToken

# Words, not colours: they survive a pipe, a screen reader and a black-and-white print.
_MARKS = {
    Answer.OK: "[ ok ]",
    Answer.LOOK: "[look]",
    Answer.STOP: "[STOP]",
    Answer.COULD_NOT_TELL: "[  ? ]",
}
_VERDICTS = {
    Answer.OK: "Nothing stands in the way.",
    Answer.LOOK: "Nothing stops a connection; see the rows marked “look”.",
    Answer.STOP: "A connection cannot work yet; see the rows marked “STOP”.",
    Answer.COULD_NOT_TELL: "Nothing was found in the way, but not everything could be seen.",
}


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@click.option(
    "--pc",
    "described_pc",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check a PC described in FILE instead of this one.",
)
@click.pass_obj
def check(composition: Composition, as_json: bool, described_pc: Path | None) -> int:
    """Check what stands between this PC and a working connection.

    Exits with 1 when a check says "stop".
    """
    report = composition.checks(described_pc).run(_wait_for_all, CancelToken())
    if as_json:
        put_out(json.dumps(report.as_json(), indent=2))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        put_out("\n".join(lines(report, max(60, width))))
    return ExitCode.ATTENTION if report.verdict is Answer.STOP else ExitCode.OK


def lines(report: CheckReport, width: int) -> list[str]:
    """The report for a terminal of ``width`` columns: a row per check, then the verdict.

    The worst comes last, where it is still to be seen when all has been printed.
    """
    indent = max((len(result.title) for result in report.results), default=0)
    rows = sorted(report.results, key=lambda result: (result.answer.weight, result.place))
    text = [line for result in rows for line in _row(result, indent, width)]
    return [*text, "", _VERDICTS[report.verdict]]


def _row(result: CheckResult, title_width: int, width: int) -> list[str]:
    head = f"{_MARKS[result.answer]}  {result.title:<{title_width}}  "
    margin = " " * len(head)
    text = _wrap(result.sentence, width, head, margin)
    if result.action:
        who = f"{OWNERS[result.owner]}: " if result.owner else ""
        text += _wrap(who + result.action, width, margin, margin)
    if result.answer is not Answer.OK:
        for line in result.evidence:
            text += _wrap(f"Seen: {line}", width, margin, margin)
    return text


def _wrap(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wait_for_all(_result: CheckResult) -> None:
    """The rows are printed together, in their order; together they take a second or two."""
