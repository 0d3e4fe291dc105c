"""What an IT admin has switched off cannot be done in the windows, and they say why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.secret import Secret
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.policies import SWITCHED_OFF, Policies, read_policies
from conductor_desktop.services.policies.auth_view import OnlyInBrowser
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.welcome import WelcomePage
from conductor_desktop.ui.support.about import about_facts
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.tour.hands import can_click, click, find, reads
from conductor_desktop.ui.web.engine import EngineMissing
from conductor_desktop.ui.web.view import AuthView
from tests.helpers import hands
from tests.helpers.accessibility import nameless
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.ui.invoices.books import TODAY, PlayedSource, an_invoice, preview, us_formats
from tests.ui.invoices.stage import button, next_call
from tests.ui.setup.pages import show_page
from tests.ui.setup.stage import PretendedView
from tests.ui.tray.conftest import DONE
from tests.unit.services.test_policies import pc

URL = "https://connect.conductor.is/qbd/secret?key=pk"
NO_SANDBOX = {"AllowSandbox": 0}


class Admin:
    """Sets policies, for parts that ask for them again and again."""

    def __init__(self, **values: object) -> None:
        self.set(**values)

    def set(self, **values: object) -> None:
        self.policies = read_policies(pc(values))

    def __call__(self) -> Policies:
        return self.policies


# ---- the sandbox


def test_the_door_to_the_sample_data_is_closed_and_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    parts = {"this_pc": lambda: pc(NO_SANDBOX)}
    with RunningApp(qtbot, tmp_path, MemoryKeyring(), parts=parts) as running:
        running.open()
        running.wait(reads("doorSampleSentence", f"{SWITCHED_OFF}."))
        door = find("doorSample")
        assert door is not None
        assert door.accessibleDescription() == f"{SWITCHED_OFF}."
        assert not can_click("doorSample")()
        card = door.parentWidget()
        assert card is not None
        hands.click(card)  # which is otherwise as good as its button
        page = find("welcomePage")
        assert isinstance(page, WelcomePage)
        assert page.next_text == "Next"
        assert not page.can_go_next
        running.press("doorKeys")  # the others are as ever
        running.wait_for("secretKey")
        running.settle()


def test_a_door_that_was_chosen_is_left_when_it_is_closed(qtbot: QtBot) -> None:
    page = WelcomePage()
    show_page(qtbot, page)
    click("doorSample")
    assert page.next_text == "Start the sample"
    page.offer_sample(False)
    assert page.next_text == "Next"
    page.offer_sample(True)
    click("doorSample")
    assert page.next_text == "Start the sample"
    assert SWITCHED_OFF not in page.findChild(QLabel, "doorSampleSentence").text()  # type: ignore[union-attr]


def app_on(home: Path, **values: object) -> App:
    return App(
        CommonOptions(home=str(home)),
        secrets=lambda: KeyringStore(MemoryKeyring()),
        this_pc=lambda: pc(values),
    )


def test_a_connection_comes_in_place_of_a_sandbox_that_was_in_use(tmp_path: Path) -> None:
    profiles = {ProfileName.LIVE: DONE, ProfileName.SANDBOX: DONE}
    settings = Settings(active_profile=ProfileName.SANDBOX, profiles=profiles)
    SettingsStore(tmp_path / "settings.json").save(settings)
    for values, name in (({}, ProfileName.SANDBOX), (NO_SANDBOX, ProfileName.LIVE)):
        app = app_on(tmp_path, **values)
        app.run.have_window()
        assert app.run.session().profile_name == name
        app.close()


# ---- exporting


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


class Invoices:
    """The Invoices screen of a PC with policies, with one invoice on it."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, admin: Admin) -> None:
        source = PlayedSource()
        controller = InvoicesController(lambda: source, runner, InvoicesModel(us_formats))
        self.screen = InvoicesScreen(controller, today=lambda: TODAY, policies=admin)
        show_page(qtbot, self.screen)  # type: ignore[arg-type]
        self.screen.load()
        next_call(qtbot, source).end(preview((an_invoice("1"),)))
        qtbot.waitUntil(lambda: self.screen.table.isVisible())
        self.button = button(self.screen, "invoicesExport")

    def said(self) -> str:
        panel = self.screen.findChild(MessagePanel, "invoicesExported")
        assert panel is not None
        return panel.text

    def dialog(self) -> QFileDialog | None:
        return cast(
            "QFileDialog | None", self.screen.findChild(QFileDialog, "invoicesExportDialog")
        )


