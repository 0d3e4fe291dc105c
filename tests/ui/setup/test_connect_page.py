"""The fourth page around its web view: the link, the file, and who is asked what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.connect_watch import Answer, Sight
from conductor_desktop.services.hand_over import HandOverProblem
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.file_panel import FilePanel
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.link_expiry import LinkExpiry
from conductor_desktop.ui.tour.hands import click, find
from conductor_desktop.ui.web.engine import EngineMissing
from conductor_desktop.ui.web.load_state import LOADING
from conductor_desktop.ui.web.view import AuthView
from tests.helpers import hands
from tests.helpers.accessibility import nameless
from tests.ui.setup.connection_files import checked_file
from tests.ui.setup.pages import TROUBLE, show_page, text
from tests.ui.setup.stage import PretendedView

URL = "https://connect.conductor.is/qbd/secret?key=pk"


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


class Shown:
    """The page and the views it has made."""

    def __init__(self, qtbot: QtBot) -> None:
        self.views: list[PretendedView] = []
        self.engine_is_missing = False
        self.page = ConnectPage(self._create)
        show_page(qtbot, self.page)

    def _create(self, _link: AuthLink) -> AuthView:
        if self.engine_is_missing:
            raise EngineMissing("not there")
        view = PretendedView()
        self.views.append(view)
        return cast(AuthView, view)

    def show_link(self, minutes: float | None = 30, url: str = URL) -> None:
        expiry = None if minutes is None else datetime.now(UTC) + timedelta(minutes=minutes)
        self.page.show_link(AuthLink(Secret(url), expiry))

    @property
    def file_panel(self) -> str:
        panel = self.page.findChild(FilePanel)
        assert panel is not None
        return panel.text

    @property
    def guide(self) -> Guide:
        guide = self.page.findChild(Guide)
        assert guide is not None
        return guide

    def mark(self, step: GuideStep) -> Mark:
        return self.guide.mark_of(step)

    def ticked(self) -> list[GuideStep]:
        return [step for step in GuideStep if self.mark(step) is Mark.OK]


@pytest.fixture
def connect(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_entering_asks_for_the_link_there_is(qtbot: QtBot, connect: Shown) -> None:
    with qtbot.waitSignal(connect.page.link_wanted) as wanted:
        connect.page.on_enter()
    assert wanted.args == [False]


def test_next_needs_a_link_and_only_asks(qtbot: QtBot, connect: Shown) -> None:
    assert not connect.page.can_go_next
    with qtbot.waitSignal(connect.page.next_changed):
        connect.show_link()
    assert connect.page.can_go_next
    with qtbot.waitSignal(connect.page.check_wanted):
        connect.page.on_next()


def test_the_view_gets_the_link_and_the_page_shows_nothing_of_it(
    qtbot: QtBot, connect: Shown
) -> None:
    connect.show_link()
    (view,) = connect.views
    assert view.opened == [Secret(URL)]
    qtbot.waitUntil(view.isVisible)
    secret = "qbd/secret"
    assert secret not in text("linkExpiry") + connect.page.problem.text + connect.file_panel


def test_a_new_link_takes_the_place_of_the_old_one(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    with qtbot.waitSignal(connect.page.link_wanted) as wanted:
        click("newLink")
    assert wanted.args == [True]
    with qtbot.waitSignal(connect.page.link_wanted) as wanted:
        connect.views[0].link_requested.emit()  # from the page that would not open
    assert wanted.args == [True]
    connect.show_link(url="https://connect.conductor.is/qbd/other")
    first, second = connect.views
    assert first.is_closed
    qtbot.waitUntil(second.isVisible)
    assert connect.ticked() == []
    assert connect.file_panel == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "The link works for 30 more minutes."),
        (1.5, "The link works for 2 more minutes."),
        (0.5, "The link works for less than a minute."),
        (-1, "The link has expired."),
        (None, ""),
    ],
)
def test_the_page_says_how_long_the_link_works(
    connect: Shown, minutes: float | None, words: str
) -> None:
    connect.show_link(minutes)
    assert text("linkExpiry") == words


def test_an_expired_link_is_one_click_from_a_new_one(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link(-1)
    assert connect.page.problem.text.startswith("The link has expired")
    with qtbot.waitSignal(connect.page.link_wanted):
        click("connectPageProblemAction")
    connect.show_link()
    assert connect.page.problem.text == ""


def test_once_the_file_is_here_it_does_not_matter_that_the_link_expires(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    expiry = connect.page.findChild(LinkExpiry)
    assert expiry is not None
    expiry.count_down_to(datetime.now(UTC) - timedelta(seconds=1))
    assert connect.page.problem.text == ""
    assert text("linkExpiry") == "The link has expired."


def test_leaving_closes_the_view_and_forgets_the_link(connect: Shown) -> None:
    connect.show_link()
    connect.page.on_leave()
    assert connect.views[0].is_closed
    assert not connect.page.can_go_next
    assert text("linkExpiry") == ""
    browser = find("openInBrowser")
    assert browser is not None
    assert not browser.isEnabled()


def test_the_browser_is_an_equal_way(connect: Shown, browser: _Browser) -> None:
    connect.show_link()
    click("openInBrowser")
    assert browser.opened == [URL]


def test_the_view_may_ask_for_another_of_the_flows_pages(connect: Shown, browser: _Browser) -> None:
    connect.show_link()
    connect.views[0].browser_requested.emit(Secret("https://docs.conductor.is/help"))
    assert browser.opened == ["https://docs.conductor.is/help"]


def test_a_browser_that_does_not_open_is_said(
    monkeypatch: pytest.MonkeyPatch, connect: Shown
) -> None:
    connect.show_link()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    click("openInBrowser")
    assert connect.page.problem.text.startswith("Your browser did not open")
    assert "secret" not in connect.page.problem.text


def test_without_the_engine_the_browser_still_works(connect: Shown, browser: _Browser) -> None:
    connect.engine_is_missing = True
    connect.show_link()
    assert "Open in my browser" in connect.page.problem.text
    assert connect.page.can_go_next
    click("openInBrowser")
    assert browser.opened == [URL]


def test_a_downloaded_file_is_handed_on_to_be_checked(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    with qtbot.waitSignal(connect.page.file_given) as given:
        connect.views[0].connection_file_received.emit(Path("/x/a.qwc"))
    assert given.args == [Path("/x/a.qwc")]
    assert connect.ticked() == []  # only a checked file counts


def test_a_checked_file_says_who_gets_the_books_and_can_be_handed_over(
    qtbot: QtBot, connect: Shown
) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    assert connect.ticked() == [GuideStep.DOWNLOAD]
    assert "“Conductor” at qbwc.conductor.is" in connect.file_panel
    with qtbot.waitSignal(connect.page.hand_over_wanted):
        click("connectionFileOpen")


def test_a_checked_file_is_the_time_to_copy_the_password(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    assert "copy the password from the page: it is shown only once" in connect.file_panel


def test_a_click_is_no_evidence(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    click("connectionFileOpen")
    connect.page.show_handed_over(False)
    assert connect.ticked() == [GuideStep.DOWNLOAD]


def test_what_the_pc_shows_ticks_the_steps(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    connect.page.show_handed_over(False)
    connect.page.show_sight(Sight())
    assert connect.ticked() == [GuideStep.DOWNLOAD]
    connect.page.show_sight(Sight(is_open=True))
    assert connect.ticked() == [GuideStep.DOWNLOAD, GuideStep.OPEN]
    assert connect.file_panel.startswith("Go on in the Web Connector")
    connect.page.show_sight(Sight(is_open=True, is_added=True))
    assert connect.ticked() == [GuideStep.DOWNLOAD, GuideStep.OPEN, GuideStep.ADDED]
    assert connect.file_panel.startswith("Now the password")


def test_what_was_seen_once_stays_and_is_said_once(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    connect.page.show_sight(Sight(is_open=True, is_added=True))
    connect.page.show_file_refused(TROUBLE, False)
    connect.page.show_sight(Sight(is_open=True, is_added=True))
    assert connect.file_panel.startswith("Trouble")
    connect.page.show_sight(Sight())
    assert GuideStep.ADDED in connect.ticked()


def test_an_answer_from_quickbooks_is_the_last_step(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_connected()
    assert connect.ticked() == [GuideStep.CONNECTED]


def test_the_log_says_that_the_web_connector_has_the_password(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_sight(Sight(password=Answer.REFUSED))
    assert connect.mark(GuideStep.PASSWORD) is Mark.LOOK
    assert connect.file_panel.startswith("The password was refused")
    connect.page.show_sight(Sight(password=Answer.TAKEN))
    assert connect.mark(GuideStep.PASSWORD) is Mark.OK
    assert connect.file_panel.startswith("The Web Connector has the password")


def test_the_log_says_that_quickbooks_was_told_no(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_sight(Sight(permission=Answer.REFUSED))
    assert connect.mark(GuideStep.PERMISSION) is Mark.LOOK
    assert connect.file_panel.startswith("QuickBooks was told No")
    connect.page.show_sight(Sight(permission=Answer.TAKEN))
    assert connect.mark(GuideStep.PERMISSION) is Mark.OK


def test_of_two_news_in_one_look_the_later_is_said(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_sight(Sight(password=Answer.TAKEN, permission=Answer.REFUSED))
    assert connect.file_panel.startswith("QuickBooks was told No")
    assert connect.mark(GuideStep.PASSWORD) is Mark.OK


def test_a_password_that_was_refused_is_not_asked_for_as_if_it_were_the_first(
    connect: Shown,
) -> None:
    connect.show_link()
    connect.page.show_sight(Sight(password=Answer.REFUSED))
    connect.page.show_sight(Sight(is_open=True, is_added=True, password=Answer.REFUSED))
    assert connect.mark(GuideStep.ADDED) is Mark.OK
    assert connect.file_panel.startswith("The password was refused")


def test_what_the_log_said_is_not_said_again_and_again(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_sight(Sight(password=Answer.REFUSED))
    connect.page.show_file_refused(TROUBLE, False)
    connect.page.show_sight(Sight(password=Answer.REFUSED))
    assert connect.file_panel.startswith("Trouble")
    connect.show_link()
    connect.page.show_sight(Sight(password=Answer.REFUSED))
    assert connect.file_panel.startswith("The password was refused")


def test_in_the_sandbox_there_is_nothing_to_hand_it_to(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), False, False)
    assert find("connectionFileOpen") is None
    assert "In the sandbox the page plays the Web Connector" in connect.file_panel


def test_a_hand_over_that_failed_can_be_tried_again(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    problem = HandOverProblem("It did not open", "No.", "Install it.", by_hand=False)
    connect.page.show_not_handed_over(problem)
    assert connect.file_panel == "It did not open No. Install it. Whose turn: you"
    with qtbot.waitSignal(connect.page.hand_over_wanted):
        click("connectionFileAgain")


def test_a_file_that_is_refused_is_said_where_files_are_said(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_file_refused(TROUBLE, False)
    assert connect.file_panel.startswith("Trouble")
    assert connect.page.problem.text == ""
    assert connect.ticked() == []
    connect.views[0].download_refused.emit("It is larger than a connection file can be.")
    assert "larger than a connection file" in connect.file_panel


def test_gone_to_the_browser_the_file_is_waited_for(connect: Shown, browser: _Browser) -> None:
    connect.show_link()
    click("openInBrowser")
    assert "Downloads" in connect.file_panel
    assert "drop" in connect.file_panel


def test_only_the_flow_itself_in_the_browser_brings_a_file(
    qtbot: QtBot, connect: Shown, browser: _Browser
) -> None:
    connect.show_link()
    with qtbot.assertNotEmitted(connect.page.file_awaited):
        connect.views[0].browser_requested.emit(Secret("https://docs.conductor.is/help"))
    assert connect.file_panel == ""
    with qtbot.waitSignal(connect.page.file_awaited):
        connect.views[0].browser_requested.emit(Secret(URL))
    assert "Waiting for the file" in connect.file_panel


def test_no_file_is_waited_for_from_a_browser_that_did_not_open(
    monkeypatch: pytest.MonkeyPatch, connect: Shown
) -> None:
    connect.show_link()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    click("openInBrowser")
    assert connect.file_panel == ""


def test_a_file_that_is_dropped_is_handed_on_to_be_checked(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    assert connect.page.drop_suffix == ".qwc"
    with qtbot.waitSignal(connect.page.file_given) as given:
        connect.page.on_drop(Path("/x/a.qwc"))
    assert given.args == [Path("/x/a.qwc")]


def test_a_file_one_has_already_can_be_picked(qtbot: QtBot, connect: Shown, tmp_path: Path) -> None:
    path = tmp_path / "mine.qwc"
    path.write_text("<x/>", encoding="utf-8")
    click("haveFile")
    dialog = connect.page.findChild(QFileDialog, "connectionFileDialog")
    assert dialog is not None
    name, box = find("fileNameEdit"), find("buttonBox")
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(path))
    with qtbot.waitSignal(connect.page.file_given) as given:
        hands.click(box.button(QDialogButtonBox.StandardButton.Open))
    assert given.args == [path]
    qtbot.waitUntil(lambda: connect.page.findChild(QFileDialog) is None)


def test_another_page_of_the_flow_is_a_reason_to_look(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    with qtbot.assertNotEmitted(connect.page.page_moved):
        connect.views[0].load_state_changed.emit(LOADING)
    with qtbot.waitSignal(connect.page.page_moved):
        connect.views[0].show_a_page()


def test_the_end_of_the_flow_asks_as_if_next_were_clicked(qtbot: QtBot, connect: Shown) -> None:
    connect.show_link()
    with qtbot.waitSignal(connect.page.check_wanted):
        connect.views[0].finished.emit()


def test_not_connected_yet_is_no_failure_and_goes_with_the_next_try(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_not_yet()
    assert connect.page.problem.text.startswith("Not connected yet")
    connect.page.on_next()
    assert connect.page.problem.text == ""


def test_a_link_that_could_not_be_had_can_be_asked_for_again(qtbot: QtBot, connect: Shown) -> None:
    connect.page.show_error(TROUBLE)
    with qtbot.waitSignal(connect.page.link_wanted) as wanted:
        click("connectPageProblemAction")
    assert wanted.args == [False]
    assert connect.page.problem.text == ""


def test_with_a_link_an_error_needs_no_button_of_its_own(connect: Shown) -> None:
    connect.show_link()
    connect.page.show_error(TROUBLE)
    assert find("connectPageProblemAction") is None


def test_every_control_has_a_name(connect: Shown) -> None:
    assert nameless(connect.page) == []
    connect.show_link()
    connect.page.show_file_taken(checked_file(), True, False)
    connect.page.show_not_yet()
    assert nameless(connect.page) == []
