"""The first window, made of as little as possible, so that it is on the screen at once.

Everything imported here delays the first paint (``build/dev.py bench start`` measures it); what
brings the window to life is loaded by ``desk`` once it is painted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from conductor_desktop.storage.names import ProfileName

if TYPE_CHECKING:
    from conductor_desktop.services.last_time.judging import Care
    from conductor_desktop.services.session import Session
    from conductor_desktop.storage.profiles import Settings
    from conductor_desktop.ui.messages import Messages
    from conductor_desktop.ui.setup.window import SetupWindow
    from conductor_desktop.ui.shell.late_screen import LateScreen
    from conductor_desktop.ui.shell.window import MainWindow


class MainFront(NamedTuple):
    """The main window, and the places its screens will be put into."""

    window: MainWindow
    places: dict[str, LateScreen]


class SetupFront(NamedTuple):
    """The guided setup on its first page."""

    window: SetupWindow


Front = MainFront | SetupFront


def front_of(
    session: Session, messages: Callable[[], Messages], *, main: bool, care: Care
) -> Front:
    """One for the connection in use; with ``care`` not where the main window was before."""
    if not main:
        return setup_front(sandbox=session.is_sandbox)
    settings = replace(session.settings, window_geometry=None) if care else session.settings
    return main_front(settings, session.profile_name, messages())


def setup_front(*, sandbox: bool) -> SetupFront:
    """The guided setup; not yet shown, and without life until ``desk`` takes it."""
    from conductor_desktop.ui.setup.window import SetupWindow

    return SetupFront(SetupWindow(sandbox=sandbox))


def main_front(settings: Settings, name: ProfileName, messages: Messages) -> MainFront:
    """The main window of one connection with empty places; not yet shown."""
    from conductor_desktop.services.connection_names import company_of, names_of
    from conductor_desktop.ui.shell.late_screen import LateScreen
    from conductor_desktop.ui.shell.window import MainWindow, Screen

    places = {
        "connection": LateScreen("Connection"),
        "invoices": LateScreen("Invoices"),
        "timeline": LateScreen("Timeline"),
        "support": LateScreen("Support"),
    }
    screens = [Screen(name, place.title, place) for name, place in places.items()]
    window = MainWindow(screens, messages, sandbox=name == ProfileName.SANDBOX)
    if settings.window_geometry:
        window.restore_geometry(settings.window_geometry)
    window.set_company(names_of(settings).get(name) or company_of(settings.of(name)))
    return MainFront(window, places)
