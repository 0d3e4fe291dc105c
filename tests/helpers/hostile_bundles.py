"""Archives that only look like support bundles, each with what is said of it."""

from __future__ import annotations

import hashlib
import json
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def with_manifest(files: Mapping[str, bytes], **more: object) -> dict[str, bytes]:
    """The files and a manifest that fits them."""
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    manifest = {"schema": 2, "files": listed, **more}
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def slip(path: Path) -> Path:
    return packed(path, with_manifest({"../evil.txt": b"x"}))


def bomb(path: Path) -> Path:
    return packed(path, with_manifest({f"{n}.txt": b"\0" * 10_000_000 for n in range(7)}))


def bomb_that_lies(path: Path) -> Path:
    packed(path, with_manifest({"a.txt": b"\0" * 50_000_000}))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 50_000_000), struct.pack("<L", 1000)))
    return path


def link(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in with_manifest({"link.txt": b"/etc/passwd"}).items():
            entry = zipfile.ZipInfo(name)
            kind = stat.S_IFLNK if name == "link.txt" else stat.S_IFREG
            entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
            archive.writestr(entry, data)
    return path


def hundred_thousand(path: Path) -> Path:
    """One, listed again and again: to write them all would take seconds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("0"), b"")
        archive.filelist *= 100_000
    return path


def manifest_that_lies(path: Path) -> Path:
    files = with_manifest({"checks.json": b'{"verdict": "stop"}'})
    return packed(path, {**files, "checks.json": b'{"verdict": "okay"}'})


def manifest_that_hides(path: Path) -> Path:
    return packed(path, {**with_manifest({"a.txt": b"x"}), "more.exe": b"MZ"})


def no_archive(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04 and then nothing")
    return path


HOSTILE: Mapping[str, tuple[Callable[[Path], Path], str]] = {
    "slip": (slip, "a file in it has a name that leads somewhere else"),
    "bomb": (bomb, "unpacked it would be larger than any bundle"),
    "bomb that lies": (bomb_that_lies, "it is damaged, or no archive at all"),
    "link": (link, "there is a link or a folder in it"),
    "100,000 entries": (hundred_thousand, "there are more files in it than in any bundle"),
    "manifest that lies": (manifest_that_lies, "“checks.json” was changed"),
    "manifest that hides": (manifest_that_hides, "its manifest lists other files than there are"),
    "no archive": (no_archive, "it is damaged, or no archive at all"),
}
