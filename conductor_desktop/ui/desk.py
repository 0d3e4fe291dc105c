"""Which window is open, the guided setup or the main window, and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from conductor_desktop.services.connection_names import name_of, names_of
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.app_life import AppLife
from conductor_desktop.ui.engine_ahead import EngineAhead
from conductor_desktop.ui.front import Front, MainFront, front_of, setup_front
from conductor_desktop.ui.instance.front import bring_to_front
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.moving import Moving
from conductor_desktop.ui.one_window import OneWindow
from conductor_desktop.ui.parts.support_way import BUNDLE_SUFFIX
from conductor_desktop.ui.setup.assemble import bring_to_life
from conductor_desktop.ui.setup.controller import SetupController
from conductor_desktop.ui.setup.drops import Drops
from conductor_desktop.ui.setup.welcome import SETUP_SUFFIX
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.support_door import SupportDoor, load_screens
from conductor_desktop.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from conductor_desktop.errors import AppError
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.tasks import TaskRunner


class Desk(QObject):
    """Opens the window that fits what is remembered, and changes it when that changes.

    What goes on whichever window is open is in ``life``, and the way to a support bundle in
    ``support``. With ``care`` it is in safe mode.
    """

    def __init__(
        self,
        sessions: Sessions,
        providers: Providers,
        runner: TaskRunner,
        messages: Messages,
        *,
        care: Care = Care.NONE,
    ) -> None:
        super().__init__()
        self._sessions = sessions
        self._providers = providers
        self._runner = runner
        self._messages = messages
        self._care = care
        self._check_at_once = False
        self._brought: Path | None = None
        self._one_window = OneWindow(runner, self)
        self._memory = WindowMemory(sessions, runner)
        self._engine = EngineAhead(providers, runner, self)
        self._moving = Moving(sessions, providers, runner, self)
        self._moving.failed.connect(self._on_not_moved)
        self._moving.over.connect(self._on_moved)
        self.support = SupportDoor(
            lambda: self.window,
            lambda: self._session.profile.vendor,
            providers,
            runner,
            messages,
            self,
        )
        self.life = AppLife(sessions, providers, runner, messages, self.support, care, self)
        self.life.front_wanted.connect(self.come_to_front)
        self._one_window.coming.connect(self.life.go_on_in)

    @property
    def window(self) -> QMainWindow:
        """The window in front. Only between ``open`` and ``shut_down``."""
        return self._one_window.window

    @property
    def _session(self) -> Session:
        return self._sessions.current

    def open(
        self,
        setup_file: Path | None = None,
        front: Front | None = None,
        *,
        out_of_sight: bool = False,
    ) -> None:
        """Show the window that fits; ``front`` is one that is shown already, if it does fit.

        ``setup_file`` was given on the command line: setup begins with it. ``out_of_sight``: the
        main window comes when somebody asks for it.
        """
        wants_main = self._session.profile.is_set_up and setup_file is None
        if front is None or isinstance(front, MainFront) is not wants_main:
            if front is not None:
                self._one_window.now = front.window  # and goes once the other one is up
            front = front_of(
                self._session, lambda: self._messages, main=wants_main, care=self._care
            )
        window = front.window
        show = None
        if out_of_sight:
            show = partial(self.life.background().keep_out_of_sight, window)
        if isinstance(front, MainFront):
            self._open_main(front, show)
        else:
            self._open_setup(front.window, setup_file, show)

    def come_to_front(self, file: Path | None = None) -> None:
        """Another start of the app asks for the window, and may bring a setup file or a bundle."""
        bring_to_front(self.window)
        if self._moving.is_under_way:
            self._brought = file or self._brought  # for the window that comes of it
        elif file is not None and file.suffix.lower() == BUNDLE_SUFFIX:
            self.support.open_bundle(file)
        elif file is not None and isinstance(self.window, SetupWindow):
            self.window.offer_setup_file(file)
        elif file is not None:
            self._offer_setup_file(file)

    def shut_down(self) -> None:
        """Close the window and stop all work; nothing may be used after this."""
        self._engine.stop()
        self.life.let_go()
        self._one_window.close()
        self._runner.shutdown()

    # ---- guided setup

    def _open_setup(
        self,
        window: SetupWindow,
        setup_file: Path | None = None,
        show: Callable[[], None] | None = None,
    ) -> None:
        controller = self._bring_to_life(window)
        self._one_window.put_in_front(window, show)
        self._messages.open_door()
        if setup_file is not None:
            if self._session.profile.is_set_up:
                # Nothing that is picked beside the file may put an end to what works.
                self._sessions.begin_another()
            window.offer_setup_file(setup_file)
        else:
            window.expect(self._session.profile.setup_step)
            controller.resume()

    def _bring_to_life(self, window: SetupWindow) -> SetupController:
        providers = self._providers
        controller = SetupController(
            self._sessions, providers.setup, providers.checks, self._runner, window
        )
        bring_to_life(window, controller, providers.create_view, self._messages, providers.policies)
        controller.step_changed.connect(self._engine.see)
        controller.finished.connect(self._on_set_up)
        controller.left.connect(self._leave_setup)
        window.leave_sandbox.connect(self._leave_sandbox)
        return controller

    def _setup_window(self, purpose: str = "") -> SetupWindow:
        window = setup_front(sandbox=self._session.is_sandbox).window
        if purpose:
            window.set_purpose(purpose)
        return window

    def _set_up_again(self, purpose: str = "") -> None:
        window = self._setup_window(purpose)
        self._bring_to_life(window)
        self._one_window.put_in_front(window)

    # ---- from one connection to another

    def _offer_setup_file(self, path: Path) -> None:
        self._moving.to_another(lambda: self._open_setup(self._setup_window(), path))

    def _add_company(self) -> None:
        self._moving.to_another(lambda: self._set_up_again("add a company file"))

    def _reconnect(self) -> None:
        def show() -> None:
            self._open_setup(self._setup_window(f"reconnect {name_of(self._session.profile)}"))

        self._moving.reconnect(show)

    def _switch(self, name: str) -> None:
        wanted = ProfileName(name)
        if wanted != self._session.profile_name:
            self._moving.to(wanted, self.open)

    def _leave_sandbox(self) -> None:
        self._moving.leave_sandbox(self.open)

    def _leave_setup(self, for_later: bool) -> None:
        self._moving.leave_setup(self.open, for_later=for_later)

    def _remove(self) -> None:
        from conductor_desktop.ui.removal.controller import RemovalController
        from conductor_desktop.ui.removal.window import RemovalWindow

        session = self._session
        name = names_of(session.settings).get(session.profile_name) or name_of(session.profile)
        controller = RemovalController(lambda: self._providers.removal(session), self._runner)
        window = RemovalWindow(controller, name, sandbox=session.is_sandbox)
        window.closed_by_choice.connect(self._after_removal)
        self._one_window.put_in_front(window)
        controller.look()

    def _after_removal(self) -> None:
        self._moving.leave_removed(self.open)

    def _on_not_moved(self, error: AppError) -> None:
        self.open()
        self._messages.error(error)

    def _on_moved(self) -> None:
        if self._brought is not None:
            QTimer.singleShot(0, self, self._take_brought)

    def _take_brought(self) -> None:
        brought, self._brought = self._brought, None
        self.come_to_front(brought)

    # ---- main window

    def _on_set_up(self) -> None:
        self._check_at_once = True  # what has just been proven is shown as proven
        self.open()

    def _open_main(self, front: MainFront, show: Callable[[], None] | None) -> None:
        window = front.window
        window.setup_requested.connect(self._set_up_again)
        window.reconnect_requested.connect(self._reconnect)
        window.remove_requested.connect(self._remove)
        window.profile_chosen.connect(self._switch)
        window.another_company_requested.connect(self._add_company)
        window.leave_sandbox_requested.connect(self._leave_sandbox)
        # After the drop itself: what follows closes the window that it was made on.
        Drops(window, SETUP_SUFFIX).dropped.connect(
            self._offer_setup_file, Qt.ConnectionType.QueuedConnection
        )
        self._memory.attend(window)
        self._one_window.put_in_front(window, show)
        handle = self._runner.submit(load_screens)
        handle.succeeded.connect(lambda _: self._fill(front))
        handle.failed.connect(self._messages.error)

    def _fill(self, front: MainFront) -> None:
        if front.window is not self._one_window.now:
            return
        from conductor_desktop.ui.screens import fill_screens

        check_at_once, self._check_at_once = self._check_at_once, False
        filled = fill_screens(
            front,
            self._session,
            self._providers,
            self._runner,
            self._messages,
            check_at_once=check_at_once,
        )
        self.support.hand_over(front.window)
        self.life.watch(front.window, filled)


def tell_of_settings(messages: Messages, notice: str | None) -> None:
    """Say what the settings store had to say at start."""
    if notice:
        messages.show(Message(Kind.LOOK, "About your settings", notice))
