"""A field for a key: hidden as it is typed, shown on request, judged by shape as one goes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.theme import UNIT


class KeyField(QWidget):
    """Label, field and Show button."""

    changed = Signal()

    def __init__(self, label: str, name: str, example: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        caption = QLabel(label, self)
        self._field = QLineEdit(self)
        self._field.setObjectName(name)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText(example)
        self._field.setAccessibleName(label)
        self._field.textChanged.connect(self._on_text_changed)
        caption.setBuddy(self._field)
        self._show = plain_button("Show", f"{name}Show", self)
        self._show.setCheckable(True)
        self._show.setAccessibleName(f"Show the {label.lower()}")
        self._show.toggled.connect(self._on_show)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._field, 1)
        row.addWidget(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(caption)
        column.addLayout(row)

    @property
    def text(self) -> str:
        """What is in the field, without blanks around it."""
        return self._field.text().strip()

    def clear(self) -> None:
        """Empty the field and hide what is typed next."""
        self._field.clear()
        self._show.setChecked(False)

    def _on_text_changed(self) -> None:
        self.changed.emit()

    def _on_show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self._field.setEchoMode(mode)
        self._show.setText("Hide" if on else "Show")
