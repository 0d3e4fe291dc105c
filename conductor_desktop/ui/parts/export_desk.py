"""Where a person exports what is seen: the button, the question where to, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.policies import (
    SWITCHED_OFF,
    Policies,
    SwitchedOff,
    no_policies,
)
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.exporter import Exportable, Exporter
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.reveal import show_in_folder

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported
    from conductor_desktop.ui.parts.formats import Formats

_EXCEL, _CSV = "Excel workbook (*.xlsx)", "CSV file (*.csv)"
_WHAT = "Write the rows you see to an Excel or CSV file"
_ALL_EXCEL, _ALL_CSV = "Excel workbook, all columns (*.xlsx)", "CSV file, all columns (*.csv)"
_SUFFIXES = {_EXCEL: "xlsx", _CSV: "csv", _ALL_EXCEL: "xlsx", _ALL_CSV: "csv"}
_OF_ALL = (_ALL_EXCEL, _ALL_CSV)

_SHOW_AFTER_MS = 300  # a short file is written before the window is in front of the dialog again


@runtime_checkable
class Columned(Exportable, Protocol):
    """What shows some of its columns only."""

    def with_all_columns(self) -> Exportable:
        """The same rows with every column."""


@dataclass(frozen=True)
class Words:
    """What is exported: how the names of widgets begin, how a sentence and a file name it, and how
    a person counts it.
    """

    name: str
    plural: str
    file: str
    counted: Callable[[int, Formats], str]


class ExportDesk(QObject):
    """The screen puts ``button`` and ``panel`` where they belong.

    ``seen`` is asked when the button is clicked, for what is exported is what was seen then.
    ``reveal`` opens the folder of a file and says whether it could: of each that has been written,
    unless the person has gone to another window meanwhile, and at the click of a button.
    """

    panel_changed = Signal()  # it says something else, or nothing any more
    all_columns_changed = Signal()

    def __init__(
        self,
        exporter: Exporter,
        seen: Callable[[], Exportable],
        formats: Callable[[], Formats],
        words: Words,
        parent: QWidget,
        *,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
        reveal: Callable[[Path], bool] = show_in_folder,
    ) -> None:
        super().__init__(parent)
        self._where = folder or ExportFolder(parent=self)
        self._exporter = exporter
        self._seen = seen
        self._formats = formats
        self._policies = policies
        self._reveal = reveal
        self._has_rows = False
        self._written = Path()
        self._wanted: Exportable | None = None
        self.has_all_columns = False  # what was chosen the last time
        self._show_soon = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._show_soon.timeout.connect(self._show_written)
        self._words = words
        name = words.name
        self.button = plain_button("Export…", f"{name}Export", parent)
        self.button.clicked.connect(self._on_clicked)
        self.panel = MessagePanel(f"{name}Exported", parent)
        self.panel.action_clicked.connect(exporter.cancel)
        self._folder = plain_button("Show in folder", f"{name}ExportFolder", parent)
        self._folder.clicked.connect(self._on_folder)
        self._again = plain_button("Export again…", f"{name}ExportAgain", parent)
        self._again.clicked.connect(self._on_clicked)
        self._close = plain_button("Close", f"{name}ExportClose", parent)
        self._close.clicked.connect(self._on_close)
        for button in (self._folder, self._again, self._close):
            button.hide()  # until the panel shows it
        self._show_button()
        exporter.began.connect(self._on_began)
        exporter.written.connect(self._on_written)
        exporter.failed.connect(self._on_failed)
        exporter.cancelled.connect(self._on_cancelled)

    def offer(self, has_rows: bool) -> None:
        """Whether there is anything to export."""
        self._has_rows = has_rows
        self._show_button()

    def look_again(self) -> None:
        """An IT admin may have changed what is allowed."""
        self._show_button()

    def _show_button(self) -> None:
        allowed = self._policies().may_export
        self.button.setEnabled(allowed and self._has_rows and not self._exporter.is_busy)
        self.button.setToolTip(_WHAT if allowed else SWITCHED_OFF)

    def _is_refused(self) -> bool:
        """Say so if it has been switched off by now."""
        try:
            self._policies().require_export()
        except SwitchedOff as error:
            self._show_button()
            self._say(Message.of(error), self._close)
            return True
        return False

    def _on_clicked(self) -> None:
        if self._is_refused():
            return
        self._wanted = self._seen()
        kinds = [_EXCEL, _CSV, *(_OF_ALL if isinstance(self._wanted, Columned) else ())]
        dialog = _SaveDialog(self.button.window(), self._words, kinds)
        if self.has_all_columns and isinstance(self._wanted, Columned):
            dialog.choose(_ALL_EXCEL)
        dialog.setDirectory(str(self._where.path))
        today, complete = self._formats().today, self._wanted.complete
        dialog.selectFile(default_name(self._words.file, today, complete=complete))
        dialog.chosen.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, path: str, kind: str) -> None:
        wanted = self._wanted
        if wanted is None or self._is_refused():
            return
        if isinstance(wanted, Columned):
            has_all = kind in _OF_ALL
            if has_all is not self.has_all_columns:
                self.has_all_columns = has_all
                self.all_columns_changed.emit()
            wanted = wanted.with_all_columns() if has_all else wanted
        self._exporter.export(wanted, Path(path), self._formats().today)

    def _on_began(self, count: int) -> None:
        self._show_button()
        text = f"Writing {self._words.counted(count, self._formats())}…"
        self.panel.show_message(Message(Kind.INFO, "", text), "Cancel")
        self.panel_changed.emit()

    def _on_written(self, exported: Exported) -> None:
        self._show_button()
        self._written = exported.path
        self._where.remember(exported.path)
        message = written_message(exported, self._words, self._formats())
        self._say(message, self._folder, self._close)
        self._show_soon.start()

    def _show_written(self) -> None:
        if self.button.window().isActiveWindow():
            self._reveal(self._written)

    def _on_failed(self, error: AppError) -> None:
        self._show_button()
        self._say(Message.of(error), self._again, self._close)

    def _on_cancelled(self) -> None:
        self._show_button()
        self._on_close()

    def _on_folder(self) -> None:
        if not self._reveal(self._written):
            text = f"The folder cannot be opened from here: {self._written.parent}"
            self._say(Message(Kind.LOOK, "", text), self._close)

    def _on_close(self) -> None:
        self.panel.clear()
        self.panel_changed.emit()

    def _say(self, message: Message, *buttons: QPushButton) -> None:
        self.panel.show_message(message, buttons=buttons)
        self.panel_changed.emit()


class _SaveDialog(QFileDialog):
    """Asks for a file of one of ``kinds``; a name without an ending gets that of its kind."""

    chosen = Signal(str, str)  # the path, and the kind

    def __init__(self, parent: QWidget, words: Words, kinds: Sequence[str]) -> None:
        super().__init__(parent, f"Export the {words.plural} you see")
        self.setObjectName(f"{words.name}ExportDialog")
        # The system's own dialog cannot be driven where there is no desktop.
        is_headless = QGuiApplication.platformName() == "offscreen"
        self.setOption(QFileDialog.Option.DontUseNativeDialog, is_headless)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(kinds)
        self.setDefaultSuffix(_SUFFIXES[_EXCEL])
        self.filterSelected.connect(self._on_filter_selected)
        self.fileSelected.connect(self._on_file_selected)
        self.finished.connect(self.deleteLater)

    def choose(self, kind: str) -> None:
        """Have this kind chosen at first."""
        self.selectNameFilter(kind)
        self._on_filter_selected(kind)

    def _on_file_selected(self, path: str) -> None:
        self.chosen.emit(path, self.selectedNameFilter())

    def _on_filter_selected(self, kind: str) -> None:
        self.setDefaultSuffix(_SUFFIXES.get(kind, _SUFFIXES[_EXCEL]))


def default_name(what: str, today: date, *, complete: bool) -> str:
    """Nothing in it comes from the books; when rows are missing it says so."""
    return f"{what} {today.isoformat()}{'' if complete else ' (partial)'}.xlsx"


def written_message(exported: Exported, words: Words, formats: Formats) -> Message:
    """What was written where, and what had to be left out of it."""
    text = f"{words.counted(exported.count, formats)} in “{exported.path}”."
    if exported.cut:
        texts = "1 text was" if exported.cut == 1 else f"{formats.count(exported.cut)} texts were"
        text += f" {texts} too long for a cell and cut there."
    return Message(Kind.OK, "Exported", text)
