"""Where the chapters of the tour play: the app that is open, the page in it, and the world."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.ui.tour.guide import Walk
from conductor_desktop.ui.tour.hands import (
    WebHands,
    can_click,
    can_pick,
    click,
    is_in_front,
    pick,
    reads,
    sees,
)
from conductor_desktop.ui.tour.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.ui.desk import Desk


class Stage:
    """The app is opened and closed through it; walks that several chapters take are here."""

    def __init__(self, make_desk: Callable[[], Desk], world: World) -> None:
        self._make_desk = make_desk
        self._desk: Desk | None = None
        self.world = world
        self.page = WebHands()

    def open_app(self, care: Care = Care.NONE, run: WindowRun | None = None) -> None:
        """Close what is open, and open it anew; in safe mode, or with a ``run`` that knows of
        what went wrong before."""
        self.close_app()
        self.world.take_care(care)
        self._desk = self._make_desk()
        if run is not None:
            self._desk.life.tell_of_last_time(run)
        self._desk.open()

    def close_app(self) -> None:
        """Nothing is open afterwards."""
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.shut_down()

    def save_setup_file(self, name: str, content: dict[str, object]) -> Path:
        """As a browser does that downloads it."""
        self.world.downloads.mkdir(exist_ok=True)
        path = self.world.downloads / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def look_elsewhere(self) -> Walk:
        """From the guided setup to another program and back."""
        yield is_in_front("setupWindow")
        window = QApplication.activeWindow()
        other = QWidget()
        other.show()
        other.activateWindow()
        yield other.isActiveWindow
        other.close()
        if window is not None:
            window.activateWindow()
            yield window.isActiveWindow

    def next_to(self, page: str) -> Walk:
        """Next, as soon as that can be clicked."""
        yield can_click("setupNext")
        click("setupNext")
        yield sees(page)

    def begin_flow(self) -> Walk:
        """From the first page of the auth flow to the one with the connection file."""
        yield self.page.click_until("begin", self.page.can_click("download-file"))

    def add_connection(self, application: str) -> Walk:
        """Download the file, open it in the Web Connector, and give the password there."""
        yield self.page.click_until("download-file", can_click("connectionFileOpen"))
        click("connectionFileOpen")
        yield reads("connectionFilePanel", "Go on in the Web Connector")
        self.world.pc.add_to_web_connector(application)
        yield reads("connectionFilePanel", "Now the password")
        self.world.pc.give_password(application)
        yield reads("connectionFilePanel", "has the password")

    def be_asked_by_quickbooks(self) -> Walk:
        """Up to the page that plays its question."""
        yield self.page.click_until("authorise", self.page.can_click("choice-always"))

    def choose(self, answer: str) -> Walk:
        """One of its four answers."""
        yield self.page.click_until(answer, self.page.is_chosen(answer))

    def allow_in_quickbooks(self) -> Walk:
        """The last of them; then it is proven."""
        yield from self.choose("choice-always")
        yield from self.confirm()

    def confirm(self) -> Walk:
        """The answer that was chosen, which is the one that connects."""
        yield self.page.click_until("certificate-continue", sees("verifyPage"))

    def choose_connection(self, entry: str) -> Walk:
        """Open the list of connections and click an entry."""
        yield can_click("switcher")
        click("switcher")
        yield can_pick(entry)
        pick(entry)

    def see_connection(self) -> Walk:
        """The main window, with an answer of QuickBooks and of this PC."""
        yield sees("mainWindow")
        yield reads("connectionScreen", "answered through Conductor")
        yield can_click("pcRecheck")
