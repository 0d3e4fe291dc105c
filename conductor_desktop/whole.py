"""Whether the built program has all its files: a virus scanner may take single ones away.

It is asked only once something has failed, so that no start pays for it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from conductor_desktop.errors import AppError, ExitCode, Owner

LIST = "files.txt"  # written by installer.spec: a line each of size in bytes, space, path
_NAMED_AT_MOST = 3
_STOP_SIGN = 0x10


class NotWhole(AppError):
    """Files of the installed program are gone or cut off, so that it cannot work.

    ``way`` is for the box: sentences on how a bundle is made without a window, once that is known.
    """

    exit_code = ExitCode.INTERNAL
    owner = Owner.IT
    way = ""

    def __init__(self, missing: Sequence[str]) -> None:
        named = ", ".join(missing[:_NAMED_AT_MOST])
        more = len(missing) - _NAMED_AT_MOST
        super().__init__(
            "Files of Conductor Desktop are missing",
            f"Not there, or not whole: {named}{f' and {more} more' if more > 0 else ''}. "
            "A virus scanner may have taken them away.",
            "Run the setup program again, which puts them back and keeps your settings; if they "
            "go again, ask whoever looks after this PC to allow them in the virus scanner.",
        )


def why_not_whole() -> NotWhole | None:
    """What is missing of the program that runs; None if nothing is, and for a run from source."""
    inside = getattr(sys, "_MEIPASS", None)
    if inside is None:
        return None
    missing = missing_files(Path(sys.executable).parent, Path(inside) / LIST)
    return NotWhole(missing) if missing else None


def missing_files(folder: Path, listed: Path) -> list[str]:
    """Those of the ``listed`` files that are not in ``folder``, or smaller than they were made.

    Larger is fine: a signature is added later. Without a list that can be read, it is the list
    that is missing.
    """
    try:
        lines = [line.split(" ", 1) for line in listed.read_text("utf-8").splitlines()]
        return [name for size, name in lines if _size(folder / name) < int(size)]
    except (OSError, ValueError):
        return [listed.name]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1


def words_for_the_box(error: NotWhole) -> str:
    """All that a person needs, paragraph by paragraph."""
    parts = (f"{error.title}.", error.explanation, error.next_step, error.way)
    return "\n\n".join(filter(None, parts))


def show_plain_box(error: NotWhole) -> None:
    """Windows' own box, for the program without a console: Qt may be what is missing."""
    if sys.platform == "win32":
        with contextlib.suppress(ImportError, OSError):  # it may be ctypes that is missing
            import ctypes

            text = words_for_the_box(error)
            ctypes.WinDLL("user32").MessageBoxW(None, text, "Conductor Desktop", _STOP_SIGN)
