"""The setup files that were found, each with who it says it is from and one button to use it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.services.setup_file.contents import shown_name
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.setup_file.found import FoundFile


_ADVICE = "Use a file only if you expected it from the vendor that it names."


class FoundList(QWidget):
    """Hidden while there is nothing to offer."""

    use_wanted = Signal(object)  # a Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foundFiles")
        self._shown: tuple[FoundFile, ...] = ()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT)
        self.hide()

    def show_files(self, files: Sequence[FoundFile]) -> None:
        """Offer these instead; rows stay, and keep the keyboard, when nothing has changed."""
        if tuple(files) == self._shown:
            return
        self._shown = tuple(files)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(number, file) for number, file in enumerate(files)]
        if self._rows:
            self._rows.append(muted(_ADVICE, self))
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(files))

    def _row(self, number: int, found: FoundFile) -> QWidget:
        frame = QFrame(self)
        frame.setProperty("kind", "panel-info")
        who = body(f"A setup file from {found.file.vendor.name}", frame)
        who.setProperty("kind", "strong")
        where = f"“{shown_name(found.path)}”, found in {found.place}, saved {_when(found)}."
        if found.link_has_run_out:
            where += f" The link in it has run out: ask {found.file.vendor.name} for a new one."
        use = plain_button("Use this file", f"useFoundFile{number}", frame)
        use.setAccessibleName(f"Use the setup file from {found.file.vendor.name}")
        use.setAccessibleDescription(where)
        use.clicked.connect(partial(self._on_use, found.path))
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        texts.addWidget(who)
        texts.addWidget(muted(where, frame))
        row = QHBoxLayout(frame)
        row.setContentsMargins(UNIT * 3 // 2, UNIT, UNIT * 3 // 2, UNIT)
        row.setSpacing(UNIT * 2)
        row.addLayout(texts, 1)
        row.addWidget(use, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame

    def _on_use(self, path: Path, _checked: bool = False) -> None:
        self.use_wanted.emit(path)


def _when(found: FoundFile) -> str:
    saved, locale = QDateTime.fromSecsSinceEpoch(int(found.saved_at.timestamp())), QLocale()
    if saved.date() == QDate.currentDate():
        return f"today at {locale.toString(saved.time(), QLocale.FormatType.ShortFormat)}"
    return locale.toString(saved, QLocale.FormatType.ShortFormat)
