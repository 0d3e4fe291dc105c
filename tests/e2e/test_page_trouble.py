"""Whatever becomes of the page, the journey through the real window goes on to a connection."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from conductor_desktop.app import App
from conductor_desktop.assets import asset
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.secret import Secret
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.checks import PcChecks, Purpose
from conductor_desktop.services.web_engine import (
    ENGINES,
    PREFER_BROWSER_DAYS,
    EngineOutdated,
)
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.ui.setup import connecting
from conductor_desktop.ui.tour.hands import Finder, WebHands, click, find, reads, sees
from conductor_desktop.ui.web import engine
from conductor_desktop.ui.web.page import AuthPage, encoded
from conductor_desktop.ui.web.pulse import KILL
from conductor_desktop.ui.web.view import AuthView
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers import hands
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.journey import give_keys, go_to_connect
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import running_sandbox

pytestmark = pytest.mark.slow

STEPS = ("begin", "download-file", "authorise", "choice-always", "certificate-continue")


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def running(
    qtbot: QtBot, sandbox: SandboxAccess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RunningApp]:
    """The app with its keys, which is about to show the page."""
    monkeypatch.setattr(connecting, "_ASK_EVERY_MS", 50)
    described = DescribedPc.load(asset("pcs/sandbox.json"))
    with RunningApp(qtbot, tmp_path, MemoryKeyring(), base_url=sandbox.base_url) as running:
        checks = PcChecks(described, Purpose(sandbox.base_url))
        monkeypatch.setattr(running.app, "checks", lambda: checks)
        running.open()
        give_keys(running, sandbox.secret_key.reveal(), sandbox.publishable_key)
        yield running


class Asked:
    """The page's last answer to ``script``; each call asks anew."""

    def __init__(self, script: str) -> None:
        self._script = script
        self._answer = False

    def __call__(self) -> bool:
        page().runJavaScript(self._script, 0, self._on_answer)
        return self._answer

    def _on_answer(self, answer: object) -> None:
        self._answer = answer is True


class Walker:
    """Clicks what the page asks for next, wherever it is."""

    def __init__(self, running: RunningApp) -> None:
        self._running = running
        self._hands = WebHands()

    def click(self, element: str) -> None:
        self._running.wait(self._hands.can_click(element))
        self._hands.click(element)

    def insist(self, element: str) -> None:
        """Click it until it is chosen or has led on, as anybody would who sees that it has not.

        A click that meets a page on its way back is lost at times.
        """
        can_click = self._hands.can_click(element)
        looked_up = f"document.getElementById({element!r})"
        is_done = Asked(f"!{looked_up} || {looked_up}.checked === true")

        def has_worked() -> bool:
            if find("connectPage") is None or is_done():
                return True
            if can_click():
                self._hands.click(element)
            return False

        self._running.wait(has_worked)

    def walk_on(self) -> None:
        """To the end, from whichever page there is."""
        firsts = ("begin", "authorise", "choice-always")
        looks = {element: self._hands.can_click(element) for element in firsts}
        there: list[str] = []

        def is_somewhere() -> bool:
            there[:] = [element for element, can_click in looks.items() if can_click()]
            return bool(there)

        self._running.wait(is_somewhere)
        for element in STEPS[STEPS.index(there[-1]) :]:
            if element == "download-file":
                continue  # it is here, and its link leads nowhere
            self._running.wait(self._hands.can_click(element))
            self.insist(element)
        self._running.wait_for("verifyPage")


def page() -> AuthPage:
    view = find("connectPage")
    assert view is not None
    found = view.findChild(AuthPage)
    assert found is not None
    return found


def is_loaded() -> bool:
    place = find("connectPage")
    view = place.findChild(AuthView) if place is not None else None
    return view is not None and view.state is not None and view.state.phase == "loaded"


def marked_as_old() -> Finder:
    """Whether another document has taken the place of the one there is now."""
    page().runJavaScript("window.isOld = true")
    is_fresh = Asked("window.isOld !== true")
    return lambda: is_fresh() and is_loaded()


def the_page_dies(running: RunningApp) -> None:
    os.kill(page().renderProcessPid(), KILL)
    running.press("retryButton")


def the_page_is_reloaded(running: RunningApp) -> None:
    view = find("connectPage")
    assert view is not None
    web = view.findChild(AuthView)
    assert web is not None
    target = web._web.focusProxy()
    assert target is not None
    is_fresh = marked_as_old()
    hands.press(target, Qt.Key.Key_F5)
    running.wait(is_fresh)


def the_page_goes_back(running: RunningApp) -> None:
    is_fresh = marked_as_old()
    page().runJavaScript("history.back()")
    running.wait(is_fresh)


def the_page_closes_itself(running: RunningApp) -> None:
    page().runJavaScript("window.close()")
    running.wait(reads("connectPageProblem", "Not connected yet"))


def the_page_says_that_it_is_done(running: RunningApp) -> None:
    """All that the app listens to; only the API knows better."""
    page().runJavaScript(
        "history.pushState(null, '', location.search + '&status=connected');"
        "document.body.innerHTML = '<h1>QuickBooks is connected</h1>';"
        "console.error('Scripts may close only the windows that were opened by them.')"
    )
    running.wait(reads("connectPageProblem", "Not connected yet"))
    the_page_is_reloaded(running)


