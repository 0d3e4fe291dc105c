"""What lies beside the setup program when it is given out: sums, and what is said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

SUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """In hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(folder: Path) -> str:
    """A line per file, as ``sha256sum --check`` reads it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS]
    return "".join(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def notes(version: str, changes: str, *, is_signed: bool, engine: str, parts: Sequence[str]) -> str:
    """What a release says of itself, in Markdown."""
    signed = (
        "The programs, the setup program and the uninstaller are signed and time-stamped."
        if is_signed
        else "**This build is not signed.** Windows warns everybody who starts it. Do not give it "
        "to customers."
    )
    return (
        f"# Conductor Desktop {version}\n\n{signed}\n\n"
        f"Web engine: {engine}.\n\n"
        f"{changes_of(changes, version)}\n\n"
        f"## Files\n\n" + "".join(f"- `{part}`\n" for part in parts)
    )


def changes_of(changelog: str, version: str) -> str:
    """The section of this version; of what has not been released where there is none."""
    for title in (f"## [{version}]", "## [Unreleased]"):
        _before, found, after = changelog.partition(title)
        if found:
            body = after.partition("\n")[2].partition("\n## [")[0]
            return f"## What changes\n\n{body.strip()}".rstrip()
    return ""
