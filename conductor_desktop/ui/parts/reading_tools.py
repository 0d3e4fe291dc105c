"""What a page has that reads the books: a button to read again or to stop, and how far it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.loading import Loaded, Phase, State
from conductor_desktop.ui.theme import UNIT

_WIDEST_BAR = UNIT * 30


class ReadingTools(QObject):
    """``refresh`` or ``cancel`` is there, never both; ``bar`` while something is read.

    ``name`` begins the names of all three; ``reading`` says what the bar is about. F5 anywhere on
    ``page`` does what ``refresh`` does.
    """

    def __init__(self, name: str, reading: str, page: QWidget) -> None:
        super().__init__(page)
        self.refresh = plain_button("Refresh", f"{name}Refresh", page)
        self.refresh.setToolTip("Load from QuickBooks again (F5)")
        self.cancel = plain_button("Cancel", f"{name}Cancel", page)
        self.cancel.setToolTip("Stop loading and keep what is here")
        self.bar = QProgressBar(page)
        self.bar.setObjectName(f"{name}Progress")
        self.bar.setAccessibleName(reading)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(_WIDEST_BAR)
        QShortcut(QKeySequence("F5"), page).activated.connect(self._on_f5)

    def wire(self, read: Callable[[], None], stop: Callable[[], None]) -> None:
        """What the two buttons do."""
        self.refresh.clicked.connect(read)
        self.cancel.clicked.connect(stop)

    def show_state(self, state: State) -> None:
        """What the page is at; a bar that knows no end yet when reading begins."""
        is_loading = state.phase is Phase.LOADING
        self.refresh.setEnabled(state.phase is not Phase.UNAVAILABLE)
        self._swap(is_loading)
        self.bar.setVisible(is_loading)
        self.bar.setRange(0, 0)

    def show_loaded(self, loaded: Loaded) -> None:
        """How far it is, if anybody can say."""
        if loaded.expected:
            self.bar.setRange(0, loaded.expected)
            # Or it would repaint the window at once, and the rows with it, before it returns.
            self.bar.setUpdatesEnabled(False)
            self.bar.setValue(loaded.count)
            self.bar.setUpdatesEnabled(True)

    def _swap(self, is_loading: bool) -> None:
        """The button that comes takes the keyboard focus of the other."""
        goes, comes = self.refresh, self.cancel
        if not is_loading:
            goes, comes = comes, goes
        had_focus = goes.hasFocus()
        comes.show()
        if had_focus:
            comes.setFocus()
        goes.hide()

    def _on_f5(self) -> None:
        if self.refresh.isVisible():  # a hidden button can be clicked, too
            self.refresh.click()
