"""A page that dies does not take the app with it, and a view can be ended at any moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.engine import create_auth_view
from conductor_desktop.ui.web.load_state import LoadPhase
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.pulse import KILL
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.hands import click
from tests.helpers.web_site import Answer, WebSite
from tests.ui.web.conftest import DONE_URL
from tests.ui.web.stage import WAIT_MS, Stage

GREEN = "<body style='background: #00aa00'>"


def kill_page(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.view.page_crashed, timeout=WAIT_MS):
        os.kill(stage.page.renderProcessPid(), KILL)


def test_a_killed_page_is_said_and_loads_again(stage: Stage) -> None:
    stage.show(GREEN)
    kill_page(stage)
    assert stage.settled().title == "The page stopped working"
    assert stage.bar.text == ""
    assert stage.button("retryButton").isVisible()
    assert not stage.button("browserButton").isVisible()
    click(stage.button("retryButton"))
    assert stage.settled().phase is LoadPhase.LOADED
    stage.wait_for_colour("#00aa00")


def test_the_second_time_the_browser_is_offered(stage: Stage) -> None:
    stage.show(GREEN)
    kill_page(stage)
    stage.view.reload()
    stage.settled()
    kill_page(stage)
    assert stage.settled().title == "The page keeps stopping"
    assert stage.button("browserButton").isVisible()


def test_a_page_killed_while_loading_is_no_endless_wait(stage: Stage) -> None:
    stage.show(GREEN)
    stage.site.answers["/held"] = Answer(held=True)
    stage.view.open(Secret(stage.site.url("/held")))
    stage.wait_for_hit("/held")
    kill_page(stage)
    assert stage.settled().phase is LoadPhase.FAILED


def end_view(view: AuthView) -> Callable[[], None]:
    def end(*_: object) -> None:
        view.close_view()

    return end


@pytest.mark.parametrize(
    "moment", ["load_state_changed", "finished", "connection_file_received", "page_crashed"]
)
def test_a_listener_may_end_the_view_on_the_spot(stage: Stage, moment: str) -> None:
    stage.site.download("/file", b"<QBWCXML/>")
    signal_of = getattr(stage.view, moment)
    signal_of.connect(end_view(stage.view))
    with stage.qtbot.waitSignal(signal_of, timeout=WAIT_MS):
        if moment == "load_state_changed":
            stage.view.open(Secret(stage.site.html("/page", GREEN)))
        else:
            stage.show(GREEN)
            if moment == "page_crashed":
                os.kill(stage.page.renderProcessPid(), KILL)
            else:
                target = DONE_URL if moment == "finished" else "/file"
                stage.page.runJavaScript(f"location = '{target}'")
    assert stage.view.findChildren(QWidget, "retryButton")  # our own widgets are still there


def test_an_ended_view_does_nothing_more(stage: Stage) -> None:
    stage.show(GREEN)
    stage.view.close_view()
    stage.states.clear()
    stage.view.close_view()
    stage.view.open(Secret(stage.site.url("/again")))
    stage.view.reload()
    assert stage.states == []
    assert stage.site.paths() == ["/page"]


def test_a_view_ended_while_loading_says_nothing_more(stage: Stage) -> None:
    stage.site.answers["/held"] = Answer(held=True)
    stage.view.open(Secret(stage.site.url("/held")))
    stage.wait_for_hit("/held")
    stage.states.clear()
    stage.view.close_view()
    stage.site.close()
    assert stage.states == []


def test_a_view_that_goes_with_its_window_goes_in_order(
    qtbot: QtBot, site: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    """The engine warns when a profile goes before its page; a warning of Qt fails the test."""
    window = QWidget()
    column = QVBoxLayout(window)
    view = create_auth_view(AuthPolicy(frozenset(), site.port), tmp_path, parent=window)
    column.addWidget(view)
    with qtbot.waitSignals([view.load_state_changed] * 2):
        view.open(Secret(site.html("/page", GREEN)))
    shiboken6.delete(window)
    assert not shiboken6.isValid(view)


def test_a_view_deleted_later_goes_in_order(
    qtbot: QtBot, site: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    view = create_auth_view(AuthPolicy(frozenset(), site.port), tmp_path)
    with qtbot.waitSignals([view.load_state_changed] * 2):
        view.open(Secret(site.html("/page", GREEN)))
    gone: list[bool] = []
    view.destroyed.connect(lambda: gone.append(True))  # waitSignal cannot let go of a dead sender
    view.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])


def test_the_menu_copies_pastes_and_reloads(stage: Stage) -> None:
    stage.show(GREEN)
    menu = stage.web.build_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Copy", "Paste", "Reload"]
    assert not actions["Copy"].isEnabled()
    assert not actions["Paste"].isEnabled()
    with stage.qtbot.waitSignal(stage.page.load_succeeded, timeout=WAIT_MS):
        actions["Reload"].trigger()
    assert stage.site.paths() == ["/page", "/page"]
    menu.close()


def test_the_menu_copies_what_is_selected(stage: Stage) -> None:
    stage.show("<p id=p>some words")
    stage.run("getSelection().selectAllChildren(p); 1")
    stage.qtbot.waitUntil(stage.page.hasSelection, timeout=WAIT_MS)
    menu = stage.web.build_menu()
    assert menu.actions()[0].isEnabled()
    menu.close()
