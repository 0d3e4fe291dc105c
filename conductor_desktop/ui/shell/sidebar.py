"""The left side of the window: whose books these are, and the way to each screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.shell.switcher import Switcher
from conductor_desktop.ui.theme import UNIT

_WIDTH = UNIT * 27
_MARGIN = UNIT * 3 // 2


class NavButton(QPushButton):
    """One screen's entry, with room for a mark at its right end."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setObjectName(f"nav{name.capitalize()}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._mark = StatusMark(Mark.UNKNOWN, 16, self)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, UNIT * 3 // 2, 0)
        row.addStretch(1)
        row.addWidget(self._mark)

    @property
    def mark(self) -> Mark | None:
        """What is shown beside the text; None when nothing is."""
        return None if self._mark.isHidden() else self._mark.mark

    def set_mark(self, mark: Mark) -> None:
        """Show a state beside the text, and say it to a screen reader."""
        self._mark.set_mark(mark)
        self._mark.show()
        self.setAccessibleName(f"{self.text()}: {mark.value}")


class Sidebar(QFrame):
    """Emits what was asked for; the window decides."""

    chosen = Signal(int)  # the position of a screen
    setup_clicked = Signal()

    def __init__(self, screens: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``screens`` are (name, title) from top to bottom."""
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDTH)
        self.switcher = Switcher(_WIDTH - 2 * _MARGIN, self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._on_toggled)
        self._buttons: dict[str, NavButton] = {}
        self._build(screens)

    def button(self, name: str) -> NavButton:
        """The entry of the screen ``name``. Raises ``KeyError``."""
        return self._buttons[name]

    def _build(self, screens: Sequence[tuple[str, str]]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, UNIT * 2, _MARGIN, UNIT * 2)
        column.setSpacing(UNIT // 2)
        app = muted("Conductor Desktop", self)
        app.setContentsMargins(UNIT * 3 // 2, 0, 0, UNIT * 2)
        column.addWidget(self.switcher)
        column.addWidget(app)
        for position, (name, title) in enumerate(screens):
            button = NavButton(name, title, self)
            button.setToolTip(QKeySequence(f"Ctrl+{position + 1}").toString(_NATIVE))
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(button, position)
            self._buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(plain_line(self))
        setup = link_button("Set up again…", "setupAgain", self)
        setup.clicked.connect(self.setup_clicked)
        column.addWidget(setup)

    def _on_toggled(self, position: int, checked: bool) -> None:
        # The Tab key stops at the checked entry, the arrow keys go on from there. Qt itself
        # sees to that only after an entry has had the focus.
        policy = Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus
        self._group.button(position).setFocusPolicy(policy)
        if checked:
            self.chosen.emit(position)


_NATIVE = QKeySequence.SequenceFormat.NativeText


def plain_line(parent: QWidget) -> QFrame:
    """A hairline between groups."""
    line = QFrame(parent)
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line
