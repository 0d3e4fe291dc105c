"""The field below the title of a column, where it is said what the column is filtered by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from conductor_desktop.ui.invoices.column_filter import help_for, hint_for
from conductor_desktop.ui.invoices.columns import Column

_TO_THE_ROWS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class FilterField(QLineEdit):
    """Enter and Down lead to the rows; Esc empties the field, and leads there from an empty one."""

    typed = Signal()
    left_for_rows = Signal()
    entered = Signal()

    def __init__(self, column: Column, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = column
        self.problem = ""
        self.setObjectName(f"{name}_{column.key}")
        self.setProperty("kind", "filter")
        self.setAccessibleName(f"Filter {column.title}")
        self.setPlaceholderText(hint_for(column))
        self.say("")
        self.textEdited.connect(self.typed)

    def say(self, problem: str) -> None:
        """Why what is written cannot be asked for, or nothing."""
        self.problem = problem
        said = f"{problem} {help_for(self._column)}".strip()
        self.setToolTip(said)
        self.setAccessibleDescription(said)
        if self.property("problem") != bool(problem):
            self.setProperty("problem", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.typed.emit()
        elif event.key() in (*_TO_THE_ROWS, Qt.Key.Key_Escape):
            self.left_for_rows.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()
