"""The head of the bundle's card: how much there is, and everything to be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.collectors import MORE_DAYS, USUAL_DAYS
from conductor_desktop.ui.parts.buttons import link_button, primary_button
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.support.words import first_page_of
from conductor_desktop.ui.theme import UNIT

_COPIED = "Copied"


class BundleHead(QWidget):
    """Shows what it is told; ``show_bundle(None)`` while there is none."""

    save_wanted = Signal()
    collect_wanted = Signal()
    stop_wanted = Signal()
    days_chosen = Signal(int)  # of the app's log

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bundle: Bundle | None = None
        self._summary = muted("", self)
        self._summary.setObjectName("supportSummary")
        # Made in the order in which the Tab key visits them.
        self._save = primary_button("Save…", "supportSave", self)
        self._copies: dict[QPushButton, Callable[[Bundle], str]] = {
            link_button("Copy summary", "supportCopySummary", self): first_page_of,
            link_button("Copy support code", "supportCopyCode", self): lambda b: b.support_code,
        }
        self._words = {button: button.text() for button in self._copies}
        self._again = link_button("Collect again", "supportCollect", self)
        self._stop = link_button("Stop collecting", "supportStop", self)
        self._more = QCheckBox(f"{MORE_DAYS} days of the app’s log", self)
        self._more.setObjectName("supportMoreDays")
        self._more.setToolTip(f"Instead of {USUAL_DAYS}, if whoever helps you asks for it")
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Collecting the support bundle")
        self._build()
        self._wire()
        self.show_bundle(None)

    def say(self, text: str) -> None:
        """How much there is, or what is going on."""
        self._summary.setText(text)

    def show_bundle(self, bundle: Bundle | None, *, saving: bool = False) -> None:
        """What can be copied and saved."""
        if bundle is not self._bundle:
            for button, words in self._words.items():
                button.setText(words)
        self._bundle = bundle
        self._save.setEnabled(bundle is not None and not saving)
        for button in self._copies:
            button.setEnabled(bundle is not None)

    def show_progress(self, come: int, awaited: int) -> None:
        """How far collecting is; 0 of 0 when nothing is being collected."""
        self._progress.setMaximum(max(awaited, 1))
        self._progress.setValue(come)
        is_collecting = awaited > 0
        self._progress.setVisible(is_collecting)
        appears, goes = (self._stop, self._again) if is_collecting else (self._again, self._stop)
        had_focus = self.window().focusWidget() is goes
        appears.show()
        if had_focus:
            appears.setFocus()
        goes.hide()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        texts.addWidget(subtitle("Look inside", self))
        texts.addWidget(self._summary)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        top.addLayout(texts, 1)
        top.addWidget(self._save, 0, Qt.AlignmentFlag.AlignTop)
        more = QHBoxLayout()
        more.setSpacing(UNIT * 2)
        for button in (*self._copies, self._again, self._stop):
            button.setProperty("flush", True)
            more.addWidget(button)
        more.addStretch(1)
        more.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addLayout(top)
        column.addLayout(more)
        column.addWidget(self._progress)

    def _wire(self) -> None:
        self._save.clicked.connect(self.save_wanted)
        self._again.clicked.connect(self.collect_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._more.toggled.connect(
            lambda more: self.days_chosen.emit(MORE_DAYS if more else USUAL_DAYS)
        )
        for button in self._copies:
            button.clicked.connect(lambda _checked, button=button: self._copy(button))

    def _copy(self, button: QPushButton) -> None:
        if self._bundle is not None:
            QGuiApplication.clipboard().setText(self._copies[button](self._bundle))
            button.setText(_COPIED)
