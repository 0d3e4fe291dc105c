"""The fields for a project's two keys: hidden as they are typed, shown on request."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.texts import body, muted
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
        self._field.setAcceptDrops(False)  # a file that is dropped here is meant for the window
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


class KeyPair(QWidget):
    """Both fields, and what it means to put a secret key on this PC."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secret = KeyField("Secret key", "secretKey", "sk_conductor_…", self)
        self._publishable = KeyField("Publishable key", "publishableKey", "pk_conductor_…", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        for field in (self._secret, self._publishable):
            field.changed.connect(self.changed)
            column.addWidget(field)
        column.addWidget(
            body(
                "A secret key opens the books of everyone in its project. Make one key for this "
                "PC alone, so that it can be taken back.",
                self,
            )
        )
        column.addWidget(muted("It is kept in the credential store of this PC only.", self))

    @property
    def is_complete(self) -> bool:
        """Whether something stands in both fields."""
        return bool(self._secret.text and self._publishable.text)

    @property
    def keys(self) -> tuple[Secret, Secret]:
        """The secret key and the publishable key."""
        return Secret(self._secret.text), Secret(self._publishable.text)

    def clear(self) -> None:
        """A key stays in a field no longer than needed: a screenshot or a screen reader sees it."""
        self._secret.clear()
        self._publishable.clear()
