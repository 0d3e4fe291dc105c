"""What is in the bundle: a list of its files, and the very bytes of the one in front."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.manifest import MANIFEST
from conductor_desktop.services.diagnostics.reasons import removals
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import muted, selectable
from conductor_desktop.ui.support.file_list import FileList, Known
from conductor_desktop.ui.support.sizes import size_words
from conductor_desktop.ui.theme import UNIT

# More than most people read, and little enough to be laid out without a pause.
LONGEST_PREVIEW = 256 * 1024

_COMES = "It appears here once it is collected."
_NEVER_COMES = "There is nothing to be seen of it."
_EMPTY = "The file is empty."


class Contents(QWidget):
    """Shows a bundle read-only; nothing is turned into something else than it is.

    A file without its tick is left out when the bundle is saved.
    """

    left_out_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bundle: Bundle | None = None
        self._reasons: Mapping[str, str] = {}
        self._shown: tuple[str, Known] | None = None
        self._list = FileList(self)
        self._list.currentRowChanged.connect(self._render)
        self._list.ticks_changed.connect(self._on_ticks_changed)
        self._note = muted("", self)
        self._note.setObjectName("supportNote")
        self._more = link_button("Show more of it", "supportShowMore", self)
        self._more.setProperty("flush", True)
        self._more.clicked.connect(self._on_more)
        self._end = 0
        self._preview = QPlainTextEdit(self)
        self._preview.setObjectName("supportPreview")
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._removed = selectable(muted("", self))
        self._removed.setObjectName("supportRemoved")
        self._build()
        self.clear()

    def await_files(self, names: Iterable[str]) -> None:
        """A row with a tick for each file that is to come, before any has come."""
        self._bundle = None
        self._list.show_names(names, with_ticks=True)
        self._render()

    def show_arrived(self, one: BundleFile | Failure) -> None:
        """A file is there, or will not come."""
        self._list.tell(_name_of(one), one)
        self._render()

    def show_bundle(self, bundle: Bundle) -> None:
        """The finished files; who has taken ticks away or looks at one goes on doing so.

        The list of them is the one that will be written, without what is left out.
        """
        self._bundle = bundle
        everything: list[BundleFile | Failure] = [*bundle.files, *bundle.failures]
        names = [_name_of(one) for one in everything]
        if set(self._list.names) != set(names):
            self._list.show_names(names, with_ticks=True)
        for one in (*everything, *_lists_of(bundle.without(self.left_out))):
            self._list.tell(_name_of(one), one)
        self._render()

    def show_files(self, files: Sequence[BundleFile], reasons: Mapping[str, str]) -> None:
        """List these files without ticks, and open the first one.

        ``reasons`` came along with them, for rules that this version may not know.
        """
        self._reasons = reasons
        self._list.show_names(file.name for file in files)
        for file in files:
            self._list.tell(file.name, file)
        self._list.setCurrentRow(0)
        self._render()

    @property
    def left_out(self) -> frozenset[str]:
        """The names of the files whose ticks were taken away."""
        return self._list.left_out

    def clear(self) -> None:
        """Nothing to look at yet."""
        self._bundle = None
        self._list.show_names(())
        self._render()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self._note)
        right.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._preview, 1)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 2)
        row.addWidget(self._list)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addLayout(row, 1)
        column.addWidget(self._removed)
        self._list.setMinimumHeight(UNIT * 37)

    def _on_ticks_changed(self) -> None:
        if self._bundle is not None:
            self.show_bundle(self._bundle)
        self.left_out_changed.emit()

    def _render(self) -> None:
        current = self._list.current
        if current == self._shown and current is not None:
            return  # who reads it has perhaps scrolled in it
        self._shown = current
        name, known = current or ("", None)
        self._note.setVisible(current is not None)
        self._removed.setVisible(isinstance(known, BundleFile))
        self._preview.setAccessibleName(f"Contents of {name or 'the file'}")
        placeholders = {BundleFile: _EMPTY, Failure: _NEVER_COMES}
        self._preview.setPlaceholderText(placeholders.get(type(known), _COMES))
        if isinstance(known, BundleFile):
            self._end = end_of_piece(known.data, 0)
            self._preview.setPlainText(preview_of(known.data[: self._end]))
            self._removed.setText("\n".join(removed_from(known, self._reasons)))
        else:
            self._preview.clear()
        self._say_how_much(known)

    def _say_how_much(self, known: Known) -> None:
        self._note.setText(note_of(known, self._end))
        self._more.setVisible(isinstance(known, BundleFile) and self._end < len(known.data))

    def _on_more(self) -> None:
        _, known = self._shown or ("", None)
        if isinstance(known, BundleFile):
            begin, self._end = self._end, end_of_piece(known.data, self._end)
            cursor = QTextCursor(self._preview.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(preview_of(known.data[begin : self._end]))
            self._say_how_much(known)


def _lists_of(bundle: Bundle) -> list[BundleFile]:
    return [file for file in bundle.files if file.name == MANIFEST]


def _name_of(one: BundleFile | Failure) -> str:
    return one.file if isinstance(one, Failure) else one.name


def note_of(known: Known, shown: int = 0) -> str:
    """What the file is, and how many bytes of it are ``shown``; or why it is not there."""
    if known is None:
        return "It is being collected."
    if isinstance(known, Failure):
        return f"It could not be made: {known.reason}. The bundle is useful without it."
    said = [known.note]
    if shown < len(known.data):
        said.append(f"Shown is the first {size_words(shown)}; all of it is saved.")
    return " ".join(part for part in said if part)


def removed_from(file: BundleFile, reasons: Mapping[str, str]) -> list[str]:
    """What was taken out of it and why, a line for each rule."""
    told = removals(file.removed, reasons)
    if not told:
        return [f"Nothing private was found in {file.name}."]
    return [f"Taken out of {file.name}, with a mark in ‹ › in its place:", *map(str, told)]


def preview_of(data: bytes) -> str:
    """The bytes as text; what is no UTF-8 is shown as ``\\xNN`` instead of being hidden."""
    return data.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def end_of_piece(data: bytes, begin: int) -> int:
    """Where what is shown at once ends: after a line, if there is one that ends in it."""
    end = begin + LONGEST_PREVIEW
    if end >= len(data):
        return len(data)
    return data.rfind(b"\n", begin, end) + 1 or end
