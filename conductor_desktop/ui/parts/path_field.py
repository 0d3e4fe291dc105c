"""A path to read, select and copy, in one line however long it is."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget


class PathField(QLineEdit):
    """Looks like text. A label would not do: a Windows path has no place where it may wrap."""

    def __init__(self, name: str, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setProperty("kind", "plain")
        self.setReadOnly(True)
        self.setFrame(False)
        self.setTextMargins(-2, 0, -2, 0)  # a line edit's own margin, which a label has not

    def show_path(self, path: str) -> None:
        """Show ``path`` from its beginning; all of it is in the tool tip."""
        self.setText(path)
        self.setCursorPosition(0)
        self.setToolTip(path)
