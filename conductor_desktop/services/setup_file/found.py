"""Finds setup files that lie where a vendor's customer has put them: never taken, only offered."""

from __future__ import annotations

import codecs
import contextlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.setup_file.inspection import (
    Inspection,
    SetupFile,
    inspect_setup_file,
)
from conductor_desktop.services.setup_file.remarks import SUFFIX

log = logging.getLogger(__name__)

# Written by the installer beside the program: the folder that the installer itself was in.
INSTALLED_FROM = "installed-from.txt"
_MOST_LOOKED_AT = 20
_MOST_OFFERED = 5
_LONGEST_PATH_BYTES = 4096


@dataclass(frozen=True)
class Place:
    """A folder that is looked into. ``name`` goes on after “found in”."""

    folder: Path
    name: str


@dataclass(frozen=True)
class FoundFile:
    """A file that could be used, and what the person is told of it."""

    path: Path
    place: str
    file: SetupFile
    saved_at: datetime
    link_has_run_out: bool = False


def usual_places(program: Path | None, downloads: Path | None) -> tuple[Place, ...]:
    """``program`` is the folder of the built program, None when it runs from its source."""
    places = []
    if program is not None:
        installer = installed_from(program)
        if installer is not None:
            places.append(Place(installer, "the installer's folder"))
        places.append(Place(program, "the app's own folder"))
    if downloads is not None:
        places.append(Place(downloads, "your Downloads folder"))
    return tuple(places)


def installed_from(program: Path) -> Path | None:
    """The folder that the installer noted; None when there is no note that can be read.

    UTF-8, or UTF-16 with a mark, as an NSIS script writes it.
    """
    try:
        with (program / INSTALLED_FROM).open("rb") as file:
            data = file.read(_LONGEST_PATH_BYTES)
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        folder = Path(data.decode("utf-16" if wide else "utf-8-sig").strip())
    except (OSError, ValueError):
        return None
    # Not beside whatever happens to be the working folder.
    return folder if folder.is_absolute() else None


def find_setup_files(places: Sequence[Place]) -> tuple[FoundFile, ...]:
    """The files that can be used, the newest first; of equal ones the newest. Blocks.

    Links are not followed, and a file that cannot be used is nothing to offer.
    """
    found: list[FoundFile] = []
    for path, place in _newest(places):
        inspection = _inspected(path)
        if inspection is None or inspection.file is None or inspection.saved_at is None:
            log.info("a setup file in %s cannot be used and is not offered", place)
        elif all(inspection.file != other.file for other in found):
            found.append(
                FoundFile(
                    path,
                    place,
                    inspection.file,
                    inspection.saved_at,
                    inspection.link_has_run_out,
                )
            )
    return tuple(found[:_MOST_OFFERED])


def _newest(places: Sequence[Place]) -> list[tuple[Path, str]]:
    seen: dict[Path, tuple[float, str]] = {}
    for place in places:
        with contextlib.suppress(OSError, ValueError):
            for path, saved_at in _setup_files(place.folder):
                seen.setdefault(path, (saved_at, place.name))
    newest = sorted(seen.items(), key=lambda one: one[1][0], reverse=True)
    return [(path, name) for path, (_, name) in newest[:_MOST_LOOKED_AT]]


def _setup_files(folder: Path) -> Iterator[tuple[Path, float]]:
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name.casefold().endswith(SUFFIX):
                # It may be gone by now, and the others not.
                with contextlib.suppress(OSError):
                    if entry.is_file(follow_symlinks=False):
                        yield Path(entry.path), entry.stat(follow_symlinks=False).st_mtime


def _inspected(path: Path) -> Inspection | None:
    try:
        return inspect_setup_file(path)
    except InvalidInput:
        return None
