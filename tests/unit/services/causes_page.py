"""Makes the page about causes: ``python -m tests.unit.services.causes_page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conductor_desktop.errors import Owner
from conductor_desktop.services.connection.cause import Cause, CauseId
from conductor_desktop.services.connection.causes import CAUSES
from tests.unit.services.cause_table import CASES

_OWNERS = {
    None: "nobody",
    Owner.YOU: "whoever sits at the PC",
    Owner.QUICKBOOKS_ADMIN: "the QuickBooks Admin",
    Owner.IT: "whoever looks after the PC or the network",
    Owner.VENDOR: "the vendor",
}
_TITLES = {cause.id: cause.title for cause in CAUSES}
_HEAD = """# Why a connection does not work

From the cloud all outages look the same. On the PC they do not: this page says how Conductor
Desktop tells them apart. It weighs three things, the newest first: what this PC shows (its
programs, its settings, the log of the Web Connector), what Conductor says, and what QuickBooks
itself answered. A look at the PC counts for 2 minutes, an answer for 40.

A cause that is proven is shown alone, with what to do and whose turn it is; what it explains is
left out. Where nothing is proven, the two likeliest are shown, with what tells them apart.
The ids are those of `conductor-desktop status --json`.

## The causes, in the order in which they are looked for
"""
_TABLE = """
## What is found where

Each row is a test: a PC as it is described on the left, and what came of the last question to
Conductor.

| this PC | Conductor | found |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    causes = "\n".join("\n".join(_told(cause)) for cause in CAUSES)
    rows = "\n".join(
        f"| {case.pc}{', woke up a minute ago' * case.has_woken} | {case.answer} "
        f"| {_found(case.expected)} |"
        for case in CASES
    )
    return f"{_HEAD}\n{causes}{_TABLE}{rows}\n"


def _told(cause: Cause) -> Iterator[str]:
    yield f"### {cause.title} (`{cause.id}`)\n"
    yield f"{cause.explanation} **{cause.next_step}** Turn of: {_OWNERS[cause.owner]}.\n"
    yield from (f"- Proof: {clue.words}" for clue in cause.proven_by)
    yield from (f"- Hint: {clue.words}" for clue in cause.hinted_by)
    yield f"- It is this one if {cause.told_by}."
    if cause.hides:
        yield f"- Hides: {_hidden(cause)}"
    yield ""


def _hidden(cause: Cause) -> str:
    seen = set(CauseId) - cause.hides - {cause.id}
    if len(seen) < len(cause.hides) / 2:
        kept = [_TITLES[one] for one in CauseId if one in seen]
        return "everything else" + (f" but: {'; '.join(kept)}" if kept else "")
    return "; ".join(_TITLES[one] for one in CauseId if one in cause.hides)


def _found(expected: CauseId | tuple[CauseId, ...] | None) -> str:
    if expected is None:
        return "nothing is wrong"
    if isinstance(expected, CauseId):
        return f"{_TITLES[expected]}"
    return "likely: " + ", or ".join(_TITLES[one] for one in expected)


if __name__ == "__main__":
    target = Path(__file__).parents[3] / "docs" / "causes.md"
    target.write_text(page(), encoding="utf-8", newline="\n")
