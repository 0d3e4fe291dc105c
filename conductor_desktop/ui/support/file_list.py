"""The files of a bundle as rows: which are awaited, there, could not be made or are left out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from conductor_desktop.services.diagnostics import BundleFile, Failure
from conductor_desktop.services.diagnostics.manifest import MANIFEST
from conductor_desktop.ui.support.sizes import size_words
from conductor_desktop.ui.theme import UNIT, colours, sized_font

Known = BundleFile | Failure | None
"""What is known of a file; None while it is awaited."""

WAITING = "Waiting"

_SAID_ROLE = int(Qt.ItemDataRole.UserRole)
_PALE_ROLE = _SAID_ROLE + 1
_BESIDE_TICKS_ROLE = _SAID_ROLE + 2
_PAD = UNIT


class FileList(QListWidget):
    """A row for each name it is given. A tick may be taken away before its file has come."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Known] = {}
        self._has_ticks = False
        self.setObjectName("supportFiles")
        self.setAccessibleName("Files in the bundle")
        self.setItemDelegate(_FileDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(UNIT * 32)
        self.itemChanged.connect(self._on_item_changed)

    def show_names(self, names: Iterable[str], *, with_ticks: bool = False) -> None:
        """These rows instead, in this order, each awaited.

        What was left out stays so, and the row in front too, as far as there are such rows.
        """
        left_out, current = self.left_out, self.currentItem()
        in_front = current.text() if current is not None else ""
        self._known, self._has_ticks = dict.fromkeys(names), with_ticks
        self.blockSignals(True)
        self.clear()
        for name in self._known:
            item = QListWidgetItem(name, self)
            if with_ticks and name != MANIFEST:  # it says what is left out
                is_in = name not in left_out
                item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            self._render(item)
        if self._known:
            self.setCurrentRow(self.names.index(in_front) if in_front in self._known else 0)
        self.blockSignals(False)

    def tell(self, name: str, known: BundleFile | Failure) -> None:
        """What has become of a file. Without a row of its name nothing happens."""
        if name not in self._known:
            return
        self._known[name] = known
        item = self.item(list(self._known).index(name))
        self.blockSignals(True)
        if isinstance(known, Failure):
            item.setData(Qt.ItemDataRole.CheckStateRole, None)  # there is nothing to leave out
        self._render(item)
        self.blockSignals(False)
        self.viewport().update()

    @property
    def names(self) -> tuple[str, ...]:
        """Of all rows, in their order."""
        return tuple(self._known)

    @property
    def left_out(self) -> frozenset[str]:
        """The names of the files whose ticks were taken away."""
        rows = (self.item(row) for row in range(self.count()))
        return frozenset(item.text() for item in rows if _is_left_out(item))

    @property
    def current(self) -> tuple[str, Known] | None:
        """The row in front, and what is known of it."""
        item = self.currentItem()
        return (item.text(), self._known[item.text()]) if item is not None else None

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.blockSignals(True)
        self._render(item)
        self.blockSignals(False)
        self.ticks_changed.emit()

    def _render(self, item: QListWidgetItem) -> None:
        name, known = item.text(), self._known[item.text()]
        left_out = _is_left_out(item)
        said = said_of(known, left_out=left_out)
        note = known.note if isinstance(known, BundleFile) else ""
        item.setData(_SAID_ROLE, said)
        item.setData(_BESIDE_TICKS_ROLE, self._has_ticks)
        item.setData(_PALE_ROLE, left_out or not isinstance(known, BundleFile))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {said}. {note}".strip())


def said_of(known: Known, *, left_out: bool = False) -> str:
    """The state of a file in a few words."""
    if isinstance(known, Failure):
        return f"Failed: {known.reason}"
    size = size_words(len(known.data)) if known is not None else ""
    if left_out:
        return f"{size}, left out" if size else "Left out"
    return size or WAITING


def _is_left_out(item: QListWidgetItem) -> bool:
    if item.data(Qt.ItemDataRole.CheckStateRole) is None:
        return False
    return item.checkState() is Qt.CheckState.Unchecked


class _FileDelegate(QStyledItemDelegate):
    """Two lines per file: its name, and under it how large it is or what it waits for."""

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
        left = tick + _PAD // 2 if index.data(_BESIDE_TICKS_ROLE) else 0
        box = option.rect.adjusted(_PAD * 3 // 2 + left, _PAD, -_PAD, -_PAD)
        half = box.height() // 2
        is_pale = bool(index.data(_PALE_ROLE))
        text = option.palette.color(QPalette.ColorRole.Text)
        top = QRect(box.left(), box.top(), box.width(), half)
        under = QRect(box.left(), box.top() + half, box.width(), half)
        painter.save()
        painter.setPen(colours().muted if is_pale else text)
        painter.setFont(sized_font(10.0, bold=True))
        _draw(painter, top, name, Qt.TextElideMode.ElideMiddle)
        painter.setPen(colours().muted)
        painter.setFont(sized_font(9.5))
        _draw(painter, under, str(index.data(_SAID_ROLE)), Qt.TextElideMode.ElideRight)
        painter.restore()


def _draw(painter: QPainter, box: QRect, text: str, mode: Qt.TextElideMode) -> None:
    elided = painter.fontMetrics().elidedText(text, mode, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)
