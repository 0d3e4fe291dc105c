"""Says where the bundle is once it has been written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.path_field import PathField
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT

_COPY, _COPIED = "Copy path", "Copied"
_NOT_OPENED = "The folder cannot be opened from here. “Copy path” has it."


class SavedPanel(QFrame):
    """Hidden until ``show_path``. ``reveal`` opens the folder and says whether it could."""

    def __init__(self, reveal: Callable[[Path], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("supportSaved")
        self.setProperty("kind", "panel-ok")
        self._reveal = reveal
        self._path = Path()
        self._where = PathField("supportSavedPath", "Where the bundle is", self)
        self._trouble = muted("", self)
        self._trouble.setObjectName("supportSavedTrouble")
        self._folder = plain_button("Show in folder", "supportShowFolder", self)
        self._folder.clicked.connect(self._on_folder)
        self._copy = plain_button(_COPY, "supportCopyPath", self)
        self._copy.clicked.connect(self._on_copy)
        self._build()
        self.hide()

    def show_path(self, path: Path) -> None:
        """The bundle lies at ``path``."""
        self._path = path
        self._where.show_path(str(path))
        self._trouble.hide()
        self._copy.setText(_COPY)
        self.show()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(subtitle("The bundle is saved", self), 1)
        for button in (self._folder, self._copy):
            head.addWidget(button)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 2)
        texts.addLayout(head)
        for widget in (self._where, self._trouble):
            texts.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(StatusMark(Mark.OK, 34, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def _on_folder(self) -> None:
        opened = self._reveal(self._path)
        self._trouble.setText("" if opened else _NOT_OPENED)
        self._trouble.setVisible(not opened)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._path))
        self._copy.setText(_COPIED)
