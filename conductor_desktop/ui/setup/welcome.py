"""The first page: three doors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.setup.doors import Door
from conductor_desktop.ui.setup.key_field import KeyField
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.theme import UNIT

SETUP_SUFFIX = ".conductor-setup"


class WelcomePage(SetupPage):
    """Which way in: a setup file, API keys, or sample data."""

    setup_file_given = Signal(object)  # a Path
    keys_given = Signal(object, object)  # secret key, publishable key: two Secrets
    sandbox_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "welcomePage",
            "Connect QuickBooks to Conductor",
            "This takes about ten minutes on the PC where QuickBooks Desktop runs. "
            "Which of these fits you?",
            parent,
        )
        self._file: Path | None = None
        self._file_door = self._build_file_door()
        self._keys_door = self._build_keys_door()
        self._sample_door = Door(
            "doorSample",
            "Try it with sample data",
            "No QuickBooks and no account needed: the app brings made-up books and walks you "
            "through everything.",
            self,
        )
        self._doors = (self._file_door, self._keys_door, self._sample_door)
        group = QButtonGroup(self)
        scroll = ScrollColumn(self)
        for door in self._doors:
            group.addButton(door.radio)
            scroll.column.addWidget(door)
            door.chosen.connect(self._on_changed)
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        self._file_door.radio.setChecked(True)
        self.setAcceptDrops(True)

    @property
    def next_text(self) -> str:
        return "Start the sample" if self._sample_door.radio.isChecked() else "Next"

    @property
    def can_go_next(self) -> bool:
        if self._file_door.radio.isChecked():
            return self._file is not None
        if self._keys_door.radio.isChecked():
            return bool(self._secret.text and self._publishable.text)
        return True

    def on_next(self) -> None:
        self.problem.clear()
        if self._file_door.radio.isChecked() and self._file is not None:
            self.setup_file_given.emit(self._file)
        elif self._keys_door.radio.isChecked():
            self.keys_given.emit(Secret(self._secret.text), Secret(self._publishable.text))
        else:
            self.sandbox_wanted.emit()

    def on_leave(self) -> None:
        # A key stays in a field no longer than needed: a screenshot or a screen reader sees it.
        self._secret.clear()
        self._publishable.clear()

    def choose_file(self, path: Path) -> None:
        """Take ``path`` as the setup file, as if it had been picked."""
        self._file = path
        self._file_name.setText(str(path))
        self._file_name.setCursorPosition(0)
        self._file_door.radio.setChecked(True)
        self._on_changed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.choose_file(path)

    def _build_file_door(self) -> Door:
        door = Door(
            "doorFile",
            "I was sent a setup file",
            "Your software vendor sent you a file ending in “.conductor-setup”. You can also drop "
            "it on this window.",
            self,
        )
        self._file_name = QLineEdit(door)
        self._file_name.setObjectName("setupFileName")
        self._file_name.setReadOnly(True)
        self._file_name.setPlaceholderText("No file chosen yet")
        self._file_name.setAccessibleName("Chosen setup file")
        choose = plain_button("Choose file…", "chooseSetupFile", door)
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._file_name, 1)
        row.addWidget(choose)
        door.fields.addLayout(row)
        return door

    def _build_keys_door(self) -> Door:
        door = Door(
            "doorKeys",
            "I have Conductor API keys",
            "For developers: connect with the keys of your own Conductor project.",
            self,
        )
        self._secret = KeyField("Secret key", "secretKey", "sk_conductor_…", door)
        self._publishable = KeyField("Publishable key", "publishableKey", "pk_conductor_…", door)
        for field in (self._secret, self._publishable):
            field.changed.connect(self._on_changed)
            door.fields.addWidget(field)
        door.fields.addWidget(
            body(
                "A secret key opens the books of everyone in its project. Make one key for this "
                "PC alone, so that it can be taken back."
            )
        )
        door.fields.addWidget(muted("It is kept in the credential store of this PC only."))
        return door

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose the setup file")
        dialog.setObjectName("setupFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Setup files (*{SETUP_SUFFIX});;All files (*)")
        dialog.fileSelected.connect(self._on_selected)
        dialog.open()

    def _on_selected(self, name: str) -> None:
        self.choose_file(Path(name))

    def _on_changed(self) -> None:
        self.problem.clear()
        self.next_changed.emit()


def _dropped_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix == SETUP_SUFFIX else None
