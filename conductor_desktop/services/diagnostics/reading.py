"""What a bundle that was opened says, as far as this version understands it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Entry
from conductor_desktop.services.diagnostics.bundle import BundleFile
from conductor_desktop.services.diagnostics.manifest import MANIFEST, SCHEMA
from conductor_desktop.services.diagnostics.opened import Opened, parsed
from conductor_desktop.services.diagnostics.reasons import Removal, removals

_LONGEST = 300
_MOST_LINES = 2000
_MOST_REMOVED = 1_000_000_000

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

Tree = Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """Every text in it is somebody else's: short, and still to be made fit for a terminal.

    ``is_newer``: a newer version made it, and there may be more in it than is told here.
    """

    support_code: str
    made_at: str
    versions: Mapping[str, str]
    is_newer: bool
    facts: Mapping[str, str]
    """How the connection stands: names for people, and what is so."""
    cause: str
    """The id of the proven cause, "" without one; a newer version may know others."""
    likely: tuple[str, ...]
    evidence: tuple[str, ...]
    timeline: tuple[Tree, ...]
    codes: tuple[tuple[str, Entry], ...]
    """Codes that were met, and what the error guide says of each."""
    failures: tuple[str, ...]
    left_out: tuple[str, ...]
    removals: tuple[Removal, ...]
    """What was taken out of all files together, by rule, and why."""
    files: Mapping[str, int]

    @property
    def removed(self) -> int:
        """How many values were taken out."""
        return sum(one.count for one in self.removals)


_FACTS = {
    "state": "State",
    "headline": "In words",
    "since": "Since",
    "lastProofAt": "Last proof",
    "checkedAt": "Looked at",
    "owner": "Whose turn",
    "code": "Code",
    "requestId": "Request",
    "endUserId": "EndUser",
}
_PLACES = {"this PC": "that PC"}
# What schema 1 called them.
_FORMER = {
    "last_proof_at": "lastProofAt",
    "checked_at": "checkedAt",
    "request_id": "requestId",
    "end_user_id": "endUserId",
}


def read(bundle: Opened) -> Reading:
    """Never raises: what is not as it should be is left out."""
    manifest = bundle.manifest
    schema = manifest.get("schema")
    connection = {
        _FORMER.get(key, key): value for key, value in _tree(bundle, "connection").items()
    }
    errors, timeline = _lines(bundle, "api_errors"), _lines(bundle, "timeline")
    return Reading(
        support_code=_text(manifest.get("supportCode")) or _text(manifest.get("identity")),
        made_at=_text(manifest.get("createdAt")),
        versions=_texts(manifest.get("versions")),
        is_newer=not isinstance(schema, int) or schema > SCHEMA,
        facts=_facts(connection),
        cause=_cause(connection),
        likely=tuple(_causes(connection.get("likely"))),
        evidence=tuple(_evidence(bundle, connection)),
        timeline=tuple(timeline),
        codes=tuple(_codes(connection, errors, _tree(bundle, "web_connector"))),
        failures=tuple(_failures(manifest.get("failures"))),
        left_out=tuple(filter(None, map(_text, _list(manifest.get("leftOutByUser"))))),
        removals=tuple(removals(_counts(manifest.get("removed")), _texts(manifest.get("reasons")))),
        files={name: len(data) for name, data in bundle.files.items() if name != MANIFEST},
    )


def _facts(connection: Tree) -> dict[str, str]:
    facts = {name: _text(connection.get(key)) for key, name in _FACTS.items()}
    cause = connection.get("cause")
    if isinstance(cause, dict):
        facts["Cause"] = _named(cause)
        facts["Whose turn"] = _text(cause.get("owner")) or facts["Whose turn"]
        facts["Next step"] = _text(cause.get("nextStep"))
    return {name: text for name, text in facts.items() if text}


def _cause(connection: Tree) -> str:
    cause = connection.get("cause")
    return _text(cause.get("id")) if isinstance(cause, dict) else ""


def _causes(likely: object) -> Iterator[str]:
    for one in _list(likely):
        if isinstance(one, dict):
            told_by = _text(one.get("toldBy"))
            yield f"{_named(one)}, if {told_by}" if told_by else _named(one)


def _named(cause: Tree) -> str:
    return f"{_text(cause.get('title'))} ({_text(cause.get('id'))})"


def _evidence(bundle: Opened, connection: Tree) -> Iterator[str]:
    for asked in _list(connection.get("lookedAt")):
        if isinstance(asked, dict):
            place = _text(asked.get("place"))
            yield f"{_PLACES.get(place, place)}: {_text(asked.get('said'))}"
    network = _tree(bundle, "network")
    if network:
        yield f"the way to {_text(network.get('host'))}: {_text(network.get('outcome'))}"
    rows = [row for row in _list(_tree(bundle, "checks").get("checks")) if isinstance(row, dict)]
    for row in rows:
        if row.get("answer") != "ok":
            found = f"{_text(row.get('title'))}: {_text(row.get('sentence'))}"
            yield f"[{_text(row.get('answer'))}] {found}"
    if rows:
        fine = sum(row.get("answer") == "ok" for row in rows)
        yield f"[ok] {fine} of {len(rows)} checks"


def _codes(
    connection: Tree, errors: Sequence[Tree], connector: Tree
) -> Iterator[tuple[str, Entry]]:
    """The connection's own first, then the newest."""
    account = connector.get("account")
    problem = account.get("lastProblem") if isinstance(account, dict) else None
    met = [
        connection.get("code"),
        *(_list(problem.get("codes")) if isinstance(problem, dict) else ()),
        *(error.get("code") for error in reversed(errors)),
    ]
    known: set[str] = set()
    for code in map(_text, met):
        entry = guide().find(code) if code else None
        if entry is not None and entry.code not in known:
            known.add(entry.code)
            yield code, entry


