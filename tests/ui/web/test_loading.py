"""A page loads and is painted; one that does not is replaced by a page of ours, in plain words."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.load_state import (
    LoadPhase,
    LoadState,
    certificate_failure,
    led_elsewhere,
    network_failure,
    refused_link,
    status_failure,
)
from conductor_desktop.ui.web.origin_bar import OriginBar
from conductor_desktop.ui.web.policy import AuthPolicy, Origin
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.hands import click
from tests.helpers.web_site import Answer, WebSite, closed_port
from tests.ui.web.stage import Stage

GREEN = "<body style='background: #00aa00'><title>Connect</title>"
SECRET = "auth_sess_client_secret_0123456789"
KEY = "pk_conductor_abcdef"


def test_an_allowed_page_loads_and_is_painted(stage: Stage) -> None:
    stage.site.html("/qbd", GREEN)
    assert stage.open(stage.site.url("/qbd")).phase is LoadPhase.LOADED
    stage.wait_for_colour("#00aa00")
    assert [state.phase for state in stage.states] == [LoadPhase.LOADING, LoadPhase.LOADED]
    assert stage.bar.text == "http://127.0.0.1"
    assert not stage.bar.is_locked


def test_the_bar_has_a_closed_lock_for_a_secure_page(qtbot: QtBot) -> None:
    bar = OriginBar()
    qtbot.addWidget(bar)
    bar.show_origin(Origin("https", "connect.conductor.is", 443))
    assert bar.text == "https://connect.conductor.is"
    assert bar.is_locked
    bar.show_origin(Origin("http", "127.0.0.1", 80))
    assert not bar.is_locked
    bar.show_origin(None)
    assert bar.text == ""


def test_progress_is_shown_while_loading_only(stage: Stage) -> None:
    stage.site.answers["/held"] = Answer(held=True)
    assert stage.bar.progress is None
    stage.view.open(Secret(stage.site.url("/held")))
    stage.wait_for_hit("/held")
    assert stage.bar.progress is not None
    stage.show(GREEN)
    assert stage.bar.progress is None


def test_a_link_that_is_not_conductors_is_not_opened(stage: Stage) -> None:
    state = stage.open(stage.decoy.url("/"))
    assert state.phase is LoadPhase.FAILED
    assert "not opened" in state.reason
    assert stage.part(QLabel, "problemTitle").text() == state.title
    assert stage.button("retryButton").isHidden()
    assert stage.button("browserButton").isHidden()
    assert stage.decoy.connections == 0


@pytest.mark.parametrize(("status", "word"), [(404, "expired"), (410, "expired"), (503, "minutes")])
def test_an_error_answer_is_shown_in_our_words(stage: Stage, status: int, word: str) -> None:
    stage.site.html("/bad", GREEN, status)
    state = stage.open(stage.site.url("/bad"))
    assert state.phase is LoadPhase.FAILED
    assert word in state.reason
    assert str(status) in state.reason
    assert stage.part(QLabel, "problemReason").isVisible()
    assert stage.part(QLabel, "problemReason").text() == state.reason
    assert stage.bar.text == ""


def test_a_link_that_has_expired_is_not_tried_again_but_replaced(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.site.html("/qbd", "gone", 410)
    stage.open(stage.site.url("/qbd"))
    assert stage.button("retryButton").isHidden()
    assert stage.button("browserButton").isHidden()
    with qtbot.waitSignal(stage.view.link_requested):
        click(stage.button("problemNewLink"))


def test_try_again_loads_the_link_again(stage: Stage) -> None:
    stage.site.html("/qbd", "no", 503)
    stage.open(stage.site.url("/qbd"))
    assert stage.button("problemNewLink").isHidden()
    stage.site.html("/qbd", GREEN)
    click(stage.button("retryButton"))
    assert stage.view.state == LoadState(LoadPhase.LOADING)
    assert stage.settled().phase is LoadPhase.LOADED
    stage.wait_for_colour("#00aa00")
    assert stage.site.paths() == ["/qbd", "/qbd"]


def test_reload_keeps_to_the_page_one_is_on(stage: Stage) -> None:
    stage.site.html("/second", GREEN)
    stage.show("<script>location = '/second'</script>")
    stage.wait_for_hit("/second")
    stage.settled()
    with stage.qtbot.waitSignal(stage.page.load_succeeded):
        stage.view.reload()
    assert stage.site.paths() == ["/page", "/second", "/second"]


def test_the_browser_is_offered_with_the_link(stage: Stage) -> None:
    stage.site.html("/qbd", "no", 500)
    stage.open(stage.site.url("/qbd"))
    with stage.qtbot.waitSignal(stage.view.browser_requested) as asked:
        click(stage.button("browserButton"))
    assert asked.args == [Secret(stage.site.url("/qbd"))]


def test_a_dead_server_is_told_from_a_bad_link(
    qtbot: QtBot, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    with closed_port() as port:
        view = AuthView(AuthPolicy(frozenset(), port), tmp_path)
        with qtbot.waitSignal(
            view.load_state_changed, check_params_cb=lambda s: s.phase is LoadPhase.FAILED
        ):
            view.open(Secret(f"http://127.0.0.1:{port}/qbd"))
    assert view.state is not None
    assert view.state.title == "The page did not load"
    view.close_view()
    shiboken6.delete(view)


def test_a_page_that_never_answers_is_given_up(
    qtbot: QtBot, site: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    site.answers["/held"] = Answer(held=True)
    view = AuthView(AuthPolicy(frozenset(), site.port), tmp_path, load_seconds=0.2)
    with qtbot.waitSignals([view.load_state_changed] * 2):
        view.open(Secret(site.url("/held")))
    assert view.state is not None
    assert view.state.title == "The page takes too long"
    site.html("/held", GREEN)
    with qtbot.waitSignal(
        view.load_state_changed, check_params_cb=lambda s: s.phase is LoadPhase.LOADED
    ):
        view.reload()
    view.close_view()
    shiboken6.delete(view)


def test_the_link_is_nowhere_but_in_the_request(
    stage: Stage, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    path = f"/qbd/{SECRET}"
    # No title: the engine then makes one of the address.
    stage.site.html(
        path, "<h1>Hi</h1><script>console.log(location.href, 'x/' + location.pathname)</script>"
    )
    stage.open(stage.site.url(f"{path}?key={KEY}"))
    stage.qtbot.waitUntil(lambda: "Page console" in caplog.text)
    stage.site.html("/window", "no", 404)
    stage.open(stage.site.url(f"/missing/{SECRET}?key={KEY}"))
    seen = [*_texts(stage.view), caplog.text, repr(stage.states), *capfd.readouterr()]
    for text in seen:
        assert SECRET not in text
        assert KEY not in text
    assert stage.site.hits[0].path == f"{path}?key={KEY}"


def _texts(view: QWidget) -> list[str]:
    widgets = [view, *view.findChildren(QWidget)]
    texts = [w.text() for w in widgets if isinstance(w, QLabel)]
    for widget in widgets:
        texts += [widget.windowTitle(), widget.toolTip(), widget.accessibleName()]
        texts += [widget.accessibleDescription(), widget.statusTip(), widget.objectName()]
    return texts


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (-105, "The page cannot be found"),
        (-106, "No internet connection"),
        (-118, "The page takes too long"),
        (-130, "The proxy did not let us through"),
        (-202, "The page could not be trusted"),
        (-311, "The page led somewhere else"),
        (-375, "A name and a password are wanted"),
        (-107, "The page could not be trusted"),
        (-102, "The page did not load"),
    ],
)
def test_each_kind_of_failure_has_its_own_words(code: int, title: str) -> None:
    state = network_failure(code, "connect.conductor.is")
    assert state.title == title
    assert state.phase is LoadPhase.FAILED
    assert state.reason.endswith(".")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (-200, "for another name"),
        (-201, "not valid today. Check the date and the time of this PC"),
        (-202, "somebody this PC does not know. If your company checks"),
        (-206, "withdrawn"),
        (-208, "could be forged"),
        (-211, "could be forged"),
        (-107, "no secure connection"),
        (-299, "no secure connection"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said(code: int, reason: str) -> None:
    state = network_failure(code, "connect.conductor.is")
    assert "nothing was sent: " in state.reason
    assert reason in state.reason
    assert state.reason.endswith(".")


@pytest.mark.parametrize(
    "state",
    [status_failure(410, "connect.conductor.is"), refused_link(), led_elsewhere("other.example")],
)
def test_a_link_that_never_opens_asks_for_a_new_one(state: LoadState) -> None:
    assert state.needs_link
    assert "“New link”" in state.reason
    assert not status_failure(500, "connect.conductor.is").needs_link


def test_the_words_name_the_host() -> None:
    assert "conductor.is" in certificate_failure("conductor.is", -202).reason
    assert "conductor.is" in status_failure(500, "conductor.is").reason
