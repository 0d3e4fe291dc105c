"""Keeps what is slow to make, by the content it was made from, outside the checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


class Failed(Exception):
    """A step that could not be done, in words."""


class NotToBeHad(Failed):
    """What has to be fetched from elsewhere did not come, in words."""


def say(text: str) -> None:
    print(f"* {text}", file=sys.stderr, flush=True)


def folder() -> Path:
    """Where everything is kept; it may be removed at any time, and costs minutes then."""
    usual = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(usual) / "conductor-desktop" / "windows"


def content(*parts: Path | str) -> str:
    """A short name for the content of files, of all files in folders, and of texts."""
    total = hashlib.sha256()
    for part in parts:
        for name, data in [("", part.encode())] if isinstance(part, str) else _files(part):
            total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()[:16]


def _files(path: Path) -> Iterable[tuple[str, bytes]]:
    if path.is_file():
        yield path.name, path.read_bytes()
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(path).as_posix(), file.read_bytes()


def made(name: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name`` that ``make`` filled for ``key``, made now unless it is there already.

    It is either whole or not there. Of others of that name, which are large, the one that was used
    last stays: another checkout may be at work with it.
    """
    wanted = folder() / f"{name}-{key}"
    if wanted.is_dir():
        os.utime(wanted)
        return wanted
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"making-{name}-", dir=folder()) as place:
        inside = Path(place) / "made"
        inside.mkdir()
        make(inside)
        others = (one for one in folder().iterdir() if one.name.rpartition("-")[0] == name)
        for old in sorted(others, key=lambda one: one.stat().st_mtime)[:-1]:
            shutil.rmtree(old, ignore_errors=True)
        try:
            inside.rename(wanted)
        except OSError:
            if not wanted.is_dir():  # else another checkout has made the same meanwhile
                raise
    return wanted
