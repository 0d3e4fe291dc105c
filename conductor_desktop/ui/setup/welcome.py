"""The first page: three doors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.errors import AppError
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.storage.names import Mode
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.texts import body, breakable, muted
from conductor_desktop.ui.setup.doors import Door
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.setup_file import Inspection
    from conductor_desktop.services.setup_file.found import FoundFile
    from conductor_desktop.ui.setup.found_list import FoundList
    from conductor_desktop.ui.setup.key_field import KeyPair

SETUP_SUFFIX = ".conductor-setup"
_LONGEST_NAME = 80
_RUN_OUT = "The link in this file has run out"
_TOO_LATE = "A link works for 7 days at most, and the file is older. Ask {who} for a new one."


class WelcomePage(SetupPage):
    """Which way in: a setup file, API keys, or sample data."""

    look_wanted = Signal()  # for setup files that may have come meanwhile
    file_chosen = Signal(object)  # a Path, of which more is to be said
    setup_file_given = Signal(object)  # a Path
    keys_given = Signal(object, object)  # secret key, publishable key: two Secrets
    sandbox_wanted = Signal()
    changed = Signal()  # a door or what is behind it; Next means something else now

    mends = WayOut.WAY_IN

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "welcomePage",
            "Connect QuickBooks to Conductor",
            "This takes about ten minutes on the PC where QuickBooks Desktop runs. "
            "Which of these fits you?",
            parent,
        )
        self._file: Path | None = None
        self._found: FoundList | None = None
        self._file_door = self._build_file_door()
        self._keys: KeyPair | None = None
        self._keys_door = Door(
            "doorKeys",
            "I have Conductor API keys",
            "For developers: connect with the keys of your own Conductor project.",
            self,
            fill=self._add_key_fields,
        )
        self._sample_door = Door(
            "doorSample",
            "Try it with sample data",
            "No QuickBooks and no account needed: the app brings made-up books and walks you "
            "through everything.",
            self,
        )
        self._doors = (self._file_door, self._keys_door, self._sample_door)
        group = QButtonGroup(self)
        self._scroll = ScrollColumn("Ways in", self)
        for door in self._doors:
            group.addButton(door.radio)
            self._scroll.column.addWidget(door)
            door.chosen.connect(self._on_changed)
        self._scroll.column.addStretch(1)
        self.column.addWidget(self._scroll, 1)
        self._file_door.radio.setChecked(True)

    @property
    def drop_suffix(self) -> str:
        return SETUP_SUFFIX

    @property
    def next_text(self) -> str:
        return "Start the sample" if self._sample_door.radio.isChecked() else "Next"

    @property
    def can_go_next(self) -> bool:
        if self._file_door.radio.isChecked():
            return self._file is not None
        if self._keys_door.radio.isChecked():
            return self._keys is not None and self._keys.is_complete
        return True

    def on_next(self) -> None:
        self.problem.clear()
        if self._file_door.radio.isChecked() and self._file is not None:
            self.setup_file_given.emit(self._file)
        elif self._keys_door.radio.isChecked() and self._keys is not None:
            self.keys_given.emit(*self._keys.keys)
        else:
            self.sandbox_wanted.emit()

    def on_drop(self, path: Path) -> None:
        self.choose_file(path)

    def on_enter(self) -> None:
        self.look_wanted.emit()

    def on_return(self) -> None:
        self.look_wanted.emit()  # from the mail program or the browser, with a file perhaps

    def on_leave(self) -> None:
        if self._keys is not None:
            self._keys.clear()

    def show_error(self, error: AppError) -> None:
        self._chosen.show_inside(self.problem)
        super().show_error(error)
        self._scroll.ensureWidgetVisible(self.problem)

    def choose_door(self, mode: Mode) -> None:
        """Open the door through which one comes in this way."""
        doors = {Mode.API_KEYS: self._keys_door, Mode.SANDBOX: self._sample_door}
        doors.get(mode, self._file_door).radio.setChecked(True)

    @property
    def offers_sample(self) -> bool:
        """Whether the door to the sample data can be chosen."""
        return self._sample_door.radio.isEnabled()

    def offer_sample(self, allowed: bool) -> None:
        """Let the sample data be chosen, or say that an IT admin does not allow it."""
        from conductor_desktop.services.policies.errors import SWITCHED_OFF

        if not allowed and self._sample_door.radio.isChecked():
            self._file_door.radio.setChecked(True)
        self._sample_door.lock("" if allowed else f"{SWITCHED_OFF}.")

    def add_picture(self) -> None:
        """Draw how it works under the doors; not part of the first paint, which must be quick."""
        from conductor_desktop.ui.setup.picture import HowItWorks

        self._scroll.decorate(HowItWorks(self))

    def choose_file(self, path: Path) -> None:
        """Take ``path`` as the setup file, as if it had been picked."""
        self._file = path
        self._file_name.setText(breakable(plain_text(path.name, _LONGEST_NAME)))
        self._file_name.setToolTip(plain_text(str(path)))
        self._about_file.hide()
        self._file_name.setProperty("kind", "strong")
        self._file_name.style().unpolish(self._file_name)
        self._file_name.style().polish(self._file_name)
        self._file_door.radio.setChecked(True)
        self._on_changed()
        self.file_chosen.emit(path)

    def show_found(self, files: Sequence[FoundFile]) -> None:
        """Offer files that lie on this PC; none is chosen by that."""
        if self._found is None and files:
            from conductor_desktop.ui.setup.found_list import FoundList

            self._found = FoundList(self._file_door)
            self._found.use_wanted.connect(self._on_use)
            self._file_door.fields.insertWidget(0, self._found)
        if self._found is not None:
            self._found.show_files(files)

    def show_read(self, inspection: Inspection) -> None:
        """Say who the chosen file is from, and whether it comes too late."""
        if inspection.path != self._file or inspection.vendor is None:
            return
        self._about_file.setText(f"From {inspection.vendor.name}.")
        self._about_file.show()
        if inspection.link_has_run_out and self._chosen is self._file_door:
            from conductor_desktop.ui.messages import Kind, Message

            self._file_door.show_inside(self.problem)
            self.problem.show_message(
                Message(Kind.LOOK, _RUN_OUT, _TOO_LATE.format(who=inspection.sender))
            )

    def show_refused(self, error: AppError) -> None:
        """Say at once what is wrong with the chosen file."""
        if self._chosen is self._file_door:
            self.show_error(error)

    @property
    def _chosen(self) -> Door:
        return next(door for door in self._doors if door.radio.isChecked())

    def _build_file_door(self) -> Door:
        door = Door(
            "doorFile",
            "I was sent a setup file",
            "Your software vendor sent you a file ending in “.conductor-setup”. You can also drop "
            "it here.",
            self,
        )
        self._file_name = muted("No file chosen yet.", door)
        self._file_name.setObjectName("setupFileName")
        choose = plain_button("Choose file…", "chooseSetupFile", door)
        choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(choose)
        row.addWidget(self._file_name, 1)
        door.fields.addLayout(row)
        self._about_file = body("", door)
        self._about_file.setObjectName("setupFileAbout")
        self._about_file.hide()
        door.fields.addWidget(self._about_file)
        return door

    def _add_key_fields(self, door: Door) -> None:
        from conductor_desktop.ui.setup.key_field import KeyPair

        self._keys = KeyPair(door)
        self._keys.changed.connect(self._on_changed)
        door.fields.addWidget(self._keys)

    def _on_choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, "Choose the setup file")
        dialog.setObjectName("setupFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Setup files (*{SETUP_SUFFIX});;All files (*)")
        dialog.fileSelected.connect(self._on_selected)
        dialog.open()

    def _on_selected(self, name: str) -> None:
        self.choose_file(Path(name))

    def _on_use(self, path: Path) -> None:
        self.choose_file(path)
        self.on_next()

    def _on_changed(self) -> None:
        self.problem.clear()
        self.changed.emit()
        self.next_changed.emit()
