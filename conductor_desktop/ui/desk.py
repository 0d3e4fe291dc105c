"""Which window is open, the guided setup or the main window, and the way between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from conductor_desktop.services.connection_names import name_of, names_of
from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.storage.names import ProfileName, SetupStep
from conductor_desktop.ui.collector import UiThreadCollector
from conductor_desktop.ui.front import Front, MainFront, main_front, setup_front
from conductor_desktop.ui.gradually import Gradually
from conductor_desktop.ui.instance.front import bring_to_front
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.moving import Moving
from conductor_desktop.ui.parts.support_way import BUNDLE_SUFFIX
from conductor_desktop.ui.setup.assemble import bring_to_life
from conductor_desktop.ui.setup.controller import SetupController
from conductor_desktop.ui.setup.drops import Drops
from conductor_desktop.ui.setup.welcome import SETUP_SUFFIX
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.support_door import SupportDoor, load_screens
from conductor_desktop.ui.tasks import Pool, Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.errors import AppError
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.session import Session
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.ui.connections import Seen
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.shell.switcher import Connection
    from conductor_desktop.ui.shell.window import MainWindow
    from conductor_desktop.ui.tray.background import Background


class Desk(QObject):
    """Opens the window that fits what is remembered, and changes it when that changes.

    With ``care`` it is in safe mode: nothing is beside the clock, and each window says so.
    """

    normal_start_wanted = Signal()  # out of safe mode

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
        UiThreadCollector(self)
        self._sessions = sessions
        self._providers = providers
        self._runner = runner
        self._messages = messages
        self._care = care
        self._window: QMainWindow | None = None
        self._engine: Gradually | None = None
        self._check_at_once = False
        self._comes_out_of_sight = False
        self._seen: dict[ProfileName, Seen] = {}
        self._brought: Path | None = None
        self._moving = Moving(sessions, providers, runner, self)
        self._moving.failed.connect(self._on_not_moved)
        self._support = SupportDoor(
            lambda: self.window,
            lambda: self._session.profile.vendor,
            providers,
            runner,
            messages,
            self,
        )

    @property
    def window(self) -> QMainWindow:
        """The window in front. Only between ``open`` and ``shut_down``."""
        if self._window is None:
            raise RuntimeError("no window is open")
        return self._window

    @cached_property
    def background(self) -> Background:
        """What goes on while the window is closed."""
        from conductor_desktop.ui.tray.background import Background

        return Background(
            self._sessions,
            self._messages,
            self._runner,
            self._providers.own_start,
            self.come_to_front,
            self.show_support,
            parent=self,
        )

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
        self._comes_out_of_sight = out_of_sight
        wants_main = self._session.profile.is_set_up and setup_file is None
        if front is None or isinstance(front, MainFront) is not wants_main:
            self._window = front.window if front is not None else self._window
            front = self._new_front(main=wants_main)
        if isinstance(front, MainFront):
            self._open_main(front)
        else:
            self._open_setup(front.window, setup_file)

    def come_to_front(self, file: Path | None = None) -> None:
        """Another start of the app asks for the window, and may bring a setup file or a bundle."""
        bring_to_front(self.window)
        if self._moving.is_under_way:
            self._brought = file or self._brought  # for the window that comes of it
        elif file is not None and file.suffix.lower() == BUNDLE_SUFFIX:
            self.open_bundle(file)
        elif file is not None and isinstance(self.window, SetupWindow):
            self.window.offer_setup_file(file)
        elif file is not None:
            self._offer_setup_file(file)

    def _new_front(self, *, main: bool) -> Front:
        session = self._session
        if not main:
            return setup_front(sandbox=session.is_sandbox)
        settings = session.settings
        if self._care:
            settings = replace(settings, window_geometry=None)
        return main_front(settings, session.profile_name, self._messages)

    def tell_of_last_time(self, run: WindowRun) -> None:
        """Say what has become of the run before this one, and note how this one goes."""
        from conductor_desktop.ui.shell.last_time import LastTimeTeller

        LastTimeTeller(run, self._messages, self._runner, self.show_support, self)

    def show_support(self) -> None:
        """Lead to the support bundle, whichever window is open."""
        self._support.show()

    def open_bundle(self, path: Path) -> None:
        """Show a support bundle that somebody sent, whichever window is open."""
        self._support.open_bundle(path)

    def shut_down(self) -> None:
        """Close the window and stop all work; nothing may be used after this."""
        if self._engine is not None:
            self._engine.stop()
        if self._window is not None:
            self._let_go_of_background()
            self._window.close()
            self._window = None
        self._runner.shutdown()

    # ---- guided setup

    def _open_setup(self, window: SetupWindow, setup_file: Path | None = None) -> None:
        controller = self._bring_to_life(window)
        self._put_in_front(window)
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
        controller = SetupController(
            self._sessions, self._providers.setup, self._providers.checks, self._runner, window
        )
        bring_to_life(
            window,
            controller,
            self._providers.create_view,
            self._messages,
            self._providers.policies,
        )
        controller.step_changed.connect(self._on_setup_step)
        controller.finished.connect(self._on_set_up)
        controller.left.connect(self._leave_setup)
        window.leave_sandbox.connect(self._leave_sandbox)
        return controller

    def _on_setup_step(self, step: SetupStep) -> None:
        if self._providers.policies().only_in_browser:
            return  # maybe because the engine is what does not run on this PC
        if step is SetupStep.CHECKS and self._engine is None:
            # Two pages on it is needed at once. Its large files are read away from the window,
            # which would stand still for the disk.
            handle = self._runner.submit(lambda task: self._providers.warm_up(task.token))
            handle.succeeded.connect(self._load_engine)
        elif step is SetupStep.CONNECT:
            self._load_engine()  # while the link is on its way

    def _load_engine(self) -> None:
        if self._engine is None:
            self._engine = Gradually(self._providers.engine_pieces(), self)
            self._engine.start()

    def _set_up_again(self, purpose: str = "") -> None:
        window = setup_front(sandbox=self._session.is_sandbox).window
        if purpose:
            window.set_purpose(purpose)
        self._bring_to_life(window)
        self._put_in_front(window)

    def _offer_setup_file(self, path: Path) -> None:
        def show() -> None:
            self._open_setup(setup_front(sandbox=self._session.is_sandbox).window, path)

        self._moving.start(self._begin_another, show)

    # ---- from one connection to another

    def _leave_sandbox(self) -> None:
        self._moving.start(self._sessions.leave_sandbox, self.open)

    def _leave_setup(self, for_later: bool) -> None:
        self._moving.start(lambda: self._providers.setup().leave(for_later=for_later), self.open)

    def _reconnect(self) -> None:
        def show() -> None:
            window = setup_front(sandbox=self._session.is_sandbox).window
            window.set_purpose(f"reconnect {name_of(self._session.profile)}")
            self._open_setup(window)

        self._moving.start(lambda: self._providers.setup().reconnect(), show)

    def _remove(self) -> None:
        from conductor_desktop.ui.removal.controller import RemovalController
        from conductor_desktop.ui.removal.window import RemovalWindow

        session = self._session
        name = names_of(session.settings).get(session.profile_name) or name_of(session.profile)
        controller = RemovalController(lambda: self._providers.removal(session), self._runner)
        window = RemovalWindow(controller, name, sandbox=session.is_sandbox)
        window.closed_by_choice.connect(self._after_removal)
        self._put_in_front(window)
        controller.look()

    def _after_removal(self) -> None:
        def stop_what_was_left() -> None:
            if not self._session.is_sandbox:
                self._providers.stop_sandbox()

        self._moving.start(stop_what_was_left, self.open)

    def _add_company(self) -> None:
        self._moving.start(self._begin_another, lambda: self._set_up_again("add a company file"))

    def _begin_another(self) -> None:
        self._sessions.refresh()
        self._sessions.begin_another()

    def _switch(self, name: str) -> None:
        wanted = ProfileName(name)
        if wanted != self._session.profile_name:
            self._moving.start(lambda: self._sessions.switch(wanted), self.open)

    def _on_not_moved(self, error: AppError) -> None:
        self.open()
        self._messages.error(error)

    # ---- main window

    def _on_set_up(self) -> None:
        self._check_at_once = True  # what has just been proven is shown as proven
        self.open()

    def _open_main(self, front: MainFront) -> None:
        window = front.window
        window.setup_requested.connect(self._set_up_again)
        window.reconnect_requested.connect(self._reconnect)
        window.remove_requested.connect(self._remove)
        window.profile_chosen.connect(self._switch)
        window.another_company_requested.connect(self._add_company)
        window.offer_connections(lambda: self._listed(window))
        window.leave_sandbox_requested.connect(self._leave_sandbox)
        # After the drop itself: what follows closes the window that it was made on.
        Drops(window, SETUP_SUFFIX).dropped.connect(
            self._offer_setup_file, Qt.ConnectionType.QueuedConnection
        )
        name = self._session.profile_name
        window.closing.connect(lambda: self._remember_geometry(window))
        window.closing.connect(lambda: self._remember_mark(window, name))
        self._put_in_front(window)
        handle = self._runner.submit(load_screens)
        handle.succeeded.connect(lambda _: self._fill(front))
        handle.failed.connect(self._messages.error)

    def _fill(self, front: MainFront) -> None:
        if front.window is not self._window:
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
        self._support.hand_over(front.window)
        if self._care:
            # Without an icon beside the clock, closing the window ends the app.
            end = QShortcut(QKeySequence("Ctrl+Q"), front.window)
            end.activated.connect(QCoreApplication.quit)
        else:
            self.background.watch(front.window, filled, self._session)

    def _remember_geometry(self, window: MainWindow) -> None:
        geometry = window.geometry_to_save()

        def work(_task: Task) -> object:
            self._sessions.update_settings(lambda now: replace(now, window_geometry=geometry))
            return None

        self._runner.submit(work, Pool.FILES)

    def _listed(self, window: MainWindow) -> Sequence[Connection]:
        from conductor_desktop.ui.connections import listed

        mark = window.nav_button("connection").mark
        settings, name = self._sessions.settings, self._session.profile_name
        return listed(settings, name, mark, self._seen, datetime.now(UTC))

    def _remember_mark(self, window: MainWindow, name: ProfileName) -> None:
        from conductor_desktop.ui.connections import Seen

        mark = window.nav_button("connection").mark
        if mark is not None:
            self._seen[name] = Seen(mark, datetime.now(UTC))

    @property
    def _session(self) -> Session:
        return self._sessions.current

    # ---- one window at a time

    def _put_in_front(self, window: QMainWindow) -> None:
        before, self._window = self._window, window
        self._support.lead_from(window)
        if self._care:
            self._say_safe_mode(window)
        self._let_go_of_background()
        out_of_sight, self._comes_out_of_sight = self._comes_out_of_sight, False
        if out_of_sight:
            self.background.keep_out_of_sight(window)
        else:
            window.show()
        if before is not None and before is not window:
            # Nobody is left to hear the answers, and QuickBooks is asked for no longer than needed.
            self._runner.cancel_all(Pool.REQUESTS)
            # The new one is up first, or Qt would end the app with its last window.
            before.close()
            before.deleteLater()
        if self._brought is not None:
            QTimer.singleShot(0, self, self._take_brought)  # once whoever opened it is through

    def _say_safe_mode(self, window: QMainWindow) -> None:
        from conductor_desktop.ui.shell.safe_banner import SafeBanner, put_on_top

        if window.findChild(SafeBanner) is not None:
            return
        banner = SafeBanner(self._care, window)
        banner.normal_start_wanted.connect(self.normal_start_wanted)
        banner.support_wanted.connect(self.show_support)
        put_on_top(banner, window)

    def _let_go_of_background(self) -> None:
        if "background" in self.__dict__:  # or there was nothing to be watched
            self.background.let_go()

    def _take_brought(self) -> None:
        brought, self._brought = self._brought, None
        self.come_to_front(brought)


def tell_of_settings(messages: Messages, notice: str | None) -> None:
    """Say what the settings store had to say at start."""
    if notice:
        messages.show(Message(Kind.LOOK, "About your settings", notice))
