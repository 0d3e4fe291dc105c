"""Writes invoices to a file, whole or not at all, and marked when some are missing."""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conductor_desktop.services.export.csv_file import csv_bytes
from conductor_desktop.services.export.errors import ExportNotWritten, UnknownExportFormat
from conductor_desktop.services.export.table import Table, table_of
from conductor_desktop.services.invoices import InvoicePreview
from conductor_desktop.storage.atomic import sweep_stale, write_atomically

log = logging.getLogger(__name__)

# Windows gives these names to devices, whatever comes after the first dot; a file that has one
# elsewhere could not even be copied there.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


@dataclass(frozen=True)
class Exported:
    """What was written. ``cut``: texts that were longer than a cell holds."""

    path: Path
    count: int
    cut: int


def check_target(target: Path) -> None:
    """Find out before QuickBooks is asked whether ``target`` could be written.

    Really tries a write beside it. Raises ``UnknownExportFormat`` and ``ExportNotWritten``; what
    is there stays as it is.
    """
    _writer_for(target)
    if _RESERVED.fullmatch(target.name.partition(".")[0].rstrip()):
        raise ExportNotWritten(str(target), "Windows keeps this name for a device")
    try:
        folder = target.absolute().parent
        if not folder.is_dir():
            raise ExportNotWritten(str(target), "there is no such folder")
        with contextlib.suppress(FileNotFoundError):
            target.lstat()  # complains of a name that no file can have
        if target.is_dir():
            raise ExportNotWritten(str(target), "there is a folder of that name")
        if target.exists():
            target.open("r+b").close()  # on Windows refused while a spreadsheet has it open
        sweep_stale(folder)
        probe = folder / f".conductor-{os.urandom(6).hex()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except (OSError, ValueError) as error:
        raise ExportNotWritten(str(target), _reason(error)) from error


def export_invoices(preview: InvoicePreview, target: Path, *, today: date) -> Exported:
    """Write ``preview`` to ``target``, in the format its ending names, replacing what is there.

    With invoices missing the name gets the mark ``(partial)``; the name used is in the answer.
    Raises ``UnknownExportFormat``, ``ExportNotWritten`` and ``TooManyForSheet``, with nothing
    half-written left behind.
    """
    write = _writer_for(target)
    table = table_of(preview, today)
    path = target if preview.complete else marked_partial(target)
    check_target(path)
    try:
        write_atomically(path, write(table))
    except (OSError, ValueError) as error:
        raise ExportNotWritten(str(path), _reason(error)) from error
    log.info("%d invoices exported as %s", len(table.rows), path.suffix.lower())
    return Exported(path, len(table.rows), table.cut)


def marked_partial(target: Path) -> Path:
    """``invoices.csv`` as ``invoices (partial).csv``."""
    return target.with_name(f"{target.stem} (partial){target.suffix}")


def _writer_for(target: Path) -> Callable[[Table], bytes]:
    match target.suffix.lower():
        case ".csv":
            return csv_bytes
        case ".xlsx":
            return _xlsx_bytes
        case _:
            raise UnknownExportFormat(target.name)


def _xlsx_bytes(table: Table) -> bytes:
    from conductor_desktop.services.export.xlsx_file import xlsx_bytes

    return xlsx_bytes(table)  # only here: the command line needs it seldom


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
