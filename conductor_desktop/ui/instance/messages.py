"""All that a later start may say to the open window: come to the front, perhaps with a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

ANSWER = b"conductor-desktop 1 here\0"
LONGEST_BYTES = 100_000  # the longest path of Windows has 32,767 characters, three bytes at most

_REQUEST = b"conductor-desktop 1 front\0"  # then a path or nothing, then the byte no path can have


class Refused(Exception):
    """Not what another start of this app says."""


class Request(NamedTuple):
    """Come to the front, and take in ``file`` if one is given: an absolute path."""

    file: Path | None


def written(request: Request) -> bytes:
    """``request`` as it is sent."""
    return _REQUEST + os.fsencode(request.file or "") + b"\0"


def read(said: bytes, *suffixes: str) -> Request | None:
    """The request in all that was ``said`` so far; None while it may still become one.

    A file must have one of ``suffixes``, as on the command line, in small letters or large. Raises
    ``Refused``.
    """
    head, rest = said[: len(_REQUEST)], said[len(_REQUEST) :]
    if len(said) > LONGEST_BYTES or not _REQUEST.startswith(head):
        raise Refused
    path, end, more = rest.partition(b"\0")
    if more:
        raise Refused
    return Request(_file(path, suffixes) if path else None) if end else None


def _file(path: bytes, suffixes: tuple[str, ...]) -> Path:
    try:
        file = Path(os.fsdecode(path))
    except UnicodeDecodeError as error:
        raise Refused from error
    if not file.is_absolute() or not file.name.lower().endswith(suffixes):
        raise Refused
    return file
