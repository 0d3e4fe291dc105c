"""Opens a support bundle that somebody sent: nothing is unpacked, and nothing in it is trusted."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.diagnostics.manifest import MANIFEST

MOST_FILES = 100
LARGEST_ARCHIVE = 40_000_000
LARGEST_BYTES = 60_000_000
"""All files together, unpacked. A bundle has 25 million at most."""
_LARGEST_DIRECTORY = 100_000
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,80}(?:/[A-Za-z0-9_][A-Za-z0-9_.\-]{0,80}){0,3}")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# What Python's reader of archives raises for one that nobody has made with good intentions.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    OverflowError,
    RuntimeError,
)
_END = b"PK\x05\x06"


class NotABundle(InvalidInput):
    """The file is not a support bundle as this app makes them. ``reason`` ends a sentence."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            "Not a support bundle",
            f"“{path.name}” is not a support bundle as it was made: {reason}.",
            "Ask for a new one; do not unpack this one.",
            details={"reason": reason},
        )


@dataclass(frozen=True)
class Opened:
    """The files of a bundle, each with the sum that its manifest says."""

    manifest: Mapping[str, object]
    files: Mapping[str, bytes]


def open_bundle(path: Path) -> Opened:
    """Read all of it. Raises ``NotABundle``, and ``InvalidInput`` for a file that cannot be read.

    A manifest that does not fit what is there, in either direction, makes it no bundle.
    """
    try:
        if not path.is_file():
            raise _unreadable(path, "there is no such file")
        if path.stat().st_size > LARGEST_ARCHIVE:
            raise NotABundle(path, "it is larger than any bundle")
        _refuse_long_directory(path)
        with zipfile.ZipFile(path) as archive:
            files = _read(path, archive)
    except _DAMAGES as error:
        raise NotABundle(path, "it is damaged, or no archive at all") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read"
        raise _unreadable(path, str(reason)) from error
    manifest = _manifest(path, files)
    _compare(path, manifest, files)
    return Opened(manifest, files)


def _refuse_long_directory(path: Path) -> None:
    """Before a list of a hundred thousand files is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        raise NotABundle(path, "it is damaged, or no archive at all")
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > MOST_FILES or length > _LARGEST_DIRECTORY:
        raise NotABundle(path, "there are more files in it than in any bundle")


def _read(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise NotABundle(path, "there are more files in it than in any bundle")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise NotABundle(path, "two files in it have the same name")
    if sum(entry.file_size for entry in entries) > LARGEST_BYTES:
        raise NotABundle(path, "unpacked it would be larger than any bundle")
    for entry in entries:
        _refuse_odd(path, entry)
    return {entry.filename: archive.read(entry) for entry in entries}


def _refuse_odd(path: Path, entry: zipfile.ZipInfo) -> None:
    if not _NAME.fullmatch(entry.filename) or entry.orig_filename != entry.filename:
        raise NotABundle(path, "a file in it has a name that leads somewhere else")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.is_dir():
        raise NotABundle(path, "there is a link or a folder in it")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _PACKED:
        raise NotABundle(path, "a file in it is packed in a way that no bundle is")


def _manifest(path: Path, files: Mapping[str, bytes]) -> Mapping[str, object]:
    if MANIFEST not in files:
        raise NotABundle(path, "it has no manifest")
    tree = parsed(files[MANIFEST])
    if not isinstance(tree, dict) or not isinstance(tree.get("files"), list):
        raise NotABundle(path, "its manifest cannot be read")
    return tree


def _compare(path: Path, manifest: Mapping[str, object], files: Mapping[str, bytes]) -> None:
    listed: dict[str, Mapping[str, object]] = {}
    entries = manifest["files"]
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise NotABundle(path, "its manifest cannot be read")
        listed[entry["name"]] = entry
    if listed.keys() != files.keys() - {MANIFEST}:
        raise NotABundle(path, "its manifest lists other files than there are")
    for name, entry in listed.items():
        data = files[name]
        if entry.get("size") != len(data) or entry.get("sha256") != _sum(data):
            raise NotABundle(path, f"“{name}” was changed after the bundle was made")


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parsed(data: bytes) -> object:
    """JSON, or None for what is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _unreadable(path: Path, reason: str) -> InvalidInput:
    return InvalidInput(
        "The bundle was not opened",
        f"“{path.name}” cannot be read ({reason}).",
        "Check the name of the file, and try again.",
        details={"reason": reason},
    )
