"""From the page of one invoice to paper, to a PDF, or as text onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.export.service import write_document
from conductor_desktop.services.policies import SWITCHED_OFF, Policies, SwitchedOff, no_policies
from conductor_desktop.ui.invoices import detail_rows
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import link_button, plain_button
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.reveal import show_in_folder
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner

_NO_PRINTER = Message(
    Kind.LOOK,
    "There is no printer",
    "Windows has no printer set up for you. Save the invoice as a PDF instead.",
)


class PaperDesk(QObject):
    """The page puts ``buttons`` and ``panel`` where they belong.

    What goes out is what the page shows: without its lines as long as these have not come.
    ``preview`` shows how it would be printed and says whether there is a printer.
    """

    def __init__(
        self,
        runner: TaskRunner,
        formats: Callable[[], Formats],
        parent: QWidget,
        *,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
        reveal: Callable[[Path], bool] = show_in_folder,
        preview: Callable[[Opened, Formats, QWidget], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._formats = formats
        self._policies = policies
        self._where = folder or ExportFolder(parent=self)
        self._reveal = reveal
        self._preview = preview or _preview
        self._opened: Opened | None = None
        self._written = Path()
        self._handle: TaskHandle | None = None
        self.panel = MessagePanel("invoiceDetailOut", parent)
        self._copy = link_button("Copy as text", "invoiceDetailCopy", parent)
        self._print = plain_button("Print…", "invoiceDetailPrint", parent)
        self._pdf = plain_button("Save as PDF…", "invoiceDetailPdf", parent)
        self.buttons = (self._copy, self._print, self._pdf)
        self._folder = plain_button("Show in folder", "invoiceDetailFolder", parent)
        self._close = plain_button("Close", "invoiceDetailOutClose", parent)
        for button in (self._folder, self._close):
            button.hide()  # until the panel shows it
        self._copy.clicked.connect(self._on_copy)
        self._print.clicked.connect(self._on_print)
        self._pdf.clicked.connect(self._on_pdf)
        self._folder.clicked.connect(self._on_folder)
        self._close.clicked.connect(self.panel.clear)

    def show_opened(self, opened: Opened) -> None:
        """This one, as it is known by now."""
        if self._opened is None or self._opened.row.id != opened.row.id:
            self.panel.clear()
            self._copy.setText("Copy as text")
        self._opened = opened
        allowed = self._policies().may_export
        for button in (self._print, self._pdf):
            button.setEnabled(allowed and opened.invoice is not None)
            button.setToolTip("" if allowed else SWITCHED_OFF)

    def _is_refused(self) -> bool:
        """Say so if it has been switched off by now."""
        try:
            self._policies().require_export()
        except SwitchedOff as error:
            self.panel.show_message(Message.of(error), buttons=[self._close])
            return True
        return False

    def _on_copy(self) -> None:
        if self._opened is not None:
            QGuiApplication.clipboard().setText(detail_rows.as_text(self._opened, self._formats()))
            self._copy.setText("Copied")

    def _on_print(self) -> None:
        opened = self._opened
        if opened is None or self._is_refused():
            return
        if not self._preview(opened, self._formats(), self._print.window()):
            self.panel.show_message(_NO_PRINTER, buttons=[self._close])

    def _on_pdf(self) -> None:
        if self._opened is None or self._is_refused():
            return
        dialog = QFileDialog(self._pdf.window(), "Save the invoice as PDF")
        dialog.setObjectName("invoicePdfDialog")
        # The system's own dialog cannot be driven where there is no desktop.
        is_headless = QGuiApplication.platformName() == "offscreen"
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, is_headless)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(str(self._where.path))
        dialog.selectFile("Invoice.pdf")  # nothing in it comes from the books
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the invoice that is open to ``path``, whole or not at all."""
        opened, formats = self._opened, self._formats()
        if opened is None or self._handle is not None or self._is_refused():
            return

        def work(_task: object) -> Path:
            from conductor_desktop.ui.invoices.paper import pdf_of

            return write_document(pdf_of(opened, formats), path)

        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_written)
        self._handle.failed.connect(self._on_failed)

    def _on_written(self, path: Path) -> None:
        self._handle = None
        self._written = path
        self._where.remember(path)
        message = Message(Kind.OK, "Saved", f"The invoice is in “{path}”.")
        self.panel.show_message(message, buttons=[self._folder, self._close])

    def _on_failed(self, error: AppError) -> None:
        self._handle = None
        self.panel.show_message(Message.of(error), buttons=[self._close])

    def _on_folder(self) -> None:
        if not self._reveal(self._written):
            text = f"The folder cannot be opened from here: {self._written.parent}"
            self.panel.show_message(Message(Kind.LOOK, "", text), buttons=[self._close])


def _preview(opened: Opened, formats: Formats, window: QWidget) -> bool:
    """Qt's own preview, from which it is printed; False where there is no printer."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo, QPrintPreviewDialog

    from conductor_desktop.ui.invoices.paper import draw, page_layout

    if not QPrinterInfo.availablePrinterNames():
        return False
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout())
    printer.setDocName(detail_rows.heading(opened.row))
    dialog = QPrintPreviewDialog(printer, window)
    dialog.setObjectName("invoicePrintPreview")
    dialog.paintRequested.connect(lambda device: draw(opened, formats, device))
    dialog.exec()
    dialog.deleteLater()
    return True
