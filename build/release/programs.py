"""Which files are Windows programs, and which of them carry a signature: read from the files."""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER_AT = 0x3C
_MAGIC_AFTER = 24
"""Bytes from the letters "PE" to the number that says how wide its addresses are."""
_DIRECTORIES_AFTER = {0x10B: 96, 0x20B: 112}
_SECURITY = 4
_MOST_HEADER = 4096


def programs(folder: Path) -> list[Path]:
    """Every program and library below ``folder``, whatever its ending."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and is_program(path)]


def is_program(path: Path) -> bool:
    """Whether Windows would load it."""
    return _security_directory(path) is not None


def is_signed(path: Path) -> bool:
    """Whether it carries a signature; whether that is good is for signtool to say."""
    size = _security_directory(path)
    return size is not None and size > 0


def _security_directory(path: Path) -> int | None:
    """How many bytes of signatures it has; None if it is no program."""
    with path.open("rb") as file:
        head = file.read(_MOST_HEADER)
    try:
        if head[:2] != b"MZ":
            return None
        (start,) = struct.unpack_from("<I", head, _HEADER_AT)
        if head[start : start + 4] != b"PE\0\0":
            return None
        optional = start + _MAGIC_AFTER
        (magic,) = struct.unpack_from("<H", head, optional)
        entry = optional + _DIRECTORIES_AFTER[magic] + 8 * _SECURITY
        _place, size = struct.unpack_from("<II", head, entry)
    except (struct.error, KeyError):
        return None
    return int(size)
