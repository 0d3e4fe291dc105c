"""What the auth view's tests do over and over: open a page, run a script, look at the screen."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
from conductor_desktop.ui.web.origin_bar import OriginBar
from conductor_desktop.ui.web.page import AuthPage
from conductor_desktop.ui.web.view import AuthView
from conductor_desktop.ui.web.web_widget import AuthWebWidget
from tests.helpers.hands import click
from tests.helpers.web_site import WebSite

_T = TypeVar("_T", bound=QObject)

WAIT_MS = 20_000


class Stage:
    """A view, its site and the decoy."""

    def __init__(self, qtbot: QtBot, view: AuthView, site: WebSite, decoy: WebSite) -> None:
        self.qtbot = qtbot
        self.view = view
        self.site = site
        self.decoy = decoy
        self.states: list[LoadState] = []
        view.load_state_changed.connect(self.states.append)

    @property
    def page(self) -> AuthPage:
        return self.part(AuthPage)

    @property
    def bar(self) -> OriginBar:
        return self.part(OriginBar)

    @property
    def web(self) -> AuthWebWidget:
        return self.part(AuthWebWidget)

    @property
    def input(self) -> QWidget:
        """What takes the mouse and the keys for the page."""
        target = self.web.focusProxy()
        assert target is not None
        return target

    @property
    def notice(self) -> str:
        return self.part(MessagePanel).text.strip()

    def part(self, kind: type[_T], name: str = "") -> _T:
        found = self.view.findChild(kind, name) if name else self.view.findChild(kind)
        assert found is not None
        return found

    def button(self, name: str) -> QPushButton:
        return self.part(QPushButton, name)

    def open(self, url: str) -> LoadState:
        """Open ``url`` as the flow's link; the state it ends in."""
        self.states.clear()
        self.view.open(Secret(url))
        return self.settled()

    def show(self, body: str) -> LoadState:
        """Serve ``body`` as a page of the site and open it."""
        return self.open(self.site.html("/page", body))

    def settled(self) -> LoadState:
        """The state once loading has ended."""
        self.qtbot.waitUntil(self._is_settled, timeout=WAIT_MS)
        state = self.view.state
        assert state is not None
        return state

    def run(self, script: str) -> object:
        """The value of ``script``: a number, a text or a bool."""
        with self.qtbot.waitCallback(timeout=WAIT_MS) as result:
            self.page.runJavaScript(script, 0, result)
        assert result.args is not None
        return result.args[0]

    def run_and_wait_for(self, path: str, script: str) -> None:
        """Run ``script``, then wait until the site was asked for ``path``."""
        self.page.runJavaScript(script)
        self.wait_for_hit(path)

    def wait_for_hit(self, path: str) -> None:
        self.qtbot.waitUntil(lambda: path in self.site.paths(), timeout=WAIT_MS)

    def click_until(self, path: str) -> None:
        """Click the middle of the page until the site is asked for ``path``.

        A click before the page has been painted is lost.
        """

        def is_asked() -> bool:
            if path not in self.site.paths():
                click(self.input)
            return path in self.site.paths()

        self.qtbot.waitUntil(is_asked, timeout=WAIT_MS)

    def wait_for_colour(self, colour: str) -> None:
        """Wait until the middle of the view is painted in ``colour``."""
        self.qtbot.waitUntil(lambda: self._middle() == QColor(colour), timeout=WAIT_MS)

    def _middle(self) -> QColor:
        image = self.view.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2)

    def _is_settled(self) -> bool:
        state = self.view.state
        return state is not None and state.phase is not LoadPhase.LOADING
