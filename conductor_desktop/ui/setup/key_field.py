"""The fields for a project's two keys: hidden as they are typed, judged as they are typed."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.services.keys import ApiKeys, problems_so_far
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT

_SHOW, _HIDE = "Show", "Hide"
_STORES = {"win32": "Windows Credential Manager", "darwin": "the Keychain"}
_WARNING = Message(
    Kind.LOOK,
    "A secret key opens the books of everyone in its project",
    "In your dashboard, make one for this PC alone, so that it can be taken back without the "
    "others. For the PCs of your customers there are setup files, which need none.",
)


class KeyField(QWidget):
    """Label, field and Show button, and below them what cannot be right."""

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
        self._show = plain_button(_SHOW, f"{name}Show", self)
        self._show.setCheckable(True)
        self._show.setMinimumWidth(_widest(self._show, _HIDE, _SHOW))
        self._show.setAccessibleName(f"Show the {label.lower()}")
        self._show.toggled.connect(self._on_show)
        self._problem = muted("", self)
        self._problem.setObjectName(f"{name}Problem")
        self._problem.setProperty("kind", "problem")
        self._problem.hide()
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._field, 1)
        row.addWidget(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(caption)
        column.addLayout(row)
        column.addWidget(self._problem)

    @property
    def text(self) -> str:
        """What is in the field, without blanks around it."""
        return self._field.text().strip()

    def put(self, text: str) -> None:
        """Have ``text`` in the field instead."""
        self._field.setText(text)

    def clear(self) -> None:
        """Empty the field and hide what is typed next."""
        self._field.clear()
        self._show.setChecked(False)

    def show_problem(self, problem: str) -> None:
        """Say what cannot be right; "" when there is nothing to say."""
        if problem == self._problem.text():
            return
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._field.setAccessibleDescription(problem)
        self._field.setProperty("problem", bool(problem))
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)

    def _on_text_changed(self) -> None:
        self.changed.emit()

    def _on_show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self._field.setEchoMode(mode)
        self._show.setText(_HIDE if on else _SHOW)


class KeyPair(QWidget):
    """Both fields, and what it means to put a secret key on this PC."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secret = KeyField("Secret key", "secretKey", "sk_conductor_…", self)
        self._publishable = KeyField("Publishable key", "publishableKey", "pk_conductor_…", self)
        self._swap = plain_button("Swap the two keys", "keysSwap", self)
        self._swap.clicked.connect(self._on_swap)
        self._swap.hide()
        warning = MessagePanel("keysWarning", self)
        warning.show_message(_WARNING)
        store = _STORES.get(sys.platform, "the password store of this PC")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        for field in (self._secret, self._publishable):
            field.changed.connect(self._on_changed)
            column.addWidget(field)
        column.addWidget(self._swap, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(warning)
        column.addWidget(
            muted(
                f"The keys are kept in {store} and nowhere else. Where there is none, they are "
                "forgotten when the app is closed.",
                self,
            )
        )

    @property
    def is_complete(self) -> bool:
        """Whether something that may be right stands in both fields."""
        keys = self._keys
        return bool(keys.secret and keys.publishable) and not problems_so_far(keys)

    @property
    def keys(self) -> tuple[Secret, Secret]:
        """The secret key and the publishable key."""
        return self._keys.secret, self._keys.publishable

    def clear(self) -> None:
        """A key stays in a field no longer than needed: a screenshot or a screen reader sees it."""
        self._secret.clear()
        self._publishable.clear()

    @property
    def _keys(self) -> ApiKeys:
        return ApiKeys(Secret(self._secret.text), Secret(self._publishable.text))

    def _on_changed(self) -> None:
        problems = problems_so_far(self._keys)
        self._secret.show_problem(problems.secret)
        self._publishable.show_problem(problems.publishable)
        self._swap.setVisible(problems.are_swapped)
        self.changed.emit()

    def _on_swap(self) -> None:
        keys = self._keys.exchanged
        self._secret.put(keys.secret.reveal())
        self._publishable.put(keys.publishable.reveal())


def _widest(button: QPushButton, *texts: str) -> int:
    """So that the field beside it stays as wide as it is; the last text is the one it keeps."""
    button.ensurePolished()
    widths = []
    for text in texts:
        button.setText(text)
        widths.append(button.sizeHint().width())
    return max(widths)
