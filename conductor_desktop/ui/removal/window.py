"""The window in which a connection is removed, and that stays until the person is done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.removal import Findings, Place, Standing, as_text
from conductor_desktop.ui.parts.buttons import link_button, plain_button, primary_button
from conductor_desktop.ui.placing import open_in_the_middle
from conductor_desktop.ui.removal.controller import RemovalController
from conductor_desktop.ui.removal.page import RemovalPage
from conductor_desktop.ui.shell.banner import SandboxBanner
from conductor_desktop.ui.theme import UNIT

_COPY, _COPIED = "Copy these steps", "Copied"


class RemovalWindow(QMainWindow):
    """Looks again whenever somebody comes back to it, from the Web Connector for example."""

    closed_by_choice = Signal()  # kept, or removed and done with

    def __init__(self, controller: RemovalController, name: str, *, sandbox: bool) -> None:
        super().__init__()
        self.setObjectName("removalWindow")
        self.setWindowTitle(f"Conductor Desktop: remove {name}")
        controller.setParent(self)
        self._controller = controller
        self._findings: Findings | None = None
        self._page = RemovalPage(name, self)
        self._keep = plain_button("Keep it", "removalKeep", self)
        self._again = plain_button("Check again", "removalAgain", self)
        self._copy = link_button(_COPY, "removalCopy", self)
        self._remove = plain_button("Remove from this PC", "removalRemove", self)
        self._remove.setProperty("kind", "danger")
        self._done = primary_button("Done", "removalDone", self)
        self._build(sandbox=sandbox)
        self._wire()
        self._render()

    def _build(self, *, sandbox: bool) -> None:
        footer = QFrame(self)
        footer.setObjectName("footer")
        buttons = QHBoxLayout(footer)
        buttons.setContentsMargins(UNIT * 4, UNIT * 3 // 2, UNIT * 4, UNIT * 3 // 2)
        buttons.setSpacing(UNIT)
        for button in (self._keep, self._again, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._remove)
        buttons.addWidget(self._done)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if sandbox:
            column.addWidget(SandboxBanner(self, can_leave=False))
        column.addWidget(self._page, 1)
        column.addWidget(footer)
        self.setCentralWidget(central)
        self.setMinimumSize(UNIT * 100, UNIT * 64)
        open_in_the_middle(self, QSize(UNIT * 112, UNIT * 100), self.screen().availableGeometry())

    def _wire(self) -> None:
        self._keep.clicked.connect(self.closed_by_choice)
        self._done.clicked.connect(self.closed_by_choice)
        self._remove.clicked.connect(self._controller.remove)
        self._again.clicked.connect(self._controller.look)
        self._copy.clicked.connect(self._on_copy)
        self._controller.found.connect(self._on_found)
        self._controller.failed.connect(self._on_failed)
        self._controller.busy_changed.connect(self._render)

    @property
    def _is_removed(self) -> bool:
        return self._findings is not None and self._findings.is_removed

    def _on_found(self, findings: Findings) -> None:
        was_removed = self._is_removed
        self._findings = findings
        self._page.show_findings(findings)
        self._copy.setText(_COPY)
        self._render()
        if findings.is_removed and not was_removed:
            self._done.setFocus()

    def _on_failed(self, error: AppError) -> None:
        self._page.show_error(error)
        self._render()

    def _on_copy(self) -> None:
        if self._findings is not None:
            QGuiApplication.clipboard().setText(as_text(self._findings))
            self._copy.setText(_COPIED)

    def _render(self) -> None:
        removed, busy = self._is_removed, self._controller.is_busy
        self._keep.setVisible(not removed)
        self._keep.setEnabled(not busy)
        self._again.setVisible(removed and self._has_more_to_see)
        self._copy.setVisible(removed and self._has_more_to_do)
        self._remove.setVisible(not removed)
        self._remove.setEnabled(self._findings is not None and not busy)
        self._remove.setText("Removing…" if busy else "Remove from this PC")
        self._done.setVisible(removed)

    @property
    def _has_more_to_do(self) -> bool:
        traces = self._findings.elsewhere if self._findings is not None else ()
        return any(trace.standing is not Standing.GONE for trace in traces)

    @property
    def _has_more_to_see(self) -> bool:
        """Whether another look could tell something else: of some places none ever does."""
        traces = self._findings.traces if self._findings is not None else ()
        return any(
            trace.standing is not Standing.GONE
            and (trace.place.is_ours or trace.place is Place.WEB_CONNECTOR)
            for trace in traces
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._controller.look()