def _failures(failures: object) -> Iterator[str]:
    for one in _list(failures):
        if isinstance(one, dict):
            yield f"{_text(one.get('file'))}: {_text(one.get('reason'))}"


def _tree(bundle: Opened, name: str) -> Tree:
    for file in (f"{name}.json", f"{name.replace('_', '-')}.json"):
        tree = parsed(bundle.files.get(file, b""))
        if isinstance(tree, dict):
            return tree
    return {}


def _lines(bundle: Opened, name: str) -> list[Tree]:
    lines = bundle.files.get(f"{name}.jsonl", b"").splitlines()
    trees = (parsed(line) for line in lines[-_MOST_LINES:])
    return [_flat(tree) for tree in trees if isinstance(tree, dict)]


def _flat(tree: Tree) -> Tree:
    """Without what has more in it."""
    return {
        _text(key): _text(value) if isinstance(value, str) else value
        for key, value in tree.items()
        if value is None or isinstance(value, str | int | float)
    }


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _texts(value: object) -> dict[str, str]:
    return {_text(key): _text(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value[:_MOST_LINES] if isinstance(value, list) else []


def files_of(bundle: Opened) -> tuple[BundleFile, ...]:
    """Every file as it came, with what the manifest says of it, in the order of the manifest."""
    entries = {
        _text(entry.get("name")): entry
        for entry in _list(bundle.manifest.get("files"))
        if isinstance(entry, dict)
    }
    names = (*(name for name in entries if name in bundle.files), MANIFEST)
    return tuple(
        BundleFile(
            name,
            bundle.files[name],
            _text(entries.get(name, {}).get("note")),
            _counts(entries.get(name, {}).get("removed")),
        )
        for name in names
    )


def _counts(removed: object) -> dict[str, int]:
    counts = removed.items() if isinstance(removed, dict) else ()
    numbers = ((rule, count) for rule, count in counts if type(count) is int)
    return {_text(rule): count for rule, count in numbers if 0 < count < _MOST_REMOVED}


def line_of(entry: Tree) -> str:
    """One entry of the timeline as one reads it."""
    words = [_clock(_text(entry.get("time"))), _text(entry.get("what"))]
    until = _text(entry.get("until"))
    words += [
        _text(entry.get(name))
        for name in ("phase", "cause", "kind", "status", "said", "code", "hresult", "requestId")
    ]
    return "  ".join(filter(None, [*words, f"until {_clock(until)}" if until else ""]))


def _clock(time: str) -> str:
    """As it is in the file, but shorter: everything there is in UTC."""
    return f"{time[:10]} {time[11:19]}Z" if _UTC.fullmatch(time) else time
