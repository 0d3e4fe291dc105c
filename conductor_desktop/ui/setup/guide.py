"""Beside the auth page: what QuickBooks and the Web Connector will ask, and what is done."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, subtitle
from conductor_desktop.ui.setup.password_picture import PasswordPicture
from conductor_desktop.ui.setup.permission_picture import PermissionPicture
from conductor_desktop.ui.theme import UNIT, sized_font


class GuideStep(enum.Enum):
    """What a person goes through, in order, as it is written on the screen."""

    DOWNLOAD = "Download the connection file."
    OPEN = "Open it in the Web Connector, and click OK there."
    PERMISSION = "Allow it in QuickBooks: the last answer, then Continue."
    ADDED = "The Web Connector lists the service."
    PASSWORD = "Paste the password there and save."  # noqa: S105 - words
    CONNECTED = "QuickBooks answers."


_PLAYED = frozenset({GuideStep.OPEN, GuideStep.PERMISSION, GuideStep.ADDED, GuideStep.PASSWORD})
"""What nothing is seen of where the page plays QuickBooks and the Web Connector."""
_NOTE = (
    "In the sandbox the page plays QuickBooks and the Web Connector, so these are not ticked here: "
    "follow the page."
)


class Guide(QWidget):
    """The steps; only evidence ticks them, never a click.

    One picture at a time: of QuickBooks' permission while it is to come, then of where the
    password goes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(subtitle("What happens next", self))
        self._is_played = False
        self._note = muted(_NOTE, self)
        self._note.hide()
        self._pictures: dict[GuideStep, QWidget] = {
            GuideStep.PERMISSION: PermissionPicture(self),
            GuideStep.PASSWORD: PasswordPicture(self),
        }
        self._rows: dict[GuideStep, _Row] = {}
        for step in GuideStep:
            self._rows[step] = _Row(step, self)
            column.addWidget(self._rows[step])
            if step is GuideStep.DOWNLOAD:
                column.addWidget(self._note)
            if step in self._pictures:
                column.addWidget(self._pictures[step])
        self._point()

    def set_played(self, on: bool) -> None:
        """Whether this is the sandbox, where there is no QuickBooks to see anything of."""
        self._is_played = on
        self._note.setVisible(on)
        self._point()

    def tick(self, step: GuideStep) -> None:
        """There is evidence that ``step`` has happened."""
        if self.mark_of(step) is not Mark.OK:
            announce(self, f"Done: {step.value}")
        self._show(step, Mark.OK)

    def warn(self, step: GuideStep) -> None:
        """There is evidence that ``step`` went wrong."""
        self._show(step, Mark.LOOK)

    def reset(self) -> None:
        """A new attempt: nothing has happened yet."""
        for step in GuideStep:
            self._show(step, Mark.WAITING)

    def mark_of(self, step: GuideStep) -> Mark:
        return self._rows[step].mark.mark

    def _show(self, step: GuideStep, mark: Mark) -> None:
        self._rows[step].mark.set_mark(mark)
        self._point()

    def _point(self) -> None:
        """Where to be is after the last step that was seen, for not every one can be; where one
        went wrong, it is there.
        """
        rows = list(self._rows.values())
        seen = [n for n, row in enumerate(rows) if row.mark.mark is Mark.OK]
        wrong = [n for n, row in enumerate(rows) if row.mark.mark is Mark.LOOK]
        current = min(wrong, default=max(seen, default=-1) + 1)
        for number, (step, row) in enumerate(self._rows.items()):
            is_followed = not (self._is_played and step in _PLAYED)
            row.show_current(number == current and is_followed)
        for step, picture in self._pictures.items():
            picture.setVisible(step is self._pictured)

    @property
    def _pictured(self) -> GuideStep | None:
        """Whatever is listed in the Web Connector has been allowed, unless the log says No."""
        permission = self.mark_of(GuideStep.PERMISSION)
        is_listed = self.mark_of(GuideStep.ADDED) is Mark.OK
        if permission is Mark.LOOK or (permission is Mark.WAITING and not is_listed):
            return GuideStep.PERMISSION
        return None if self.mark_of(GuideStep.PASSWORD) is Mark.OK else GuideStep.PASSWORD


class _Row(QWidget):
    def __init__(self, step: GuideStep, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = StatusMark(Mark.WAITING, 18, self)
        self._text: QLabel = body(step.value, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def show_current(self, on: bool) -> None:
        self._text.setFont(sized_font(10, bold=on))
