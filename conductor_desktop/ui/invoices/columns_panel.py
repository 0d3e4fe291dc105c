"""Which columns there are and in which order: a list over the table that stays until closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT

_WIDTH = UNIT * 36
_MOST_HEIGHT = UNIT * 70
_COLUMN = Qt.ItemDataRole.UserRole


class ColumnsPanel(Card):
    """Hidden until wanted. What is ticked or moved is done at once; Esc or the button closes it."""

    left = Signal()

    def __init__(self, table: InvoicesTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesColumnsPanel")
        self.setProperty("kind", "popover")
        self._table = table
        self._list = QListWidget(self)
        self._list.setObjectName("invoicesColumnsList")
        self._list.setAccessibleName("Columns, from left to right")
        self._up = self._button("Up", "Up", "Further to the left (Alt+Up)")
        self._down = self._button("Down", "Down", "Further to the right (Alt+Down)")
        self._reset = self._button("Reset view", "Reset", "As the columns were at first")
        self._close = self._button("Close", "Close", "Close this list (Esc)")
        self._build()
        self._wire()
        self.hide()

    def open_at(self, right: int, top: int, most_height: int) -> None:
        """Show the columns as they are; the right upper corner is there in the parent."""
        self._fill()
        height = min(_MOST_HEIGHT, most_height)
        self.setGeometry(right - _WIDTH, top, _WIDTH, height)
        self.show()
        self.raise_()
        self._list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        super().hideEvent(event)
        if had_focus:
            self.left.emit()

    def _button(self, text: str, name: str, tip: str) -> QPushButton:
        button = plain_button(text, f"invoicesColumns{name}", self)
        button.setToolTip(tip)
        return button

    def _build(self) -> None:
        hint = muted("Tick what is shown. Space ticks, Alt+Up and Alt+Down move.", self)
        moves, ends = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((moves, (self._up, self._down)), (ends, (self._reset, self._close))):
            row.setSpacing(UNIT)
            for button in buttons:
                row.addWidget(button, 1)
        self.column.addWidget(hint)
        self.column.addWidget(self._list, 1)
        self.column.addLayout(moves)
        self.column.addLayout(ends)

    def _wire(self) -> None:
        self._list.itemChanged.connect(self._on_ticked)
        self._list.currentRowChanged.connect(self._show_buttons)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._reset.clicked.connect(self._on_reset)
        self._close.clicked.connect(self.hide)
        keys_for = {"Alt+Up": self._move_up, "Alt+Down": self._move_down, "Esc": self.hide}
        for keys, do in keys_for.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _fill(self) -> None:
        """As they stand now, with the same one chosen as before."""
        current = self._list.currentItem()
        chosen = current.data(_COLUMN) if current else None
        was_blocked = self._list.blockSignals(True)
        self._list.clear()
        shown = self._table.shown_columns()
        for column in self._table.all_columns():
            item = QListWidgetItem(COLUMNS[column].title, self._list)
            item.setData(_COLUMN, column)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            is_last = shown == [column]  # which has to stay
            item.setFlags(flags if is_last else flags | Qt.ItemFlag.ItemIsEnabled)
            ticked = Qt.CheckState.Checked if column in shown else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            if column == chosen:
                self._list.setCurrentItem(item)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        self._list.blockSignals(was_blocked)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self._list.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self._list.count() - 1)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        is_ticked = item.checkState() == Qt.CheckState.Checked
        self._table.show_column(int(item.data(_COLUMN)), shown=is_ticked)
        self._fill()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, steps: int) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._table.move_among_all(int(item.data(_COLUMN)), steps)
            self._fill()

    def _on_reset(self) -> None:
        self._table.reset_view()
        self._fill()
