"""``conductor-desktop check``: what stands between this PC and a working connection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.owners import OWNERS
from conductor_desktop.cli.terminal import put_out, wrap
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.checks import Answer, CheckReport, CheckResult
from conductor_desktop.services.policies import Policies
from conductor_desktop.work import CancelToken

# Words, not colours: they survive a pipe, a screen reader and a black-and-white print.
_MARKS = {
    Answer.OK: "[ ok ]",
    Answer.LOOK: "[look]",
    Answer.STOP: "[STOP]",
    Answer.COULD_NOT_TELL: "[  ? ]",
}
_MARGIN = " " * len("[ ok ]  ")
_VERDICTS = {
    Answer.OK: "Nothing stands in the way.",
    Answer.LOOK: "Nothing stops a connection; have a look at what is marked “look”.",
    Answer.STOP: "A connection cannot work yet. Do this first:",
    Answer.COULD_NOT_TELL: "Nothing was found in the way, but not everything could be seen.",
}


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@click.option("--details", is_flag=True, help="Show every check, and what it has seen.")
@click.option(
    "--pc",
    "described_pc",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check a PC described in FILE instead of this one.",
)
@click.pass_obj
def check(composition: Composition, as_json: bool, details: bool, described_pc: Path | None) -> int:
    """Check what stands between this PC and a working connection.

    The worst comes first. What follows from something else is left out until that is mended.

    \b
    With --json
      verdict   the worst of the answers
      policies  what an IT admin has set: by name under "set", what does not count under "ignored"
      checks    those that have something to say, in the order of the list, each with
        id        the same in every version
        answer    ok, look, stop, could not tell
        title, sentence
        owner     you, quickbooks_admin, it, vendor; null when there is nothing to do
        action    what the owner does, or null
        evidence  what was seen; it may name people, windows and the company
        seconds   how long finding out took

    \b
    Exits with
      0   nothing says "stop"
      1   something does
      2   wrong usage
    """
    policies = composition.policies(described_pc)
    report = composition.checks(described_pc).run(_wait_for_all, CancelToken())
    if as_json:
        put_out(json.dumps(report.as_json() | {"policies": policies.as_json()}, indent=2))
    else:
        put_out("\n".join([*lines(report, details=details), *policy_lines(policies)]))
    return ExitCode.ATTENTION if report.verdict is Answer.STOP else ExitCode.OK


def lines(report: CheckReport, *, details: bool = False) -> Iterator[str]:
    """The report for a person: what to do, then each row that is not fine, the worst first.

    With ``details`` what is fine has rows as well, and each says what was seen.
    """
    rows = sorted(report.results, key=lambda result: result.rank)
    fine = [] if details else [row for row in rows if row.answer is Answer.OK]
    shown = rows[: len(rows) - len(fine)]  # those that are fine rank last
    yield from wrap(_VERDICTS[report.verdict])
    if report.verdict is Answer.STOP:
        yield from wrap(_what_to_do(rows[0]), "  ", "  ")
    if shown:
        yield ""
    for row in shown:
        yield from _row(row, details=details)
    if fine:
        yield ""
        yield from wrap(_in_short(len(fine)))


def policy_lines(policies: Policies) -> Iterator[str]:
    """What an IT admin has set, and what is in the policy keys and does not count."""
    told = policies.lines()
    if told:
        yield ""
        yield "Set by your IT admin:"
    for line in told:
        yield from wrap(line, "  ", "    ")


def _row(result: CheckResult, *, details: bool) -> Iterator[str]:
    yield from wrap(f"{result.title}: {result.sentence}", f"{_MARKS[result.answer]}  ", _MARGIN)
    if result.action:
        yield from wrap(_what_to_do(result), _MARGIN, _MARGIN)
    if details:
        for line in result.evidence:
            yield from wrap(f"Seen: {line}", _MARGIN, _MARGIN)


def _what_to_do(result: CheckResult) -> str:
    who = f"{OWNERS[result.owner]}: " if result.owner else ""
    return f"{who}{result.action or ''}"


def _in_short(fine: int) -> str:
    checks = f"{fine} checks" if fine > 1 else "1 check"
    return f"{checks} found nothing to do. With --details you see them, and what was seen."


def _wait_for_all(_result: CheckResult) -> None:
    """The rows are printed together, in their order; together they take a second or two."""
