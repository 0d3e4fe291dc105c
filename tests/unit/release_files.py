"""Small files that look like Windows programs, signed or not, to what reads their headers."""

from __future__ import annotations

import struct
from pathlib import Path


def program(path: Path, *, signed: bool = False, wide: bool = True, start: int = 0x80) -> Path:
    """Write one; ``wide`` is a 64-bit one."""
    head = bytearray(start + 400)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 0x3C, start)
    head[start : start + 4] = b"PE\0\0"
    optional = start + 24
    struct.pack_into("<H", head, optional, 0x20B if wide else 0x10B)
    struct.pack_into("<II", head, optional + (112 if wide else 96) + 32, 500, 64 * signed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head)
    return path
