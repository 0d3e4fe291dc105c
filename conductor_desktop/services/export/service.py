"""Writes a file, whole or not at all, and marked when something is missing in it."""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, cast

from conductor_desktop.services.export.csv_file import write_csv
from conductor_desktop.services.export.errors import (
    ExportNotWritten,
    UnknownExportFormat,
    no_folder,
    not_written,
)
from conductor_desktop.services.export.sheet import Sheet
from conductor_desktop.services.export.table import Table
from conductor_desktop.services.invoices import InvoicePreview
from conductor_desktop.storage.atomic import replacing, scratch_folder, sweep_stale
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

# Windows gives these names to devices, whatever comes after the first dot; a file that has one
# elsewhere could not even be copied there.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)

_PARTIAL = " (partial)"


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
    _check_place(target)


def write_document(data: bytes, target: Path) -> Path:
    """Write a finished document, replacing what is there; the name used is given back.

    Raises ``ExportNotWritten``, with nothing half-written left behind.
    """
    _check_place(target)
    try:
        with replacing(target) as file:
            file.write(data)
    except (OSError, ValueError) as error:
        raise not_written(target, error) from error
    log.info("an invoice written as %s", target.suffix.lower())
    return target


def _check_place(target: Path) -> None:
    if _RESERVED.fullmatch(target.name.partition(".")[0].rstrip()):
        raise ExportNotWritten(str(target), "Windows keeps this name for a device")
    try:
        folder = target.absolute().parent
        if not folder.is_dir():
            raise no_folder(target)
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
        raise not_written(target, error) from error


def export_invoices(
    preview: InvoicePreview,
    target: Path,
    *,
    today: date,
    note: str | None = None,
    cancel: CancelToken | None = None,
    columns: Sequence[str] | None = None,
) -> Exported:
    """Write ``preview`` to ``target``, in the format its ending names, replacing what is there.

    With invoices missing the name gets the mark ``(partial)``; the name used is in the answer.
    ``note`` is a sentence about what is here, for formats that have a place for it. ``columns``
    are the keys of those that are wanted, in their order; all without it. Raises ``InvalidInput``,
    ``UnknownExportFormat``, ``ExportNotWritten``, ``TooManyForSheet`` and ``Cancelled``, with
    nothing half-written left behind.
    """
    cancel = cancel or CancelToken()
    return write_sheet(Table(preview, today, note, cancel, columns), target, cancel)


def write_sheet(sheet: Sheet, target: Path, cancel: CancelToken) -> Exported:
    """The same for any sheet, which has been given ``cancel`` as well."""
    write = _writer_for(target)
    path = target if sheet.partial is None else marked_partial(target)
    check_target(path)
    try:
        with replacing(path) as file, _Output(file, cancel) as output:
            write(sheet, output, path)
            cancel.raise_if_cancelled()
    except (OSError, ValueError) as error:
        raise not_written(path, error) from error
    log.info("%d rows exported as %s", len(sheet), path.suffix.lower())
    return Exported(path, len(sheet), sheet.cut)


def marked_partial(target: Path) -> Path:
    """``invoices.csv`` as ``invoices (partial).csv``; one that has the mark keeps it."""
    if target.stem.endswith(_PARTIAL):
        return target
    return target.with_name(f"{target.stem}{_PARTIAL}{target.suffix}")


class _Output:
    """A file that can be written to until it is done or nobody wants it any more.

    After that it takes everything and keeps nothing: a ZIP file that broke off tries to end
    itself whenever it is collected.
    """

    def __init__(self, file: IO[bytes], cancel: CancelToken) -> None:
        self._file = file
        self._cancel = cancel
        self._over_at: int | None = None

    def __enter__(self) -> IO[bytes]:
        return cast("IO[bytes]", self)

    def __exit__(self, *_: object) -> None:
        self._over_at = self._file.tell()

    def write(self, data: bytes) -> int:
        if self._over_at is not None:
            self._over_at += len(data)
            return len(data)
        self._cancel.raise_if_cancelled()
        return self._file.write(data)

    def tell(self) -> int:
        return self._file.tell() if self._over_at is None else self._over_at

    def seek(self, position: int) -> int:
        if self._over_at is None:
            return self._file.seek(position)
        self._over_at = position
        return position

    def flush(self) -> None:
        if self._over_at is None:
            self._file.flush()


def _writer_for(target: Path) -> Callable[[Sheet, IO[bytes], Path], None]:
    match target.suffix.lower():
        case ".csv":
            return _write_csv
        case ".xlsx":
            return _write_xlsx
        case _:
            raise UnknownExportFormat(target.name)


def _write_csv(sheet: Sheet, file: IO[bytes], _path: Path) -> None:
    write_csv(sheet, file)


def _write_xlsx(sheet: Sheet, file: IO[bytes], path: Path) -> None:
    # Only here: the command line needs it seldom.
    from conductor_desktop.services.export.xlsx_file import write_xlsx

    with scratch_folder(path) as scratch:
        write_xlsx(sheet, file, scratch)
