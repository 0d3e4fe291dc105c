"""The way to the Support page in whichever window is open, and there to a bundle that was sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from conductor_desktop.ui.instance.front import bring_to_front
from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.parts.support_way import BUNDLE_SUFFIX, lead_to_support, support_way
from conductor_desktop.ui.setup.drops import Drops

if TYPE_CHECKING:
    from conductor_desktop.storage.profiles import Vendor
    from conductor_desktop.ui.providers import Providers
    from conductor_desktop.ui.support_place import SupportPlace
    from conductor_desktop.ui.tasks import Task, TaskRunner


class SupportDoor(QObject):
    """The main window has a place for it; beside any other one a window is opened.

    ``window`` is the one in front and ``vendor`` who set up the connection, each time.
    """

    def __init__(
        self,
        window: Callable[[], QMainWindow],
        vendor: Callable[[], Vendor | None],
        providers: Providers,
        runner: TaskRunner,
        messages: Messages,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._vendor = vendor
        self._providers = providers
        self._runner = runner
        self._messages = messages
        self._wanted: Callable[[SupportPlace], None] | None = None

    def lead_from(self, window: QMainWindow) -> None:
        """From now on everything in ``window`` leads here, and so does a bundle dropped on it."""
        if support_way(window) is None:
            lead_to_support(window, self.show)
            self._take_drops(window)

    def show(self) -> None:
        """Bring the Support page to the front, with what has gone wrong just now in its bundle."""
        self._show(_lead)

    def open_bundle(self, path: Path) -> None:
        """Show a bundle that somebody sent."""
        self._show(lambda place: place.open_bundle(path))

    def hand_over(self, window: QWidget) -> None:
        """A place may have come into ``window``: what was asked for before is shown there."""
        place = window.findChild(QWidget, "supportPlace")
        if self._wanted is None or place is None:
            return
        from conductor_desktop.ui.support_place import SupportPlace

        if isinstance(place, SupportPlace):
            wanted, self._wanted = self._wanted, None
            wanted(place)

    def _show(self, wanted: Callable[[SupportPlace], None]) -> None:
        from conductor_desktop.ui.shell.window import MainWindow

        self._wanted = wanted
        window = self._window()
        if isinstance(window, MainWindow):
            self.hand_over(window)  # before: what this PC looks like is not always wanted
            window.show_screen("support")
            bring_to_front(window)
        else:
            handle = self._runner.submit(load_screens)
            handle.succeeded.connect(lambda _: self._show_beside(window))
            handle.failed.connect(self._messages.error)

    def _show_beside(self, window: QMainWindow) -> None:
        if window is not self._window():
            return
        from conductor_desktop.ui.shell.side_window import SideWindow, come_up_again
        from conductor_desktop.ui.support_place import SupportPlace

        if not come_up_again("supportWindow", window):
            place = SupportPlace(window, self._providers, self._runner, self._vendor())
            beside = SideWindow("supportWindow", "Support", place, window)
            self._take_drops(beside)
            self.hand_over(window)
            beside.show()
        self.hand_over(window)

    def _take_drops(self, window: QWidget) -> None:
        # After the drop itself, of which the other program is told when it is over.
        Drops(window, BUNDLE_SUFFIX).dropped.connect(
            self.open_bundle, Qt.ConnectionType.QueuedConnection
        )


def _lead(place: SupportPlace) -> None:
    place.lead_from_an_error()


def load_screens(_task: Task) -> object:
    """Import what the screens need, away from the UI thread."""
    import conductor_desktop.ui.screens
    import conductor_desktop.ui.tray.background  # noqa: F401

    return None
