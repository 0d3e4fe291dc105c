"""The log page: what the app has written down, as it comes, to be searched and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.errors import AppError
from conductor_desktop.services.app_log.lines import Level, LogLine
from conductor_desktop.storage.logs import FILE_NAME
from conductor_desktop.ui.log.controller import LogController
from conductor_desktop.ui.log.model import LogModel
from conductor_desktop.ui.log.table import LogTable
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import link_button, plain_button
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.fields import offer_clearing, search_by_keys
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState
from conductor_desktop.ui.parts.reveal import show_in_folder
from conductor_desktop.ui.parts.texts import muted, title
from conductor_desktop.ui.theme import UNIT

LEVELS = {
    "Everything": Level.NEWS,
    "Warnings and errors": Level.WARNING,
    "Errors only": Level.ERROR,
}
_PURPOSE = "Keys, names and private folders are made unreadable before anything is written here."


class LogScreen(QWidget):
    """Reads while it is shown. ``folder`` is where the log is."""

    back_wanted = Signal()

    def __init__(
        self,
        controller: LogController,
        folder: Path,
        parent: QWidget | None = None,
        *,
        reveal: Callable[[Path], bool] = show_in_folder,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("logScreen")
        self.setAccessibleName("Log")
        self._controller = controller
        self._folder = folder
        self._reveal = reveal
        self._model = LogModel(self)
        # Made in the order in which the Tab key visits them.
        self._back = link_button("Back to Support", "logBack", self)
        self._filter = QLineEdit(self)
        self._level = Choice("logLevel", "How much it matters", self)
        self._pause = plain_button("", "logPause", self)
        self._copy = plain_button("", "logCopy", self)
        self._open = plain_button("Open folder", "logFolder", self)
        self._problem = MessagePanel("logProblem", self)
        self._not_opened = MessagePanel("logNotOpened", self)
        self.table = LogTable(self._model, self)
        self._empty = EmptyState("logEmpty", "", "", "Show everything", self)
        self._content = QStackedWidget(self)
        self._whole = QPlainTextEdit(self)
        self._count = muted("", self)
        self._name()
        self._build()
        self._wire()
        self._render()

    @property
    def model(self) -> LogModel:
        return self._model

    def _name(self) -> None:
        self._filter.setObjectName("logFilter")
        self._filter.setAccessibleName("Search the log")
        self._filter.setPlaceholderText("Search by any text")
        self._filter.setToolTip("Ctrl+F to write here, Esc to clear")
        offer_clearing(self._filter)
        self._level.addItems(list(LEVELS))
        self._back.setToolTip("Alt+Left")
        self._copy.setToolTip("As it stands in the file, to be sent to whoever helps")
        self._count.setObjectName("logCount")
        self._count.setWordWrap(False)
        self._whole.setObjectName("logWhole")
        self._whole.setAccessibleName("The whole line")
        self._whole.setReadOnly(True)
        self._whole.setTabChangesFocus(True)
        self._whole.setFixedHeight(UNIT * 16)

    def _build(self) -> None:
        self._filter.setMinimumWidth(UNIT * 18)
        head = QHBoxLayout()
        heading = title("Log", self)
        heading.setWordWrap(False)
        head.addWidget(heading, 1)
        head.addWidget(self._back)
        tools = QHBoxLayout()
        tools.setSpacing(UNIT)
        tools.addWidget(self._filter, 1)
        for widget in (self._level, self._pause, self._copy, self._open):
            tools.addWidget(widget)
        self._content.addWidget(self.table)
        self._content.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT * 3 // 2)
        column.addLayout(head)
        column.addWidget(muted(_PURPOSE, self))
        column.addLayout(tools)
        column.addWidget(self._problem)
        column.addWidget(self._not_opened)
        column.addWidget(self._content, 1)
        column.addWidget(self._whole)
        column.addWidget(self._count)

    def _wire(self) -> None:
        self._controller.came.connect(self._on_came)
        self._controller.failed.connect(self._on_failed)
        self._controller.following_changed.connect(self._render)
        self._back.clicked.connect(self.back_wanted)
        self._filter.textChanged.connect(self._look_for)
        self._level.currentIndexChanged.connect(self._look_for)
        self._pause.clicked.connect(self._on_pause)
        self._copy.clicked.connect(self._on_copy)
        self._open.clicked.connect(self._on_open)
        self._empty.action_clicked.connect(self._on_everything)
        self.table.selection_changed.connect(self._render)
        search_by_keys(self._filter, self, self.table)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.back_wanted)

    def _on_came(self, lines: Sequence[LogLine]) -> None:
        self._problem.clear()
        if lines:
            self._model.add(lines)
        self._render()

    def _on_failed(self, error: AppError) -> None:
        self._problem.show_error(error)
        self._render()

    def _look_for(self) -> None:
        self._model.look_for(self._filter.text(), LEVELS[self._level.currentText()])
        self._render()

    def _on_pause(self) -> None:
        self._controller.follow(on=not self._controller.follows)

    def _on_copy(self) -> None:
        self.table.copy()
        self._copy.setText("Copied")
        announce(self._copy, "Copied")

    def _on_open(self) -> None:
        if self._reveal(self._folder / FILE_NAME):
            self._not_opened.clear()
        else:
            text = "Support, “About this app”, has its path to copy: the log is in “logs” there."
            self._not_opened.show_message(Message(Kind.LOOK, "The folder did not open", text))

    def _on_everything(self) -> None:
        self._filter.clear()
        self._level.setCurrentIndex(0)
        self.table.setFocus()

    def _render(self) -> None:
        shown, count = len(self._model.shown), self._model.count
        self._content.setCurrentWidget(self.table if shown else self._empty)
        if count:
            self._empty.say("No line fits", "Nothing in the log has that in it.")
        else:
            text = "What the app notes down appears here as it happens."
            self._empty.say("Nothing is in the log yet", text, offers_action=False)
        row = self.table.current_row
        self._whole.setVisible(row is not None)
        text = "" if row is None else self._model.told_at(row).message
        if text != self._whole.toPlainText():
            self._whole.setPlainText(text)
        self._pause.setText("Pause" if self._controller.follows else "Follow")
        self._copy.setText("Copy selected" if self.table.selected_rows else "Copy all")
        self._copy.setEnabled(bool(shown))
        self._count.setText(count_line(shown, count, follows=self._controller.follows))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._controller.look(on=True)
        self._filter.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._controller.look(on=False)


def count_line(shown: int, count: int, *, follows: bool) -> str:
    """How much is shown, and whether more comes by itself."""
    state = "New ones appear as they are written." if follows else "Paused: new ones come later."
    if not count:
        return state
    lines = f"{count:,} line{'' if count == 1 else 's'}"
    return f"{shown:,} of {lines}. {state}" if shown != count else f"{lines}. {state}"
