"""The list of what is in a bundle, with sums, sources and what was taken out of each file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conductor_desktop.services.diagnostics.reasons import removals

if TYPE_CHECKING:
    from conductor_desktop.services.diagnostics.bundle import BundleFile, Failure

MANIFEST = "manifest.json"
SCHEMA = 2
"""1 had neither sources nor a support code."""


def manifest(
    identity: str,
    support_code: str,
    created_at: datetime,
    versions: Mapping[str, str],
    files: Sequence[BundleFile],
    failures: Iterable[Failure],
    *,
    log_days: int,
    seconds: float,
) -> dict[str, object]:
    """A tree that becomes JSON. ``seconds`` is how long collecting took."""
    removed: Counter[str] = Counter()
    for file in files:
        removed.update(file.removed)
    return {
        "schema": SCHEMA,
        "identity": identity,
        "supportCode": support_code,
        "createdAt": created_at.astimezone(UTC).isoformat(timespec="seconds"),
        "versions": dict(versions),
        "logDays": log_days,
        "collectedInSeconds": round(seconds, 1),
        "files": [_entry(file) for file in sorted(files, key=lambda file: file.name)],
        "removed": dict(sorted(removed.items())),
        "reasons": _reasons(removed),
        "failures": [{"file": one.file, "reason": one.reason} for one in failures],
        "leftOutByUser": [],
    }


def without_files(data: bytes, names: Collection[str]) -> bytes:
    """The manifest ``data`` after a person has left these files out."""
    tree = json.loads(data)
    removed: Counter[str] = Counter(tree["removed"])
    for entry in tree["files"]:
        if entry["name"] in names:
            removed.subtract(entry["removed"])
    tree["removed"] = {rule: count for rule, count in removed.items() if count}
    tree["reasons"] = _reasons(tree["removed"])
    tree["files"] = [entry for entry in tree["files"] if entry["name"] not in names]
    tree["leftOutByUser"] = sorted({*tree["leftOutByUser"], *names})
    return as_json(tree).encode()


def as_json(tree: object) -> str:
    """As every tree in a bundle is written."""
    return json.dumps(tree, indent=2, ensure_ascii=False)


def as_line(tree: object) -> str:
    """As one of many in a file of lines."""
    return json.dumps(tree, ensure_ascii=False)


def _reasons(removed: Mapping[str, int]) -> dict[str, str]:
    return {one.rule: one.why for one in removals(removed)}


def _entry(file: BundleFile) -> dict[str, object]:
    return {
        "name": file.name,
        "size": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "source": file.source,
        "note": file.note,
        "removed": dict(file.removed),
    }
