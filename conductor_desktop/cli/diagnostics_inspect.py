"""``diagnostics inspect``: for support, who got a bundle: is it whole, and what does it say?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from conductor_desktop.cli.owners import OWNERS
from conductor_desktop.cli.terminal import fact, numbered, put_out, wrap
from conductor_desktop.errors import Owner
from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import Reading, clock, line_of, read

_NEWER = (
    "It was made by a newer version of Conductor Desktop. What this version does not know of is "
    "left out here; look into the files for it."
)
_LATEST = 20
# Whoever reads this is not the one who sits there.
_OWNERS = {owner.value: OWNERS[owner] for owner in Owner} | {
    Owner.YOU.value: "Whoever sits at that PC",
    Owner.QUICKBOOKS_ADMIN.value: "Whoever has the QuickBooks Admin password there",
    Owner.IT.value: "Whoever looks after that PC",
}


@click.command("inspect")
@click.argument("bundle", metavar="BUNDLE.zip", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what it says as JSON.")
def inspect(bundle: Path, as_json: bool) -> None:
    """Say what a support bundle tells, after making sure that it is as it was made.

    Every sum in its manifest is checked; nothing is unpacked. It ends with what the error guide
    says of the codes in it. Exits with 2 for what is no bundle, or was changed.

    \b
    With --json
      supportCode, madeAt, versions, newer, facts, likely, evidence, timeline,
      guide (code, met, title, meaning, nextStep, steps), notCollected, leftOutByUser,
      valuesTakenOut, takenOut (rule, count, why), files
    """
    reading = read(open_bundle(bundle))
    put_out(json.dumps(as_mapping(reading), indent=2) if as_json else "\n".join(lines(reading)))


def as_mapping(reading: Reading) -> dict[str, object]:
    """What ``--json`` prints."""
    return {
        "supportCode": reading.support_code,
        "madeAt": reading.made_at,
        "versions": dict(reading.versions),
        "newer": reading.is_newer,
        "facts": dict(reading.facts),
        "likely": list(reading.likely),
        "evidence": list(reading.evidence),
        "timeline": [dict(entry) for entry in reading.timeline],
        "guide": [
            {
                "code": met.code,
                "met": met.when,
                "title": met.entry.title,
                "meaning": met.entry.meaning,
                "nextStep": met.entry.next_step,
                "steps": list(met.entry.steps),
            }
            for met in reading.codes
        ],
        "notCollected": list(reading.failures),
        "leftOutByUser": list(reading.left_out),
        "valuesTakenOut": reading.removed,
        "takenOut": [
            {"rule": one.rule, "count": one.count, "why": one.why} for one in reading.removals
        ],
        "files": dict(reading.files),
    }


def lines(reading: Reading) -> Iterator[str]:
    """The same for a person: how it stands first, the files last."""
    yield from wrap(f"Support bundle {reading.support_code}, made {reading.made_at}")
    yield from wrap("Every file is as its manifest says.")
    if reading.is_newer:
        yield from wrap(_NEWER)
    yield from _headed("How it stands", _facts(reading))
    yield from _headed("Most likely", numbered(reading.likely))
    yield from _headed("What was looked at", _indented(reading.evidence))
    yield from _headed(
        f"Timeline, the last {_LATEST}",
        _indented(line_of(entry) for entry in reading.timeline[-_LATEST:]),
    )
    for code, entry, when in reading.codes:
        heading = f"What the guide says of {code}, met {clock(when)}" if when else ""
        yield from _headed(
            heading or f"What the guide says of {code}", _guide(entry.title, entry.meaning)
        )
        yield from fact("Do this", entry.next_step)
        yield from numbered(entry.steps)
    yield from _headed("Not collected", _indented(reading.failures))
    yield from _headed("Left out by the sender", _indented(reading.left_out))
    yield from _headed("Versions", _indented(f"{n} {v}" for n, v in reading.versions.items()))
    sizes = (f"{name}  {size:,} bytes" for name, size in reading.files.items())
    yield from _headed("Files", _indented(sizes))
    yield from _headed(
        f"Taken out of them: {reading.removed:,} values", _indented(map(str, reading.removals))
    )


def _facts(reading: Reading) -> Iterator[str]:
    for name, text in reading.facts.items():
        yield from fact(name, _OWNERS.get(text, text) if name == "Whose turn" else text)


def _guide(title: str, meaning: str) -> Iterator[str]:
    yield from wrap(f"{title}. {meaning}")


def _indented(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrap(text, "  ", "    ")


def _headed(heading: str, rest: Iterator[str]) -> Iterator[str]:
    """Nothing at all where there is nothing to tell."""
    told = list(rest)
    if told:
        yield ""
        yield from wrap(heading)
        yield from told
