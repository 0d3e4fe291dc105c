"""Which window is open, the guided setup or the main window, and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from conductor_desktop.storage.profiles import ProfileName
from conductor_desktop.ui.front import Front, MainFront, first_front, is_set_up
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.setup.assemble import bring_to_life
from conductor_desktop.ui.setup.controller import SetupController
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.tasks import Pool, Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.connection import ConnectionService
    from conductor_desktop.services.diagnostics import DiagnosticsService
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.setup import SetupService
    from conductor_desktop.ui.setup.connect import ViewFactory
    from conductor_desktop.ui.shell.window import MainWindow


@dataclass(frozen=True)
class Providers:
    """How the window gets its services. Each is first called on a worker thread, and may block.

    ``connection`` and ``invoices`` give None when this PC has no way to ask Conductor.
    """

    setup: Callable[[], SetupService]
    checks: Callable[[], PcChecks]
    connection: Callable[[], ConnectionService | None]
    invoices: Callable[[], InvoicesService | None]
    diagnostics: Callable[[], DiagnosticsService]
    create_view: ViewFactory
    stop_sandbox: Callable[[], None]
    home: Path


class Desk(QObject):
    """Opens the window that fits what is remembered, and changes it when that changes."""

    def __init__(
        self, session: Session, providers: Providers, runner: TaskRunner, messages: Messages
    ) -> None:
        super().__init__()
        self._session = session
        self._providers = providers
        self._runner = runner
        self._messages = messages
        self._window: QMainWindow | None = None

    @property
    def window(self) -> QMainWindow:
        """The window in front. Only between ``open`` and ``shut_down``."""
        if self._window is None:
            raise RuntimeError("no window is open")
        return self._window

    def open(self, setup_file: Path | None = None, front: Front | None = None) -> None:
        """Show the window that fits; ``front`` is one that is shown already, if it does fit.

        ``setup_file`` was given on the command line: setup begins with it.
        """
        wants_main = is_set_up(self._session.profile) and setup_file is None
        if front is None or isinstance(front, MainFront) is not wants_main:
            unfit = front
            front = first_front(
                self._session.settings,
                self._session.profile_name,
                self._messages,
                set_up_again=not wants_main,
            )
            self._window = unfit.window if unfit is not None else self._window
        if isinstance(front, MainFront):
            self._open_main(front)
        else:
            self._open_setup(front.window, setup_file)

    def shut_down(self) -> None:
        """Close the window and stop all work; nothing may be used after this."""
        if self._window is not None:
            self._window.close()
            self._window = None
        self._runner.shutdown()

    # ---- guided setup

    def _open_setup(
        self, window: SetupWindow, setup_file: Path | None = None, *, resume: bool = True
    ) -> None:
        controller = SetupController(
            self._session, self._providers.setup, self._providers.checks, self._runner, window
        )
        bring_to_life(window, controller, self._providers.create_view, self._messages)
        controller.finished.connect(self._show_main)
        window.leave_sandbox.connect(self._leave_sandbox)
        self._put_in_front(window)
        self._messages.open_door()
        if setup_file is not None:
            window.offer_setup_file(setup_file)
        elif resume:
            controller.resume()

    def _set_up_again(self) -> None:
        self._open_setup(SetupWindow(sandbox=self._session.is_sandbox), resume=False)

    def _leave_sandbox(self) -> None:
        def work(_task: Task) -> object:
            self._session.switch(ProfileName.LIVE)
            self._providers.stop_sandbox()
            return None

        handle = self._runner.submit(work, Pool.FILES)
        handle.succeeded.connect(lambda _: self.open())
        handle.failed.connect(self._messages.error)

    # ---- main window

    def _show_main(self) -> None:
        self.open()

    def _open_main(self, front: MainFront) -> None:
        window = front.window
        window.setup_requested.connect(self._set_up_again)
        window.leave_sandbox_requested.connect(self._leave_sandbox)
        window.closing.connect(lambda: self._remember_geometry(window))
        self._put_in_front(window)
        handle = self._runner.submit(_load_screens)
        handle.succeeded.connect(lambda _: self._fill(front))
        handle.failed.connect(self._messages.error)

    def _fill(self, front: MainFront) -> None:
        if front.window is not self._window:
            return
        from conductor_desktop.ui.screens import fill_screens

        fill_screens(front, self._session, self._providers, self._runner)

    def _remember_geometry(self, window: MainWindow) -> None:
        geometry = window.geometry_to_save()

        def work(_task: Task) -> object:
            self._session.update_settings(window_geometry=geometry)
            return None

        self._runner.submit(work, Pool.FILES)

    # ---- one window at a time

    def _put_in_front(self, window: QMainWindow) -> None:
        before, self._window = self._window, window
        window.show()
        if before is not None and before is not window:
            # The new one is up first, or Qt would end the app with its last window.
            before.close()
            before.deleteLater()


def tell_of_settings(messages: Messages, notice: str | None) -> None:
    """Say what the settings store had to say at start."""
    if notice:
        messages.show(Message(Kind.LOOK, "About your settings", notice))


def _load_screens(_task: Task) -> object:
    """Import what the screens need, away from the UI thread."""
    import conductor_desktop.ui.screens  # noqa: F401

    return None
