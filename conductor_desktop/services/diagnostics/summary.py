"""The one page of the bundle that a person reads first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from conductor_desktop.services.diagnostics.bundle import BundleFile, Failure
from conductor_desktop.services.diagnostics.web_connector import in_short

_UNKNOWN = "not known"


def summary(
    identity: str,
    created_at: datetime,
    versions: Mapping[str, str],
    trees: Mapping[str, object],
    files: Sequence[BundleFile],
    failures: Sequence[Failure],
) -> str:
    """Plain text, made of what the other files hold after redaction and of nothing else."""
    made = created_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    blocks = [
        [
            f"Conductor Desktop support bundle {identity}",
            f"Made {made} by Conductor Desktop {versions.get('conductor-desktop', _UNKNOWN)}",
            f"on {versions.get('os', _UNKNOWN)}",
        ],
        ["CONNECTION", *_connection(_tree(trees, "connection.json"))],
        ["WEB CONNECTOR", *in_short(_tree(trees, "web-connector.json"))],
        ["THIS PC", *_checks(_tree(trees, "checks.json"))],
        ["FILES", *(f"{file.name:<18} {len(file.data):>9,} bytes  {file.note}" for file in files)],
    ]
    if failures:
        blocks.append(["NOT COLLECTED", *(f"{f.file}: {f.reason}" for f in failures)])
    removed = sum(sum(file.removed.values()) for file in files)
    blocks.append(
        [
            "PRIVACY",
            "Keys, links, invoices and customer names are not in this bundle. Marks in ‹ › stand",
            f"for what was taken out ({removed:,} times); the same mark is the same value.",
        ]
    )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _connection(tree: Mapping[str, object]) -> list[str]:
    names = {
        "state": "State",
        "headline": "In words",
        "owner": "Whose turn",
        "last_proof_at": "Last proof",
        "checked_at": "Looked at",
        "code": "Code",
        "request_id": "Request",
        "end_user_id": "EndUser",
    }
    lines = [f"{text:<11} {tree[name]}" for name, text in names.items() if tree.get(name)]
    return lines or [_UNKNOWN]


def _checks(tree: Mapping[str, object]) -> list[str]:
    rows = tree.get("checks")
    if not isinstance(rows, list):
        return [_UNKNOWN]
    lines = [f"Verdict: {tree.get('verdict')}"]
    fine = 0
    for row in rows:
        if row["answer"] == "ok":
            fine += 1
            continue
        turn = f" (turn: {row['owner']})" if row["owner"] else ""
        lines.append(f"[{row['answer']}] {row['title']}: {row['sentence']}{turn}")
    return [*lines, f"[ok] {fine} of {len(rows)} checks"]


def _tree(trees: Mapping[str, object], name: str) -> Mapping[str, object]:
    tree = trees.get(name)
    return tree if isinstance(tree, Mapping) else {}
