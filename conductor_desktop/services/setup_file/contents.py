"""What is in the file, as JSON has it: which bytes are read, how they are text, what is refused."""

from __future__ import annotations

import codecs
import json
import os
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.errors import InvalidInput

LARGEST_BYTES = 64 * 1024
_LONGEST_NAME = 80
_SHORTCUT = bytes.fromhex("4c00000001140200")  # how a .lnk file begins (MS-SHLLINK 2.1)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDEST = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class NotASetupFile(Exception):
    """The message goes on after “it is not a setup file: ”."""


@dataclass(frozen=True)
class Contents:
    """``repeated`` are names that stand in one object more than once."""

    raw: Mapping[str, object]
    repeated: tuple[str, ...]
    is_wide: bool  # UTF-16
    saved_at: datetime


def shown_name(path: Path) -> str:
    """The file's name, fit to be shown whatever is in it."""
    return plain_text(path.name, _LONGEST_NAME)


def read_contents(path: Path) -> Contents:
    """Raises ``InvalidInput`` when there is nothing to read, ``NotASetupFile`` for what it is not.

    UTF-8 with or without a mark is read, and UTF-16 with one, which is what PowerShell writes.
    """
    data, saved_at = _read(path)
    if len(data) > LARGEST_BYTES:
        raise NotASetupFile("it is far too large for one")
    if data.startswith(_SHORTCUT):
        raise NotASetupFile("it is a shortcut; open the file that it leads to")
    text = _decoded(data)
    repeated: list[str] = []

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        counted = Counter(name for name, _ in pairs)
        repeated.extend(name for name, times in counted.items() if times > 1)
        return dict(pairs)

    try:
        raw = json.loads(text, object_pairs_hook=as_object, parse_constant=_refuse)
        # Half a character (a lone surrogate) can be read, and then neither shown nor kept.
        json.dumps(raw, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise NotASetupFile(f"its contents cannot be read (line {error.lineno})") from error
    except (ValueError, RecursionError) as error:
        raise NotASetupFile("its contents cannot be read") from error
    if not isinstance(raw, dict):
        raise NotASetupFile("it holds no fields in braces")
    return Contents(raw, tuple(repeated), data.startswith(_WIDE), saved_at)


def _read(path: Path) -> tuple[bytes, datetime]:
    try:
        # Looked at first: to open a pipe would wait for somebody to write into it.
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "it is a folder")
        if not stat.S_ISREG(mode):
            raise OSError(22, "it is no file that holds anything")
        with path.open("rb") as file:
            data, saved_at = file.read(LARGEST_BYTES + 1), os.fstat(file.fileno()).st_mtime
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InvalidInput(
            "Cannot open the setup file",
            f"“{shown_name(path)}” cannot be read ({reason or 'its name cannot be right'}).",
            "Check that the file is still there, or ask your vendor to send it again.",
            details={"path": plain_text(str(path))},
        ) from error
    return data, _as_time(saved_at)


def _as_time(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.now(UTC)  # a time no calendar has tells nothing


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(_WIDEST):
            raise UnicodeError
        if data.startswith(_WIDE):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeError as error:
        raise NotASetupFile("its contents cannot be read (it is not written in UTF-8)") from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")
