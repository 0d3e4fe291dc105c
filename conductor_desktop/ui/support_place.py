"""The place of the Support page: the bundle and, a click away, the log and other PCs' bundles."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from conductor_desktop.services.app_log.reader import LogReader
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen

if TYPE_CHECKING:
    from conductor_desktop.ui.log.screen import LogScreen
    from conductor_desktop.ui.opened_bundle.desk import OpenedBundles
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.tasks import TaskRunner


class SupportPlace(QStackedWidget):
    """What is a click away is made when it is first asked for."""

    def __init__(
        self, window: QWidget, providers: Providers, runner: TaskRunner, vendor: Vendor | None
    ) -> None:
        super().__init__(window)
        self.setObjectName("supportPlace")
        self._runner = runner
        self._home = providers.home
        controller = SupportController(providers.diagnostics, runner, self)
        self._support = SupportScreen(
            controller, providers.home, vendor, policies=providers.policies
        )
        self.addWidget(self._support)
        self.setFocusProxy(self._support)
        self._support.log_wanted.connect(lambda: self.setCurrentWidget(self._log))
        self._support.bundle_wanted.connect(lambda: self._bundles.choose())

    def lead_from_an_error(self) -> None:
        """Show this PC's own bundle, with what has gone wrong just now in it."""
        self._go_back()
        self._support.come_from_an_error()

    def open_bundle(self, path: Path) -> None:
        """Show a bundle that somebody sent, once it has been read."""
        self._bundles.open(path)

    def _go_back(self) -> None:
        self.setCurrentWidget(self._support)

    @cached_property
    def _log(self) -> LogScreen:
        from conductor_desktop.ui.log.controller import LogController
        from conductor_desktop.ui.log.screen import LogScreen

        folder = AppHome(self._home).logs
        screen = LogScreen(LogController(LogReader(folder), self._runner, self), folder)
        screen.back_wanted.connect(self._go_back)
        self.addWidget(screen)
        return screen

    @cached_property
    def _bundles(self) -> OpenedBundles:
        from conductor_desktop.ui.opened_bundle.desk import OpenedBundles

        opened = OpenedBundles(self._runner, self)
        opened.screen.back_wanted.connect(self._go_back)
        opened.chosen.connect(lambda: self.setCurrentWidget(opened.widget))
        self.addWidget(opened.widget)
        return opened
