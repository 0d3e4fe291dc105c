"""A table as an Excel workbook: numbers and days as such, and no text that is a formula."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]

from conductor_desktop.services.export.errors import TooManyForSheet
from conductor_desktop.services.export.sheet import Sheet, Value
from conductor_desktop.services.export.text import is_formula, plain_amount

MOST_ROWS = 1_048_576 - 3  # the rows of a sheet, but the headings and what stands above

_CENTS, _MILS = 2, 3
_EXACT_DIGITS = 15  # more than that a spreadsheet rounds
_FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year, and knows no day before it

_DAY_NOUGHT = date(1899, 12, 30)  # what Excel counts the days after that one from

_OPTIONS = {
    "constant_memory": True,  # a row at a time; what is written lies in ``tmpdir`` meanwhile
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(table: Sheet, file: IO[bytes], scratch: Path) -> None:
    """A sheet of the rows and one of totals; ``scratch`` is a folder for what is not done yet.

    Not the usual folder for such files: there, a crash would leave them lying about. Raises
    ``TooManyForSheet``, ``OSError`` and ``Cancelled``.
    """
    check_fits(len(table))
    workbook = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": str(scratch)})
    try:
        cells = _Cells(workbook)
        _write_rows(workbook, cells, table)
        if table.sum_headings:
            _write_sums(workbook, cells, table)
        workbook.close()
    except XlsxFileError as error:
        cause = error.__context__
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from None
    finally:
        # On Windows a folder with an open file in it cannot be removed; after an error the
        # library leaves its files open.
        for sheet in workbook.worksheets():
            with contextlib.suppress(OSError):
                sheet._opt_close()


def check_fits(count: int) -> None:
    """Raises ``TooManyForSheet``."""
    if count > MOST_ROWS:
        raise TooManyForSheet(count, MOST_ROWS)


def _write_rows(workbook: xlsxwriter.Workbook, cells: _Cells, table: Sheet) -> None:
    sheet = workbook.add_worksheet(
        table.name if table.partial is None else f"{table.name} (partial)"
    )
    first = cells.mark(sheet, table.partial, table.note)
    for place, (title, width) in enumerate(table.headings):
        sheet.set_column(place, place, width)
        cells.heading(sheet, first, place, title)
    sheet.freeze_panes(first + 1, 0)
    for number, row in enumerate(table.rows(), first + 1):
        for place, value in enumerate(row):
            cells.write(sheet, number, place, value)
    sheet.autofilter(first, 0, first + len(table), len(table.headings) - 1)


def _write_sums(workbook: xlsxwriter.Workbook, cells: _Cells, table: Sheet) -> None:
    is_partial = table.partial is not None
    sheet = workbook.add_worksheet("Totals so far" if is_partial else "Totals")
    first = cells.mark(sheet, table.partial, table.note)
    for place, (title, width) in enumerate(table.sum_headings):
        sheet.set_column(place, place, width)
        cells.heading(sheet, first, place, f"{title} so far" if is_partial and place else title)
    sheet.freeze_panes(first + 1, 0)
    for number, line in enumerate(table.sum_rows(), first + 1):
        for place, value in enumerate(line):
            cells.write(sheet, number, place, value)


class _Cells:
    """Writes each value as what it is, never guessing from how it looks."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._bold = workbook.add_format({"bold": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._count = workbook.add_format({"num_format": "#,##0"})
        self._money = workbook.add_format({"num_format": "#,##0.00"})
        self._without_cents = workbook.add_format({"num_format": "#,##0"})
        self._with_mils = workbook.add_format({"num_format": "#,##0.000"})
        self._finer = workbook.add_format({"num_format": "#,##0.00########"})
        self._right = workbook.add_format({"align": "right"})
        # Keeps "=1+1" a text when somebody edits the cell and leaves it as it was.
        self._literal = workbook.add_format({"quote_prefix": True})

    def mark(self, sheet: xlsxwriter.Worksheet, *sentences: str | None) -> int:
        """Say in the first lines what there is to say; the row after them, from 0."""
        said = [one for one in sentences if one is not None]
        for row, sentence in enumerate(said):
            sheet.write_string(row, 0, sentence, self._bold)
        return len(said)

    def heading(self, sheet: xlsxwriter.Worksheet, row: int, column: int, title: str) -> None:
        sheet.write_string(row, column, title, self._bold)

    def write(self, sheet: xlsxwriter.Worksheet, row: int, column: int, value: Value | int) -> None:
        match value:
            case None | str() if not value:
                return
            case str():
                style = self._literal if is_formula(value) else None
                sheet.write_string(row, column, value, style)
            case Decimal():
                self._write_amount(sheet, row, column, value)
            case int():
                sheet.write_number(row, column, value, self._count)
            case _ if value < _FIRST_DAY:
                sheet.write_string(row, column, value.isoformat())
            case _:
                sheet.write_number(row, column, (value - _DAY_NOUGHT).days, self._day)

    def _write_amount(
        self, sheet: xlsxwriter.Worksheet, row: int, column: int, amount: Decimal
    ) -> None:
        plain = plain_amount(amount)
        if len(plain) > _EXACT_DIGITS and len(_digits(plain)) > _EXACT_DIGITS:
            sheet.write_string(row, column, plain, self._right)
            return
        sheet.write_number(row, column, float(plain), self._style_for(plain.partition(".")[2]))

    def _style_for(self, decimals: str) -> object:
        """As many decimals as the amount came with are shown, and all there are of more."""
        if len(decimals) == _CENTS:
            return self._money
        if not decimals:
            return self._without_cents
        if len(decimals) == _MILS:
            return self._with_mils
        return self._money if len(decimals.rstrip("0")) <= _CENTS else self._finer


def _digits(plain: str) -> str:
    return plain.lstrip("-").replace(".", "").strip("0")
