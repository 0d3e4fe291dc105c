"""Under the auth page: the connection file, what is known of it, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.hand_over import STEPS_BY_HAND, HandOverProblem
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import link_button, plain_button, primary_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.path_field import PathField
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.setup.page import ScrollColumn
from conductor_desktop.ui.theme import UNIT
from conductor_desktop.workstation.qwc.brief import brief

if TYPE_CHECKING:
    from conductor_desktop.services.connection_file import ConnectionFile

_MARKS = {Kind.INFO: Mark.WAITING, Kind.OK: Mark.OK, Kind.LOOK: Mark.LOOK, Kind.STOP: Mark.STOP}

_WAITING = Message(
    Kind.INFO,
    "Waiting for the file",
    "Go on in your browser. When it has saved the connection file in your Downloads folder, you "
    "see it here. You can also drop the file on this window.",
)
_ONLY_YOURS = "Go on only if you have just downloaded it yourself. "
_COPY_PASSWORD = "Before you go on, copy the password from the page: it is shown only once."  # noqa: S105
_SANDBOX = "In the sandbox the page plays the Web Connector: go on there."
_MARGIN = UNIT * 3 // 2
_STILL_HERE = "The file from before is still here."
_BY_HAND = Message(Kind.INFO, "Adding the file by hand", "")


class FilePanel(QFrame):
    """One state at a time; hidden while there is nothing to say."""

    hand_over_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("connectionFilePanel")
        self._path: Path | None = None
        self._can_hand_over = False
        self._mark = StatusMark(Mark.WAITING, 22, self)
        self._title = subtitle("", self)
        self._text = selectable(body("", self))
        self._turn = body("", self)
        self._turn.setProperty("kind", "strong")
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(STEPS_BY_HAND, 1))
        self._steps = selectable(body(steps, self))
        self._where = PathField("connectionFilePath", "Where the connection file is", self)
        self._notes = selectable(body("", self))
        self._asides = selectable(muted("", self))
        self._open = primary_button("Open in the Web Connector", "connectionFileOpen", self)
        self._copy = plain_button("Copy the file’s path", "connectionFileCopy", self)
        self._again = plain_button("Try again", "connectionFileAgain", self)
        self._by_hand = link_button("It did not ask anything…", "connectionFileByHand", self)
        self._by_hand.setProperty("flush", True)
        self._words = ScrollColumn("About the connection file", self)
        self._row = QHBoxLayout()
        self._open.clicked.connect(self.hand_over_wanted)
        self._again.clicked.connect(self.hand_over_wanted)
        self._copy.clicked.connect(self._on_copy)
        self._by_hand.clicked.connect(self._on_by_hand)
        self._build()
        self.hide()

    @property
    def text(self) -> str:
        """All that a person reads, but for the buttons; empty while hidden."""
        parts = (self._title, *self._parts)
        read = (part.text() for part in parts if not part.isHidden())
        return "" if self.isHidden() else " ".join(read).strip()

    @property
    def mark(self) -> Mark:
        return self._mark.mark

    def show_waiting(self) -> None:
        """Somebody goes on in the browser, which downloads the file."""
        self._show_beside_offer(_WAITING)

    def show_taken(self, file: ConnectionFile, *, can_hand_over: bool, was_found: bool) -> None:
        """The file is here and passed its checks."""
        notes = [note.text for note in file.notes if note.wants_a_look]
        content = file.content
        self._path, self._can_hand_over = file.path, can_hand_over
        self._show(
            Message(
                Kind.LOOK if notes else Kind.OK,
                "Found in your Downloads" if was_found else "Connection file received",
                f"Checked: “{brief(content.app_name)}” at {brief(content.host)} gets QuickBooks’ "
                f"data. {_ONLY_YOURS if was_found else ''}"
                f"{_COPY_PASSWORD if can_hand_over else _SANDBOX}",
            ),
            notes=notes,
            asides=[note.text for note in file.notes if not note.wants_a_look],
            buttons=[self._open] if can_hand_over else [],
        )

    def show_refused(self, error: AppError, *, was_found: bool, vendor: str = "") -> None:
        """What was downloaded, picked or found is not a connection file one may use.

        ``vendor`` is who sent the setup.
        """
        if was_found:
            title = "A file in your Downloads is not for this"
            self._show_beside_offer(Message(Kind.LOOK, title, error.explanation))
        else:
            self._show_beside_offer(Message.of(error, vendor))

    def show_refused_download(self, reason: str) -> None:
        """The page offered something that was not saved."""
        self._show_beside_offer(Message(Kind.STOP, "This download was refused", reason))

    def show_handed_over(self, *, was_open: bool) -> None:
        """The Web Connector has been started with the file, or told of it."""
        where = (
            "It was open already: look for its window in the taskbar, or for its icon beside the "
            "clock. "
            if was_open
            else ""
        )
        self._show(
            Message(
                Kind.INFO,
                "Go on in the Web Connector",
                f"{where}It asks to add the service: click OK. Then QuickBooks asks for "
                "permission, and the Web Connector for the password.",
            ),
            buttons=[self._by_hand],
        )

    def say(self, message: Message) -> None:
        """Something has happened to the file; there is nothing to click here."""
        self._show(message)

    def show_not_handed_over(self, error: AppError, *, vendor: str = "") -> None:
        """It was not given to the Web Connector; the error says why."""
        if not isinstance(error, HandOverProblem):  # it is not as it was checked
            self._path = None
            self._show(Message.of(error, vendor))
            return
        message = Message.of(error, vendor)
        if error.by_hand:
            self._show(
                replace(message, kind=Kind.LOOK),
                by_hand=True,
                buttons=[self._copy, self._again],
            )
        else:
            self._show(message, buttons=[self._again])

    def clear(self) -> None:
        """A new attempt: nothing is known of any file."""
        self._path = None
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        # What does not fit scrolls between the heading and the buttons, which stay in sight.
        self._words.setMinimumHeight(UNIT * 3)  # a title of two lines has its room first
        words = self._words.column
        words.setSpacing(UNIT)
        for part in self._parts:
            words.addWidget(part)
        words.addStretch(1)
        row = self._row
        row.setSpacing(UNIT)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(UNIT)
        column.addLayout(head)
        column.addWidget(self._words, 1)
        column.addLayout(row)

    @property
    def _parts(self) -> tuple[QLabel | PathField, ...]:
        """What is read under the title, from top to bottom."""
        return (self._text, self._turn, self._notes, self._steps, self._where, self._asides)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self._open, self._copy, self._again, self._by_hand)

    def _show_beside_offer(self, message: Message) -> None:
        """What takes nothing from a file that was taken before."""
        if self._path is None:
            self._show(message)
            return
        buttons = [self._open] if self._can_hand_over else []
        self._show(replace(message, text=f"{message.text} {_STILL_HERE}"), buttons=buttons)

    def _show(
        self,
        message: Message,
        *,
        by_hand: bool = False,
        notes: Sequence[str] = (),
        asides: Sequence[str] = (),
        buttons: Sequence[QPushButton] = (),
    ) -> None:
        self._mark.setVisible(message.kind is not Kind.INFO)
        self._mark.set_mark(_MARKS[message.kind])
        self._title.setText(message.title)
        _set_or_hide(self._text, message.text)
        _set_or_hide(self._turn, message.turn)
        self._steps.setVisible(by_hand)
        self._where.setVisible(by_hand)
        self._where.show_path(str(self._path or ""))
        _set_or_hide(self._notes, "\n".join(notes))
        _set_or_hide(self._asides, "\n".join([*asides, *message.details.values()]))
        for button in self._buttons:
            button.setVisible(button in buttons)
        self.setProperty("kind", f"panel-{message.kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(message.title)
        self.show()
        self.updateGeometry()

    def _on_copy(self) -> None:
        if self._path is not None:
            QGuiApplication.clipboard().setText(str(self._path))

    def _on_by_hand(self) -> None:
        self._show(_BY_HAND, by_hand=True, buttons=[self._copy])

    def heightForWidth(self, width: int, /) -> int:
        """For all of it to be in sight without scrolling."""
        inside = width - 2 * _MARGIN
        title = max(self._mark.height(), self._title.heightForWidth(inside - UNIT * 4))
        words = self._words.column.heightForWidth(inside)
        buttons = self._row.sizeHint().height()
        parts = [part for part in (title, words, buttons) if part > 0]
        return 2 * _MARGIN + sum(parts) + UNIT * (len(parts) - 1)


def _set_or_hide(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
