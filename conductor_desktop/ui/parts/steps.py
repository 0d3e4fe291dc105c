"""What to click, step by step; folded away where it is more than a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import body, selectable
from conductor_desktop.ui.theme import UNIT

MOST_UNFOLDED = 3

IF_THAT_FAILS = "If that did not help:"
_HIDE = "Hide the steps"
_COPY, _COPIED = "Copy for support", "Copied"


class Steps(QWidget):
    """Numbered steps and those of a second remedy, which go on counting.

    Hidden altogether while there are none. Folded or not stays as it is until others come.
    ``name`` is the object name of the link that folds and unfolds; more than ``most_unfolded`` are
    folded at first.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, most_unfolded: int = MOST_UNFOLDED
    ) -> None:
        super().__init__(parent)
        self._most_unfolded = most_unfolded
        self._shown: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._to_copy = ""
        self._toggle = link_button("", name, self)
        self._copy = link_button(_COPY, f"{name}Copy", self)
        for link in (self._toggle, self._copy):
            link.setProperty("flush", True)
        self._toggle.clicked.connect(self._on_toggled)
        self._copy.clicked.connect(self._on_copied)
        self._body = QWidget(self)
        self._body.setObjectName(f"{name}List")
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(UNIT * 3 // 4)
        self._grid.setColumnStretch(1, 1)
        links = QHBoxLayout()
        links.setSpacing(UNIT * 3)
        for link in (self._toggle, self._copy):
            links.addWidget(link)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(self._body)
        column.addLayout(links)
        self.hide()

    def show_steps(self, steps: Sequence[str], if_that_fails: Sequence[str], to_copy: str) -> None:
        """Show these instead. ``to_copy`` is what the link beside them puts on the clipboard."""
        if to_copy != self._to_copy:
            self._to_copy = to_copy
            self._copy.setText(_COPY)
        wanted = (tuple(steps), tuple(if_that_fails))
        if steps and wanted != self._shown:  # they may be gone while QuickBooks is asked
            self._shown = wanted
            self._body.hide()  # labels made in a visible parent are shown only a turn later
            self._fill()
            self._fold(self._count > self._most_unfolded)
        self.setVisible(bool(steps))

    @property
    def _count(self) -> int:
        return sum(map(len, self._shown))

    def _fill(self) -> None:
        while item := self._grid.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()  # or it would shine through the new ones until it is gone
                widget.deleteLater()
        first, second = self._shown
        for row, step in enumerate(first):
            self._add_step(row, row + 1, step)
        if second:
            heading = self._label(IF_THAT_FAILS)
            heading.setProperty("kind", "strong")
            heading.setContentsMargins(0, UNIT // 2, 0, 0)
            self._grid.addWidget(heading, len(first), 0, 1, 2)
        for row, step in enumerate(second, len(first) + 1):
            self._add_step(row, row, step)

    def _add_step(self, row: int, number: int, step: str) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._label(f"{number}."), row, 0, top | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(self._label(step), row, 1)

    def _label(self, text: str) -> QLabel:
        return selectable(body(text, self._body))

    def _fold(self, folded: bool) -> None:
        self._body.setVisible(not folded)
        self._toggle.setVisible(self._count > self._most_unfolded)
        self._toggle.setText(f"Show the {self._count} steps" if folded else _HIDE)

    def _on_toggled(self) -> None:
        self._fold(not self._body.isHidden())

    def _on_copied(self) -> None:
        QGuiApplication.clipboard().setText(self._to_copy)
        self._copy.setText(_COPIED)


def for_support(
    said: Sequence[str],
    steps: Sequence[str],
    if_that_fails: Sequence[str],
    details: Iterable[tuple[str, str]],
) -> str:
    """All of it to be pasted into a message: what is wrong, what to do, and the facts."""
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    further = [f"{number}. {step}" for number, step in enumerate(if_that_fails, len(steps) + 1)]
    blocks = (
        said,
        numbered,
        (IF_THAT_FAILS, *further) if further else (),
        [f"{name}: {value}" for name, value in details],
    )
    return "\n\n".join("\n".join(filter(None, block)) for block in blocks if block)
