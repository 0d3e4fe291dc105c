"""The one page of the bundle that a person reads first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from conductor_desktop.services.diagnostics.bundle import BundleFile, Failure
from conductor_desktop.services.diagnostics.gravity import gravity
from conductor_desktop.services.diagnostics.web_connector import in_short

_UNKNOWN = "not known"
_LATEST_ERRORS = 5


def summary(
    support_code: str,
    created_at: datetime,
    versions: Mapping[str, str],
    trees: Mapping[str, object],
    files: Sequence[BundleFile],
    failures: Sequence[Failure],
) -> str:
    """Plain text, made of what the other files hold after redaction and of nothing else."""
    made = created_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    connection = _tree(trees, "connection.json")
    checks = _tree(trees, "checks.json")
    blocks = [
        [
            f"Conductor Desktop support bundle {support_code}",
            f"Made {made} by Conductor Desktop {versions.get('conductor-desktop', _UNKNOWN)}",
            f"on {versions.get('os', _UNKNOWN)}",
        ],
        ["CONNECTION", *_connection(connection)],
        ["WHAT TO DO", *_what_to_do(connection)],
        ["WHAT WAS TRIED", *_tried(connection, _tree(trees, "network.json"), checks)],
        ["WEB CONNECTOR", *in_short(_tree(trees, "web_connector.json"))],
        ["QUICKBOOKS", *_quickbooks(_tree(trees, "quickbooks.json"))],
        ["THIS PC", *_checks(checks)],
    ]
    if errors := list(_errors(trees.get("api_errors.jsonl"))):
        blocks.append(["ERRORS OF CONDUCTOR, THE NEWEST LAST", *errors])
    if failures:
        blocks.append(["NOT COLLECTED", *(f"{f.file}: {f.reason}" for f in failures)])
    removed = sum(sum(file.removed.values()) for file in files)
    blocks.append(
        [
            "PRIVACY",
            "Keys, links, invoices and customer names are not in this bundle. Marks in ‹ › stand",
            f"for what was taken out ({removed:,} times); the same mark is the same value.",
            "[name] stands for the title of a window, or the name of a company or a person.",
        ]
    )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _connection(tree: Mapping[str, object]) -> list[str]:
    cause = tree.get("cause")
    facts = {
        "Cause": _named(cause) if cause else _likely(tree.get("likely")),
        "In words": tree.get("headline"),
        "State": tree.get("state"),
        "Since": tree.get("since"),
        "Last proof": tree.get("lastProofAt"),
        "Looked at": tree.get("checkedAt"),
        "Code": tree.get("code"),
        "Request": tree.get("requestId"),
        "EndUser": tree.get("endUserId"),
    }
    if not tree:
        return [_UNKNOWN]
    always = ("Cause", "Since", "Last proof")
    return [
        f"{name:<11} {value or _UNKNOWN}"
        for name, value in facts.items()
        if value or name in always
    ]


def _what_to_do(tree: Mapping[str, object]) -> Iterator[str]:
    cause, likely = tree.get("cause"), tree.get("likely")
    first = cause or (likely[0] if isinstance(likely, list) and likely else None)
    owner = first["owner"] if isinstance(first, Mapping) else tree.get("owner")
    yield f"Whose turn  {owner or ('nobody’s' if tree else _UNKNOWN)}"
    if isinstance(first, Mapping):
        yield f"Next step   {first['nextStep']}"


def _tried(
    connection: Mapping[str, object], network: Mapping[str, object], checks: Mapping[str, object]
) -> Iterator[str]:
    if connection:
        asked = "QuickBooks" if connection.get("active") else "Conductor's notes"
        seconds = connection.get("seconds")
        took = f", {seconds:.1f} s" if isinstance(seconds, int | float) else ""
        yield f"Asked {asked}{took}: {connection.get('said')}"
    if network:
        yield f"The way to {network.get('host') or 'the service'}: {network.get('outcome')}"
    rows = checks.get("checks")
    if isinstance(rows, list):
        yield f"Looked at this PC: {len(rows)} checks"
    if not connection and not network and not checks:
        yield _UNKNOWN


def _named(cause: object) -> str:
    return f"{cause['title']} ({cause['id']})" if isinstance(cause, Mapping) else _UNKNOWN


def _likely(suspects: object) -> str | None:
    if not isinstance(suspects, list) or not suspects:
        return None
    return "not proven; likely " + ", or ".join(_named(one) for one in suspects)


def _quickbooks(tree: Mapping[str, object]) -> Iterator[str]:
    found, running, shown = tree.get("found"), tree.get("running"), tree.get("shown")
    installs = found.get("installs") if isinstance(found, Mapping) else None
    if not isinstance(installs, list):
        yield f"Installed   {_UNKNOWN}"
    else:
        names = [f"{one['product']} {one['version'] or ''}".strip() for one in installs]
        yield f"Installed   {', '.join(names) or 'none'}"
    count = len(running) if isinstance(running, list) else -1
    programs = "1 program" if count == 1 else f"{count} programs"
    yield f"Running     {programs if count >= 0 else _UNKNOWN}"
    if isinstance(shown, Mapping):
        yield (
            f"Open        company file: {_yes(shown.get('companyOpen'))}, "
            f"a question waits: {_yes(shown.get('questionWaits'))}"
        )


def _yes(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, _UNKNOWN) if isinstance(value, bool) else _UNKNOWN


def _errors(lines: object) -> Iterator[str]:
    for line in lines[-_LATEST_ERRORS:] if isinstance(lines, list) else ():
        code = line.get("code") or "no code"
        yield f"{line.get('time')}  {line.get('status')}  {code}  {line.get('requestId') or '-'}"


def _checks(tree: Mapping[str, object]) -> list[str]:
    rows = tree.get("checks")
    if not isinstance(rows, list):
        return [_UNKNOWN]
    lines = [f"Verdict: {tree.get('verdict')}"]
    fine = 0
    for row in sorted(rows, key=lambda row: gravity(str(row["answer"]))):
        if row["answer"] == "ok":
            fine += 1
            continue
        turn = f" (turn: {row['owner']})" if row["owner"] else ""
        lines.append(f"[{row['answer']}] {row['title']}: {row['sentence']}{turn}")
    return [*lines, f"[ok] {fine} of {len(rows)} checks"]


def _tree(trees: Mapping[str, object], name: str) -> Mapping[str, object]:
    tree = trees.get(name)
    return tree if isinstance(tree, Mapping) else {}
