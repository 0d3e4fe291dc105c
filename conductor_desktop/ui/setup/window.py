"""The window of the guided setup: the steps at the left, one page, Back and Next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMainWindow,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.errors import AppError
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.parts.buttons import link_button, plain_button, primary_button
from conductor_desktop.ui.placing import open_in_the_middle
from conductor_desktop.ui.setup.drops import dropped_file
from conductor_desktop.ui.setup.page import SetupPage
from conductor_desktop.ui.setup.stepper import STEP_NAMES, Stepper
from conductor_desktop.ui.setup.welcome import SETUP_SUFFIX, WelcomePage
from conductor_desktop.ui.shell.notices import Notices
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.way_out import WayOut
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.setup.controller import SetupController
    from conductor_desktop.ui.setup.wait_note import WaitNote
    from conductor_desktop.ui.setup.waits import Wait
    from conductor_desktop.ui.shell.banner import SandboxBanner

PageBuilder = Callable[[], SetupPage]

_AHEAD_MS = 100  # after a page came, so that it is painted before the next one is made

_ENTER_MEANS_NEXT = (QLineEdit, QListView, QRadioButton)


class SetupWindow(QMainWindow):
    """Shows its first page at once; ``attach`` gives it what it works with, and the others."""

    closing = Signal()
    leave_sandbox = Signal()

    def __init__(self, *, sandbox: bool = False) -> None:
        super().__init__()
        self.setObjectName("setupWindow")
        self._is_sandbox = sandbox
        self._controller: SetupController | None = None
        self._builders: dict[SetupStep, PageBuilder] = {}
        self._step = SetupStep.WELCOME
        self.welcome = WelcomePage(self)
        self._pages: dict[SetupStep, SetupPage] = {}
        self._busy = False
        self._stepper = Stepper(self)
        self._stack = QStackedWidget(self)
        self._banner: SandboxBanner | None = None
        self._notices = Notices(self)
        self._wait_note: WaitNote | None = None
        self._back = plain_button("Back", "setupBack", self)
        self._leave = link_button("Cancel setup", "setupLeave", self)
        self._next = primary_button("Next", "setupNext", self)
        self._purpose = "guided setup"
        self._ahead = QTimer(self, singleShot=True, interval=_AHEAD_MS)
        self._ahead.timeout.connect(self._make_next_page)
        self._build()
        self._add_page(SetupStep.WELCOME, self.welcome)
        self._stepper.show_step(self._step)
        self._on_sandbox_changed(sandbox)
        self._render_buttons()

    def attach(
        self,
        controller: SetupController,
        builders: dict[SetupStep, PageBuilder],
        messages: Messages,
    ) -> None:
        """Bring the window to life. ``builders`` make the later pages, each on the one before."""
        self._controller = controller
        self._builders = builders
        self._back.clicked.connect(controller.go_back)
        self._leave.clicked.connect(self._on_leave)
        controller.leave_wanted.connect(self._on_leave)
        controller.can_leave_changed.connect(self._render_buttons)
        controller.step_changed.connect(self._on_step_changed)
        controller.busy_changed.connect(self._on_busy_changed)
        controller.waiting_changed.connect(self._on_waiting_changed)
        controller.failed.connect(self._on_failed)
        controller.sandbox_changed.connect(self._on_sandbox_changed)
        messages.shown.connect(self._notices.add)
        self._notices.offer_taken.connect(messages.offer_taken)
        self._render_buttons()

    def set_purpose(self, purpose: str) -> None:
        """Say in the title what this setup is for."""
        self._purpose = purpose
        self._render_title()

    def expect(self, step: SetupStep) -> None:
        """Show no page until it is known on which one this goes on, which is to be ``step``."""
        if step in STEP_NAMES and step is not SetupStep.WELCOME:
            self._stepper.show_step(step)
            self._stack.hide()

    def offer_setup_file(self, path: Path) -> None:
        """Put a file that was given from outside into the first door, for the person to go on."""
        if self._controller is not None:
            self._controller.restart()
        self.welcome.choose_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._controller is not None:
            self._controller.stop()
        self._current.on_leave()
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._current.on_return()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A default button is one in a dialog only. Held down, the key would run through pages.
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(self.focusWidget(), _ENTER_MEANS_NEXT):
            if not event.isAutoRepeat():
                self._next.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path is None:
            return
        event.acceptProposedAction()
        if path.suffix.lower() == self._current.drop_suffix:
            self._current.on_drop(path)
        else:
            self.offer_setup_file(path)

    def _dropped(self, event: QDragEnterEvent | QDropEvent) -> Path | None:
        """A file for the page in front, or a setup file, which begins at the doors again."""
        return dropped_file(event, self._current.drop_suffix) or dropped_file(event, SETUP_SUFFIX)

    @property
    def _current(self) -> SetupPage:
        page = self._stack.currentWidget()
        assert isinstance(page, SetupPage)  # noqa: S101 - only pages are put on the stack
        return page

    @property
    def _can_cancel(self) -> bool:
        """Whether there is something to stop, or a connection to go back to."""
        return self._busy or self._can_leave

    @property
    def _can_leave(self) -> bool:
        return self._controller is not None and self._controller.can_leave

    def _build(self) -> None:
        footer = QFrame(self)
        footer.setObjectName("footer")
        self._footer = QHBoxLayout(footer)
        self._footer.setContentsMargins(UNIT * 4, UNIT * 3 // 2, UNIT * 4, UNIT * 3 // 2)
        self._footer.setSpacing(UNIT * 2)
        self._footer.addWidget(self._back)
        self._footer.addWidget(self._leave)
        self._footer.addStretch()
        self._footer.addWidget(self._next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._notices)
        right.addWidget(self._stack, 1)
        right.addWidget(footer)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stepper)
        middle.addLayout(right, 1)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._column = column
        column.addLayout(middle, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(UNIT * 110, UNIT * 64)
        open_in_the_middle(self, QSize(UNIT * 142, UNIT * 92), self.screen().availableGeometry())
        self.setAcceptDrops(True)
        self._next.clicked.connect(self._on_next)

    def _add_page(self, step: SetupStep, page: SetupPage) -> None:
        self._pages[step] = page
        self._stack.addWidget(page)
        page.next_changed.connect(self._render_buttons)
        page.way_wanted.connect(self._on_way_wanted)

    def _make_next_page(self) -> None:
        """While this one is read, so that a click on Next does not wait for it."""
        steps = list(STEP_NAMES)
        following = steps.index(self._step) + 1
        if following < len(steps) and steps[following] not in self._pages:
            self._add_page(steps[following], self._builders[steps[following]]())

    def _on_step_changed(self, step: SetupStep) -> None:
        if step not in self._pages:
            self._add_page(step, self._builders[step]())
        self._ahead.start()
        page = self._pages[step]
        page.vendor = self._controller.vendor if self._controller is not None else ""
        before = self._stack.currentWidget()
        if isinstance(before, SetupPage) and before is not page:
            before.on_leave()
        self._stack.setCurrentWidget(page)
        self._stack.show()
        self._step = step
        self._stepper.show_step(step)
        self._render_buttons()
        page.problem.clear()
        page.vendor = self._controller.vendor if self._controller is not None else ""
        # Otherwise the focus lands on whatever came next in the tab order, such as the banner.
        (self._next if self._next.isEnabled() else self).setFocus()
        page.on_enter()

    def _on_next(self) -> None:
        self._current.on_next()

    def _on_leave(self) -> None:
        from conductor_desktop.ui.setup.leaving import leave

        if self._controller is not None:
            leave(self._controller, self)

    def _on_way_wanted(self, way: WayOut) -> None:
        if self._controller is not None:
            self._controller.go_by(way)

    def _on_busy_changed(self, busy: bool) -> None:
        self._busy = busy
        self._render_buttons()

    def _on_waiting_changed(self, wait: Wait | None) -> None:
        if self._wait_note is None:
            from conductor_desktop.ui.setup.wait_note import WaitNote  # not at the first paint

            self._wait_note = WaitNote(self)
            self._footer.insertWidget(2, self._wait_note, 1)
        self._wait_note.wait_for(wait)

    def _on_failed(self, error: AppError) -> None:
        self._stack.show()
        self._current.show_error(error)
        self._render_buttons()

    def _on_sandbox_changed(self, on: bool) -> None:
        if on and self._banner is None:
            from conductor_desktop.ui.shell.banner import SandboxBanner

            self._banner = SandboxBanner(self)
            self._banner.leave_clicked.connect(self.leave_sandbox)
            self._column.insertWidget(0, self._banner)
        if self._banner is not None:
            self._banner.setVisible(on)
        self._is_sandbox = on
        self._render_title()

    def _render_title(self) -> None:
        mark = " (sandbox)" if self._is_sandbox else ""
        self.setWindowTitle(f"Conductor Desktop: {self._purpose}{mark}")

    def _render_buttons(self) -> None:
        page = self._current
        self._next.setText(page.next_text)
        self._next.setEnabled(page.can_go_next and not self._busy)
        is_first = self._controller is None or self._controller.is_first_page
        self._back.setText("Cancel" if self._step is SetupStep.WELCOME else "Back")
        self._back.setVisible(not is_first or self._can_cancel)
        self._leave.setVisible(not is_first and self._can_leave)
        if self._next.isEnabled() and self.focusWidget() in (None, self):
            self._next.setFocus()
