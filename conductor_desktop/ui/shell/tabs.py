"""A place in the main window with several pages, of which a row of tabs shows one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from conductor_desktop.ui.theme import UNIT, sized_font


@dataclass(frozen=True)
class Tab:
    """``name`` is a lower-case word, ``title`` is what people read."""

    name: str
    title: str
    widget: QWidget


class TabbedPlace(QWidget):
    """Shows pages it is given and knows nothing of what they do."""

    page_changed = Signal(str)  # the name of the page now in front

    def __init__(self, name: str, pages: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Place")
        self._names = [page.name for page in pages]
        self.tabs = QTabBar(self)
        self.tabs.setObjectName(f"{name}Tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFont(sized_font(12.0, bold=True))
        self._stack = QStackedWidget(self)
        for page in pages:
            self.tabs.addTab(page.title)
            self._stack.addWidget(page.widget)
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 4, UNIT * 3 // 2, UNIT * 4, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_changed)

    @property
    def current(self) -> str:
        """The name of the page in front."""
        return self._names[self.tabs.currentIndex()]

    def show_page(self, name: str) -> None:
        """Bring the page ``name`` to the front. Raises ``ValueError``."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def _on_changed(self, position: int) -> None:
        self._stack.setCurrentIndex(position)
        self.page_changed.emit(self._names[position])
