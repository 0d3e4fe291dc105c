"""The codes that were met on another PC, when, and what the error guide says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Entry
from conductor_desktop.services.diagnostics.foreign import Tree, list_of, text_of


class Met(NamedTuple):
    """``when`` is as it stands in the bundle, "" if that does not say it."""

    code: str
    entry: Entry
    when: str


def codes_met(connection: Tree, errors: Sequence[Tree], connector: Tree) -> Iterator[Met]:
    """The connection's own first, then the newest; each once."""
    account = connector.get("account")
    problem = account.get("lastProblem") if isinstance(account, dict) else None
    met = [(connection.get("code"), connection.get("checkedAt"))]
    if isinstance(problem, dict):
        met += [(code, problem.get("time")) for code in list_of(problem.get("codes"))]
    met += [(error.get("code"), error.get("time")) for error in reversed(errors)]
    known: set[str] = set()
    for code, when in ((text_of(code), text_of(when)) for code, when in met):
        entry = guide().find(code) if code else None
        if entry is not None and entry.code not in known:
            known.add(entry.code)
            yield Met(code, entry, when)