def the_page_is_given_another_end(running: RunningApp) -> None:
    """Somebody has changed the address that the flow leads to."""
    is_fresh = marked_as_old()
    page().runJavaScript(
        "location.search += '&redirect_url=https%3A%2F%2Fevil.example%2Fdone%3Fconnected%3D1'"
    )
    running.wait(is_fresh)


def the_page_leaves(running: RunningApp) -> None:
    page().runJavaScript("location = 'https://evil.example/'")
    running.wait(reads("webNotice", "evil.example"))


@pytest.mark.parametrize(
    "trouble",
    [
        the_page_dies,
        the_page_is_reloaded,
        the_page_goes_back,
        the_page_closes_itself,
        the_page_says_that_it_is_done,
        the_page_is_given_another_end,
        the_page_leaves,
    ],
)
def test_the_journey_goes_on(running: RunningApp, trouble: Callable[[RunningApp], None]) -> None:
    go_to_connect(running)
    walker = Walker(running)
    walker.click("begin")
    walker.click("download-file")
    running.wait(reads("connectionFilePanel", "Connection file received"))
    running.wait(is_loaded)
    trouble(running)
    profile = running.app.run.session().profile
    assert profile.setup_step is SetupStep.CONNECT
    assert profile.last_proof_at is None
    walker.walk_on()
    running.wait_for("verifyDone")


def test_completed_twice_it_is_one_connection_still(
    running: RunningApp, sandbox: SandboxAccess
) -> None:
    go_to_connect(running)
    running.wait(is_loaded)
    with closing(ConductorClient(sandbox.base_url, sandbox.secret_key)) as client:
        finish_auth_flow(encoded(page().url()))  # in another browser, while the page is here
        finish_auth_flow(another_link(client, sandbox.publishable_key))
        running.wait_for("verifyDone")
        running.press("setupBack")  # the page before sees that nothing is left to do there
        running.wait(lambda: not sees("verifyDone")())
        running.wait_for("verifyDone")
        running.press("setupNext")
        running.wait_for("connectionScreen")
        assert len(the_end_user(client).integration_connections) == 1


def another_link(client: ConductorClient, publishable_key: str) -> str:
    session = client.create_auth_session(
        publishable_key=publishable_key, end_user_id=the_end_user(client).id, cancel=CancelToken()
    )
    return session.value.auth_flow_url.reveal()


def the_end_user(client: ConductorClient) -> EndUser:
    """The one that was made by this journey; fails if there is another one like it."""
    users = client.list_end_users(CancelToken()).value
    (ours,) = [user for user in users if user.email == "office@big.example"]
    return ours


class Browser(QObject):
    """Stands in for the person's browser, from C++ too."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    # The stub asks for bytes, PySide6 itself for a str.
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("http")


def its_modules_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "conductor_desktop.ui.web.view", None)


def a_file_of_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "missing_file", lambda: "QtWebEngineProcess.exe")


@pytest.mark.parametrize("trouble", [its_modules_are_gone, a_file_of_it_is_gone])
def test_without_an_engine_the_browser_does_as_well(
    running: RunningApp,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[pytest.MonkeyPatch], None],
) -> None:
    trouble(monkeypatch)
    go_to_connect(running)
    running.wait(reads("connectPageProblem", "The built-in page is not available"))
    assert not sees("retryButton")()
    running.press("openInBrowser")
    (link,) = browser.opened
    finish_auth_flow(link)
    running.wait_for("verifyDone")
    click("setupNext")
    running.wait_for("connectionScreen")


def test_an_engine_that_is_too_old_shows_no_page_of_the_internet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    known = ENGINES[PySide6.__version__]
    link = AuthLink(Secret("https://connect.conductor.is/qbd/x"), None, from_file=True)
    app = App(CommonOptions(home=str(tmp_path)), secrets=lambda: KeyringStore(MemoryKeyring()))
    monkeypatch.setitem(ENGINES, PySide6.__version__, replace(known, fixes_of=date(2020, 1, 1)))
    with pytest.raises(EngineOutdated):
        app.windows().create_view(link)
    fresh = replace(known, fixes_of=date.today())  # noqa: DTZ011  # give or take a day
    monkeypatch.setitem(ENGINES, PySide6.__version__, fresh)
    view = app.windows().create_view(link)
    assert view.state is None
    view.close_view()
    view.deleteLater()
    app.close()


def test_on_the_181st_day_an_installed_app_prefers_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    days = timedelta(days=PREFER_BROWSER_DAYS + 1)

    class Later(datetime):
        """The clock of a PC on which the app has not been replaced for long."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            day = ENGINES[PySide6.__version__].fixes_of + days
            return cls(day.year, day.month, day.day, tzinfo=tz)

    monkeypatch.setattr("conductor_desktop.ui.web.admission.datetime", Later)
    link = AuthLink(Secret("https://connect.conductor.is/qbd/x"), None, from_file=True)
    app = App(CommonOptions(home=str(tmp_path)), secrets=lambda: KeyringStore(MemoryKeyring()))
    with pytest.raises(EngineOutdated):
        app.windows().create_view(link)
    app.close()
