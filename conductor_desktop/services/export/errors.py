"""Why a file is not written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from conductor_desktop.errors import InvalidInput

_USUAL_STEP = "Choose another folder or name, or close the file where it is open, and try again."

# What Windows calls a file that another program has open, or has locked a part of.
_HELD_BY_ANOTHER = (32, 33)
_LONGEST_ON_WINDOWS = 260  # unless an administrator has allowed more
_LONGEST_BESIDE = len(".conductor-0123456789ab.tmp")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class ExportNotWritten(InvalidInput):
    """The file that was chosen cannot be written. What was there before is untouched."""

    def __init__(self, target: str, reason: str, next_step: str = _USUAL_STEP) -> None:
        super().__init__(
            "The file was not written",
            f"“{target}” cannot be written ({reason}).",
            next_step,
        )


class UnknownExportFormat(InvalidInput):
    """The name ends in something this app does not write."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "This kind of file is not known",
            f"The name “{name}” does not say which kind of file is wanted.",
            "Give a name that ends in .csv or .xlsx.",
        )


class TooManyForSheet(InvalidInput):
    """More rows than one sheet of Excel has."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            "Too many rows for one sheet",
            f"There are {count:,} rows, and a sheet of Excel holds {most:,} at most.",
            "Export fewer at a time, or give a name that ends in .csv.",
        )


def no_folder(target: Path, *, on_windows: bool = os.name == "nt") -> ExportNotWritten:
    """There is none to write ``target`` to, or Windows cannot reach it."""
    if on_windows and _is_out_of_reach(target):
        return _too_long(target)
    return ExportNotWritten(str(target), "there is no such folder")


def not_written(
    target: Path, error: OSError | ValueError, *, on_windows: bool = os.name == "nt"
) -> ExportNotWritten:
    """What stood in the way of writing, in words, and what helps."""
    if isinstance(error, OSError):
        if getattr(error, "winerror", None) in _HELD_BY_ANOTHER:
            return ExportNotWritten(
                str(target),
                "another program has it open",
                "Close it there, in Excel for example, and try again.",
            )
        if error.errno in _FULL:
            return ExportNotWritten(
                str(target),
                error.strerror or "the disk is full",
                "Free some disk space or choose another disk, and try again.",
            )
        # Of a path that is too long Windows says that there is no such file.
        if on_windows and error.errno == errno.ENOENT and _is_out_of_reach(target):
            return _too_long(target)
        return ExportNotWritten(str(target), error.strerror or str(error))
    return ExportNotWritten(str(target), str(error))


def _is_out_of_reach(target: Path) -> bool:
    """Whether it, or what is written beside it meanwhile, is longer than Windows usually takes."""
    longest = max(len(target.name), _LONGEST_BESIDE)
    return len(str(target.absolute().parent)) + 1 + longest >= _LONGEST_ON_WINDOWS


def _too_long(target: Path) -> ExportNotWritten:
    return ExportNotWritten(
        str(target),
        "its path is longer than Windows allows here",
        "Choose a folder nearer to the top of the drive, or a shorter name, and try again.",
    )
