"""What a bundle that was opened says, as far as this version understands it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conductor_desktop.services.diagnostics.bundle import BundleFile
from conductor_desktop.services.diagnostics.codes_met import Met, codes_met
from conductor_desktop.services.diagnostics.foreign import (
    Tree,
    lines_in,
    list_of,
    text_of,
    texts_of,
    tree_in,
)
from conductor_desktop.services.diagnostics.gravity import gravity
from conductor_desktop.services.diagnostics.manifest import MANIFEST, SCHEMA
from conductor_desktop.services.diagnostics.opened import Opened
from conductor_desktop.services.diagnostics.reasons import Removal, removals

_MOST_REMOVED = 1_000_000_000

_DIED = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.\d{3}Z [^\]]*\] (.*)")
_FATAL = "fatal "
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


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
    codes: tuple[Met, ...]
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
    "headline": "In words",
    "state": "State",
    "since": "Since",
    "lastProofAt": "Last proof",
    "checkedAt": "Looked at",
    "code": "Code",
    "requestId": "Request",
    "endUserId": "EndUser",
}
_PLACES = {"this PC": "that PC"}
_VERDICTS = {
    "ok": "nothing stands in the way",
    "look": "there is something to look at",
    "stop": "something stands in the way",
    "unknown": "not all of it could be told",
}
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
        _FORMER.get(key, key): value for key, value in tree_in(bundle, "connection").items()
    }
    errors, timeline = lines_in(bundle, "api_errors"), lines_in(bundle, "timeline")
    return Reading(
        support_code=text_of(manifest.get("supportCode")) or text_of(manifest.get("identity")),
        made_at=text_of(manifest.get("createdAt")),
        versions=texts_of(manifest.get("versions")),
        is_newer=not isinstance(schema, int) or schema > SCHEMA,
        facts=_facts(connection),
        cause=_cause(connection),
        likely=tuple(_causes(connection.get("likely"))),
        evidence=tuple(_evidence(bundle, connection)),
        timeline=tuple(timeline),
        codes=tuple(codes_met(connection, errors, tree_in(bundle, "web_connector"))),
        failures=tuple(_failures(manifest.get("failures"))),
        left_out=tuple(filter(None, map(text_of, list_of(manifest.get("leftOutByUser"))))),
        removals=tuple(
            removals(_counts(manifest.get("removed")), texts_of(manifest.get("reasons")))
        ),
        files={name: len(data) for name, data in bundle.files.items() if name != MANIFEST},
    )


def _facts(connection: Tree) -> dict[str, str]:
    """Why, and what to do, before everything else."""
    cause, suspect = connection.get("cause"), _suspect(connection)
    proven = cause if isinstance(cause, dict) else {}
    first = proven or suspect
    facts = {
        "Cause": _named(proven) if proven else _suspected(suspect),
        "Whose turn": text_of(first.get("owner")) or text_of(connection.get("owner")),
        "Next step": text_of(first.get("nextStep")),
        **{name: text_of(connection.get(key)) for key, name in _FACTS.items()},
    }
    return {name: text for name, text in facts.items() if text}


def _suspect(connection: Tree) -> Tree:
    """The likeliest cause; nothing where none is suspected."""
    return next((one for one in list_of(connection.get("likely")) if isinstance(one, dict)), {})


def _suspected(suspect: Tree) -> str:
    return f"Not proven; most likely {_named(suspect)}" if suspect else ""


def _cause(connection: Tree) -> str:
    cause = connection.get("cause")
    return text_of(cause.get("id")) if isinstance(cause, dict) else ""


def _causes(likely: object) -> Iterator[str]:
    for one in list_of(likely):
        if isinstance(one, dict):
            told_by = text_of(one.get("toldBy"))
            yield f"{_named(one)}, if {told_by}" if told_by else _named(one)


def _named(cause: Tree) -> str:
    return f"{text_of(cause.get('title'))} ({text_of(cause.get('id'))})"


def _evidence(bundle: Opened, connection: Tree) -> Iterator[str]:
    for asked in list_of(connection.get("lookedAt")):
        if isinstance(asked, dict):
            place = text_of(asked.get("place"))
            said = text_of(asked.get("said"))
            told = _VERDICTS.get(said, said) if place in _PLACES else said
            yield f"{_PLACES.get(place, place)}: {told}"
    network = tree_in(bundle, "network")
    if network:
        yield f"the way to {text_of(network.get('host'))}: {text_of(network.get('outcome'))}"
    if crash := _crash(bundle):
        yield f"the app last died: {crash}"
    rows = [
        row for row in list_of(tree_in(bundle, "checks").get("checks")) if isinstance(row, dict)
    ]
    for row in sorted(rows, key=lambda row: gravity(text_of(row.get("answer")))):
        if row.get("answer") != "ok":
            found = f"{text_of(row.get('title'))}: {text_of(row.get('sentence'))}"
            yield f"[{text_of(row.get('answer'))}] {found}"
    if rows:
        fine = sum(row.get("answer") == "ok" for row in rows)
        yield f"[ok] {fine} of {len(rows)} checks"


def _crash(bundle: Opened) -> str:
    """When, and the line that names the error; "" where it has not died."""
    lines = bundle.files.get("crash.txt", b"").decode("utf-8", "replace").splitlines() or [""]
    began = _DIED.match(lines[0])
    if began is None:
        return ""
    told = [line.strip() for line in lines[1:] if line.strip()]
    fatal = next((line for line in told if _FATAL in line.lower()), told[-1] if told else "")
    return text_of(f"{began[1]} {began[2]}Z, {began[3].rstrip(':')}: {fatal}")


def _failures(failures: object) -> Iterator[str]:
    for one in list_of(failures):
        if isinstance(one, dict):
            yield f"{text_of(one.get('file'))}: {text_of(one.get('reason'))}"


def files_of(bundle: Opened) -> tuple[BundleFile, ...]:
    """Every file as it came, with what the manifest says of it, in the order of the manifest."""
    entries = {
        text_of(entry.get("name")): entry
        for entry in list_of(bundle.manifest.get("files"))
        if isinstance(entry, dict)
    }
    names = (*(name for name in entries if name in bundle.files), MANIFEST)
    return tuple(
        BundleFile(
            name,
            bundle.files[name],
            text_of(entries.get(name, {}).get("note")),
            _counts(entries.get(name, {}).get("removed")),
        )
        for name in names
    )


def _counts(removed: object) -> dict[str, int]:
    counts = removed.items() if isinstance(removed, dict) else ()
    numbers = ((rule, count) for rule, count in counts if type(count) is int)
    return {text_of(rule): count for rule, count in numbers if 0 < count < _MOST_REMOVED}


def line_of(entry: Tree) -> str:
    """One entry of the timeline as one reads it."""
    words = [clock(text_of(entry.get("time"))), text_of(entry.get("what"))]
    until = text_of(entry.get("until"))
    words += [
        text_of(entry.get(name))
        for name in ("phase", "cause", "kind", "status", "said", "code", "hresult", "requestId")
    ]
    return "  ".join(filter(None, [*words, f"until {clock(until)}" if until else ""]))


def clock(time: str) -> str:
    """As it is in the file, but shorter: everything there is in UTC."""
    return f"{time[:10]} {time[11:19]}Z" if _UTC.fullmatch(time) else time