def test_invoices_cannot_be_exported_and_the_button_says_why(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    admin = Admin(AllowExport=0)
    invoices = Invoices(qtbot, runner, admin)
    assert not invoices.button.isEnabled()
    assert invoices.button.toolTip() == SWITCHED_OFF
    admin.set(AllowExport=1)
    invoices.screen.hide()
    invoices.screen.show()  # as when another screen was looked at
    assert invoices.button.isEnabled()
    assert SWITCHED_OFF not in invoices.button.toolTip()


def test_exporting_that_is_switched_off_meanwhile_is_refused(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    admin = Admin()
    invoices = Invoices(qtbot, runner, admin)
    hands.click(invoices.button)
    dialog = invoices.dialog()
    assert dialog is not None
    admin.set(AllowExport=0)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.fileSelected.emit(str(tmp_path / "a.csv"))
        dialog.reject()
    assert SWITCHED_OFF in invoices.said()
    assert not invoices.button.isEnabled()
    assert runner.is_idle
    assert list(tmp_path.iterdir()) == []


# ---- the sign-in page


class _Browser(QObject):
    """Stands in for the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qapp: object) -> Iterator[_Browser]:
    browser = _Browser()
    # The stub asks for bytes, PySide6 itself for a str.
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("https")


def connect_page(qtbot: QtBot, admin: Admin, views: list[PretendedView]) -> ConnectPage:
    """It takes its views from ``views``, and there is no engine once there is none left."""

    def create(_link: AuthLink) -> AuthView:
        if not views:
            raise EngineMissing("not there")
        return cast(AuthView, views[0])

    page = ConnectPage(create, policies=admin)
    show_page(qtbot, page)
    page.show_link(AuthLink(Secret(URL), None))
    return page


def test_a_page_for_the_app_alone_is_not_taken_to_the_browser(
    qtbot: QtBot, browser: _Browser
) -> None:
    view = PretendedView()
    page = connect_page(qtbot, Admin(AuthViewMode="embedded"), [view])
    for name in ("openInBrowser", "copyLink"):
        assert not can_click(name)()
        shown = find(name)
        assert shown is not None
        assert shown.accessibleDescription() == SWITCHED_OFF
    assert can_click("newLink")()
    view.browser_requested.emit(Secret(URL))  # a page that did not load offers it as well
    assert browser.opened == []
    assert reads("connectPageProblem", SWITCHED_OFF)()
    assert nameless(page) == []


def test_the_browser_is_there_where_the_app_cannot_show_the_page(
    qtbot: QtBot, browser: _Browser
) -> None:
    page = connect_page(qtbot, Admin(AuthViewMode="embedded"), [])
    assert page.can_go_next
    click("openInBrowser")
    assert browser.opened == [URL]


@pytest.mark.parametrize("values", [{}, {"AuthViewMode": "browser"}, {"AuthViewMode": 1}])
def test_elsewhere_the_browser_is_as_good_as_the_app(
    qtbot: QtBot, browser: _Browser, values: dict[str, object]
) -> None:
    page = connect_page(qtbot, Admin(**values), [PretendedView()])
    assert page.can_go_next
    click("openInBrowser")
    assert browser.opened == [URL]


def test_a_page_for_the_browser_alone_gets_no_view(tmp_path: Path) -> None:
    link = AuthLink(Secret(URL), None, from_file=True)
    app = app_on(tmp_path, AuthViewMode="browser")
    with pytest.raises(OnlyInBrowser):
        app.windows().create_view(link)
    app.close()


def test_where_every_page_is_for_the_browser_no_engine_is_loaded(
    qtbot: QtBot, tmp_path: Path
) -> None:
    parts = {"this_pc": lambda: pc({"AuthViewMode": "browser"})}
    with RunningApp(qtbot, tmp_path, MemoryKeyring(), sandbox=True, parts=parts) as running:
        running.open()
        for page in ("endUserPage", "connectPage"):
            running.press("setupNext")
            running.wait_for(page)
        running.wait(can_click("openInBrowser"))
        assert not running.desk._engine.is_wanted
        running.settle()


# ---- how often


def test_the_window_keeps_the_limits(qtbot: QtBot, tmp_path: Path) -> None:
    done = replace(DONE, base_url="http://127.0.0.1:9/v1")  # where nobody listens
    settings = Settings(active_profile=ProfileName.LIVE, profiles={ProfileName.LIVE: done})
    SettingsStore(tmp_path / "settings.json").save(settings)
    parts = {"this_pc": lambda: pc({"CheckIntervalMinSeconds": 1200})}
    with RunningApp(qtbot, tmp_path, MemoryKeyring(), parts=parts) as running:
        running.open()
        running.wait_for("connectionScreen")
        connection = running.desk.life.background()._connection
        assert connection is not None
        watch = connection.watch
        assert watch.interval == 1200
        running.settle()


# ---- what is said of it


def test_about_says_what_is_set_and_who_brings_newer_versions() -> None:
    usual = dict(about_facts())
    assert "never updates itself" in usual["Updates"]
    assert "Set by your IT admin" not in usual
    facts = dict(about_facts(read_policies(pc({"UpdateMode": "managed", "AllowExport": "x"}))))
    assert facts["Updates"].startswith("Your IT admin brings newer versions")
    assert facts["Set by your IT admin"].splitlines() == [
        "UpdateMode: managed (HKLM)",
        "HKLM: AllowExport has to be a DWORD of 0 or 1, and is ignored.",
    ]


def test_a_page_for_the_browser_alone_is_no_trouble_and_is_not_promised_here(
    qtbot: QtBot, browser: _Browser
) -> None:
    def create(_link: AuthLink) -> AuthView:
        raise OnlyInBrowser

    page = ConnectPage(create)
    show_page(qtbot, page)
    page.show_link(AuthLink(Secret(URL), None))
    assert reads("connectPage", "Your IT admin has set that this page is opened in the browser")()
    assert reads("connectPage", "The page opens in your browser.")()
    assert not reads("connectPage", "Whose turn")()  # nothing is wrong
    click("openInBrowser")
    assert browser.opened == [URL]
