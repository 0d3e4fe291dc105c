"""What support asks for, folded away until somebody wants it, and the way to its bundle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.support_way import WORDS, support_way
from conductor_desktop.ui.parts.texts import muted, selectable
from conductor_desktop.ui.theme import UNIT

Lines = tuple[tuple[str, str], ...]

_LONGEST = 60
_SHOW, _HIDE = "Details for support", "Hide the details"
_COPY, _COPIED = "Copy the details", "Copied"


class Details(QWidget):
    """Name and value per line, and a link to the support bundle; hidden without either.

    ``name`` is the object name of the link that folds and unfolds.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Lines = ()
        self._is_trouble = False
        self._toggle = link_button(_SHOW, name, self)
        self._toggle.setProperty("flush", True)
        self._toggle.clicked.connect(self._on_toggled)
        self._bundle = link_button(WORDS, f"{name}Bundle", self)
        self._bundle.setProperty("flush", True)
        self._bundle.setToolTip("Ctrl+Shift+B")
        self._bundle.clicked.connect(self._on_bundle)
        self._body = QWidget(self)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(UNIT * 2)
        self._form.setVerticalSpacing(UNIT // 2)
        self._copy = link_button(_COPY, f"{name}Copy", self._body)
        self._copy.setProperty("flush", True)
        self._copy.clicked.connect(self._on_copied)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(UNIT // 2)
        inside.addLayout(self._form)
        inside.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        links = QHBoxLayout()
        links.setSpacing(UNIT * 3)
        links.addWidget(self._toggle)
        links.addWidget(self._bundle)
        links.addStretch(1)
        column.addLayout(links)
        column.addWidget(self._body)

    @property
    def text(self) -> str:
        """The lines as they are copied."""
        return "\n".join(f"{name}: {value}" for name, value in self._lines)

    def show_lines(self, lines: Lines, *, is_trouble: bool = False) -> None:
        """Show these instead; folded or not stays as it is. In trouble the bundle is offered."""
        self._is_trouble = is_trouble
        self.setVisible(bool(lines) or is_trouble)
        self._toggle.setVisible(bool(lines))
        self._body.setVisible(bool(lines) and not self._body.isHidden())
        self._offer_bundle()
        if lines == self._lines:
            return
        self._lines = lines
        self._copy.setText(_COPY)
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in lines:
            self._form.addRow(self._label(name), selectable(self._label(_told(value))))

    def _label(self, text: str) -> QLabel:
        label = muted(text, self._body)
        label.setWordWrap(False)
        return label

    def _offer_bundle(self) -> None:
        self._bundle.setVisible(self._is_trouble and support_way(self) is not None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer_bundle()  # it may have been told before it was in a window

    def _on_bundle(self) -> None:
        way = support_way(self)
        if way is not None:
            way.trigger()

    def _on_toggled(self) -> None:
        folded = self._body.isHidden()
        self._body.setVisible(folded)
        self._toggle.setText(_HIDE if folded else _SHOW)

    def _on_copied(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._copy.setText(_COPIED)


def _told(value: str) -> str:
    """Its beginning and its end, where it is a path that no line has room for."""
    half = _LONGEST // 2
    return value if len(value) <= _LONGEST else f"{value[:half]}…{value[-half:]}"
