"""What is in the bundle: a list of its files, and the very bytes of the one in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.services.diagnostics import Bundle, BundleFile
from conductor_desktop.services.diagnostics.manifest import MANIFEST
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.support.sizes import size_words
from conductor_desktop.ui.theme import UNIT, colours, sized_font

# More than anybody reads, and little enough to be laid out without a pause.
LONGEST_PREVIEW = 256 * 1024

_SIZE_ROLE = int(Qt.ItemDataRole.UserRole)
_PAD = UNIT


class Contents(QWidget):
    """Shows a bundle read-only; nothing is turned into something else than it is.

    A file without its tick is left out when the bundle is saved.
    """

    left_out_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[BundleFile, ...] = ()
        self._list = QListWidget(self)
        self._list.setObjectName("supportFiles")
        self._list.setAccessibleName("Files in the bundle")
        self._list.setItemDelegate(_FileDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedWidth(UNIT * 32)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._list.itemChanged.connect(self.left_out_changed)
        self._note = muted("", self)
        self._note.setObjectName("supportNote")
        self._preview = QPlainTextEdit(self)
        self._preview.setObjectName("supportPreview")
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._preview.setPlaceholderText("The files appear here once they are collected.")
        self._build()
        self.clear()

    def show_bundle(self, bundle: Bundle) -> None:
        """List the files, each with its tick, and open the first one."""
        self.show_files(bundle.files, with_ticks=True)

    def show_files(self, files: Sequence[BundleFile], *, with_ticks: bool = False) -> None:
        """List these files and open the first one."""
        self._files = tuple(files)
        self._list.blockSignals(True)
        self._list.clear()
        for file in files:
            size = size_words(len(file.data))
            item = QListWidgetItem(file.name, self._list)
            item.setData(_SIZE_ROLE, size)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{file.name}, {size}. {file.note}")
            if with_ticks and file.name != MANIFEST:  # it says what is left out
                item.setCheckState(Qt.CheckState.Checked)
        self._list.blockSignals(False)
        self._list.setCurrentRow(0)

    @property
    def left_out(self) -> frozenset[str]:
        """The names of the files whose ticks were taken away."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return frozenset(
            item.text()
            for item in items
            if item.data(Qt.ItemDataRole.CheckStateRole) is not None
            and item.checkState() is Qt.CheckState.Unchecked
        )

    def clear(self) -> None:
        """Nothing to look at yet."""
        self._files = ()
        self._list.clear()
        self._preview.clear()
        self._preview.setAccessibleName("Contents of the file")
        self._note.hide()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self._note)
        right.addWidget(self._preview, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        row.addWidget(self._list)
        row.addLayout(right, 1)
        self.setMinimumHeight(UNIT * 37)

    def _on_row_changed(self, row: int) -> None:
        if not 0 <= row < len(self._files):
            return
        file = self._files[row]
        self._preview.setAccessibleName(f"Contents of {file.name}")
        self._preview.setPlainText(preview_of(file.data))
        self._note.setText(note_of(file))
        self._note.show()


class _FileDelegate(QStyledItemDelegate):
    """Two lines per file: its name, and under it how large it is."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(UNIT * 20, option.fontMetrics.height() * 2 + _PAD * 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            # Where it is dark the style draws its frame as dark.
            part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
            painter.setPen(colours().muted)
            painter.drawRect(
                style.subElementRect(part, option, option.widget).adjusted(0, 0, -1, -1)
            )
        tick = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, option.widget)
        box = option.rect.adjusted(_PAD * 3 // 2 + tick + _PAD // 2, _PAD, -_PAD, -_PAD)
        half = box.height() // 2
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.setFont(sized_font(10.0, bold=True))
        top = QRect(box.left(), box.top(), box.width(), half)
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setPen(colours().muted)
        painter.setFont(sized_font(9.5))
        under = QRect(box.left(), box.top() + half, box.width(), half)
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, str(index.data(_SIZE_ROLE)))
        painter.restore()


def note_of(file: BundleFile) -> str:
    """What the file is, what was taken out of it, and whether only a part of it is shown."""
    said = [file.note]
    if file.removed:
        counts = ", ".join(f"{count} × {rule}" for rule, count in sorted(file.removed.items()))
        said.append(f"Taken out: {counts}.")
    if len(file.data) > LONGEST_PREVIEW:
        said.append(f"Shown is the first {size_words(LONGEST_PREVIEW)}; all of it is saved.")
    return " ".join(part for part in said if part)


def preview_of(data: bytes) -> str:
    """The bytes as text; what is no UTF-8 is shown as ``\\xNN`` instead of being hidden."""
    return data[:LONGEST_PREVIEW].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
