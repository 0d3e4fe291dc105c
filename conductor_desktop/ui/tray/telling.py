"""Says what a person has to hear of the connection: beside the clock, or in the window in use."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from conductor_desktop.services.connection.rest import Resting
from conductor_desktop.services.notices.machine import Notices, step
from conductor_desktop.services.notices.notice import Notice, Show
from conductor_desktop.storage.profiles import Told
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import Pool
from conductor_desktop.ui.tray.icons import tray_icon
from conductor_desktop.ui.tray.words import in_tray, in_window

if TYPE_CHECKING:
    from conductor_desktop.services.session import Session
    from conductor_desktop.ui.connection.controller import ConnectionController
    from conductor_desktop.ui.messages import Message, Messages
    from conductor_desktop.ui.shell.window import MainWindow
    from conductor_desktop.ui.tasks import TaskRunner
    from conductor_desktop.ui.tray.system_tray import SystemTray

log = logging.getLogger(__name__)


class Telling(QObject):
    """Listens to one connection for as long as it is watched."""

    def __init__(
        self,
        connection: ConnectionController,
        session: Session,
        tray: SystemTray,
        messages: Messages,
        runner: TaskRunner,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._connection = connection
        self._session = session
        self._tray = tray
        self._messages = messages
        self._runner = runner
        self._notices = Notices(told=session.profile.told)
        self._said: Message | None = None
        connection.changed.connect(self._look)

    def _look(self) -> None:
        watch = self._connection.watch
        before = self._notices.told
        self._notices, effects = step(
            self._notices,
            watch,
            watch.seen,
            is_quiet=watch.resting is Resting.QUIET,
            is_paused=watch.resting is Resting.PAUSED,
        )
        for effect in effects:
            if isinstance(effect, Show):
                self._say(effect.notice)
            else:
                self.take_back()
        if self._notices.told is not before:
            self._keep(self._notices.told)

    def _say(self, notice: Notice) -> None:
        self._take_back_from_window()
        vendor = self._session.profile.vendor
        name = vendor.name if vendor else ""
        log.info("notice: %s", notice.title if not notice.is_good_news else "it works again")
        is_looked_at = self._window.isActiveWindow()
        if is_looked_at and self._window.current_screen == "connection":
            return  # it says all that itself
        if self._tray.is_there and not is_looked_at:
            mark = Mark.OK if notice.is_good_news else Mark.STOP
            self._tray.say(*in_tray(notice, name), tray_icon(mark))
        else:
            self._said = in_window(notice, name)
            self._messages.show(self._said)

    def stop(self) -> None:
        """Nobody watches any more."""
        self._connection.changed.disconnect(self._look)
        self.take_back()

    def take_back(self) -> None:
        """What was said says nothing of now any more."""
        self._take_back_from_window()
        if self._tray.is_there:
            self._tray.say_nothing()

    def _take_back_from_window(self) -> None:
        said, self._said = self._said, None
        if said is not None:
            self._messages.take_back(said)

    def _keep(self, told: Mapping[str, Told]) -> None:
        session = self._session
        handle = self._runner.submit(lambda _task: session.update(told=dict(told)), Pool.FILES)
        handle.failed.connect(self._on_not_kept)

    def _on_not_kept(self) -> None:
        """At worst something is told once more after a restart."""
        log.warning("what was told could not be kept")
