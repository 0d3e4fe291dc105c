"""Why invoices are not written to a file."""

from __future__ import annotations

from conductor_desktop.errors import InvalidInput


class ExportNotWritten(InvalidInput):
    """The file chosen for the invoices cannot be written. What was there before is untouched."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(
            "The invoices were not written",
            f"“{target}” cannot be written ({reason}).",
            "Choose another folder or name, or close the file where it is open, and try again.",
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
    """More invoices than one sheet of Excel has rows."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            "Too many invoices for one sheet",
            f"There are {count:,} invoices, and a sheet of Excel holds {most:,} at most.",
            "Export fewer invoices at a time, or give a name that ends in .csv.",
        )
