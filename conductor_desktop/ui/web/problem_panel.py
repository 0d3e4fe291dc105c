"""What the view shows in place of a page that failed: ours, not the browser's."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button, primary_button
from conductor_desktop.ui.parts.texts import body, subtitle
from conductor_desktop.ui.theme import UNIT

_TEXT_WIDTH = UNIT * 56


class ProblemPanel(QWidget):
    """What happened, and the ways on: a new link, or this one once more, here or elsewhere."""

    link_requested = Signal()
    retry_requested = Signal()
    browser_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = subtitle("", self)
        self._title.setObjectName("problemTitle")
        self._reason = body("", self)
        self._reason.setObjectName("problemReason")
        self._link = primary_button("New link", "problemNewLink", self)
        self._retry = primary_button("Try again", "retryButton", self)
        self._browser = plain_button("Open in my browser", "browserButton", self)
        self._link.clicked.connect(self.link_requested)
        self._retry.clicked.connect(self.retry_requested)
        self._browser.clicked.connect(self.browser_requested)
        self._build()

    def show_problem(
        self, title: str, reason: str, *, needs_link: bool, can_retry: bool, can_browse: bool
    ) -> None:
        self._title.setText(title)
        self._reason.setText(reason)
        self._link.setVisible(needs_link)
        self._retry.setVisible(can_retry)
        self._browser.setVisible(can_browse)
        self.setAccessibleName(title)
        self.setAccessibleDescription(reason)

    def _build(self) -> None:
        block = QWidget(self)
        block.setMaximumWidth(_TEXT_WIDTH)
        column = QVBoxLayout(block)
        column.setSpacing(UNIT * 3 // 2)
        for label in (self._title, self._reason):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addStretch()
        buttons.addWidget(self._link)
        buttons.addWidget(self._retry)
        buttons.addWidget(self._browser)
        buttons.addStretch()
        column.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(block, 1)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)
