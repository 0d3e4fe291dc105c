"""A page that hangs or hoards memory freezes nothing, is said, and can be loaded again."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.load_state import LoadPhase
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.pulse import MOST_MISSED, Pulse
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.hands import click
from tests.helpers.stalls import longest_stall
from tests.helpers.web_site import WebSite
from tests.ui.web.stage import WAIT_MS, Stage
from tests.ui.web.visit import Job, run_visit

GREEN = "<body style='background: #00aa00'>"
NOT_FELT = 0.25
FOR_EVER = "for (;;);"
# Says on its way into the loop that it is there: of all requests only this kind does not wait.
HANGS = f"""<script>const ask = new XMLHttpRequest(); ask.open('GET', '/in', false); ask.send();
{FOR_EVER}</script>"""


def lose_patience(stage: Stage) -> None:
    """What happens when a page has not answered for long, at once."""
    pulse = stage.part(Pulse)
    with stage.qtbot.waitSignal(stage.view.page_crashed, timeout=WAIT_MS):
        for _ in range(MOST_MISSED + 1):
            pulse.beat()


def test_a_page_that_hangs_is_said_and_loads_again(stage: Stage) -> None:
    stage.show(GREEN)
    stage.page.runJavaScript(FOR_EVER)
    lose_patience(stage)
    state = stage.settled()
    assert state.title == "The page stopped working"
    assert "did not answer" in state.reason
    click(stage.button("retryButton"))
    assert stage.settled().phase is LoadPhase.LOADED
    stage.wait_for_colour("#00aa00")


def test_one_that_hangs_while_it_loads_is_no_endless_wait(stage: Stage) -> None:
    stage.view.open(Secret(stage.site.html("/page", HANGS)))
    stage.wait_for_hit("/in")
    lose_patience(stage)
    assert stage.settled().phase is LoadPhase.FAILED


def test_one_that_hangs_when_it_is_reloaded_is_ended_too(stage: Stage) -> None:
    stage.show(GREEN)
    stage.page.runJavaScript(FOR_EVER)
    stage.view.reload()
    lose_patience(stage)
    stage.view.reload()
    assert stage.settled().phase is LoadPhase.LOADED


def test_one_that_hangs_again_and_again_is_for_the_browser(stage: Stage) -> None:
    url = stage.site.html("/page", HANGS)
    stage.view.open(Secret(url))
    stage.wait_for_hit("/in")
    lose_patience(stage)
    stage.site.hits.clear()
    stage.view.reload()
    stage.wait_for_hit("/in")
    lose_patience(stage)
    assert stage.settled().title == "The page keeps stopping"
    with stage.qtbot.waitSignal(stage.view.browser_requested) as asked:
        click(stage.button("browserButton"))
    assert asked.args == [Secret(url)]


def test_a_page_that_is_only_busy_is_let_be(stage: Stage) -> None:
    stage.show(GREEN)
    pulse = stage.part(Pulse)
    for _ in range(3 * MOST_MISSED):
        stage.page.runJavaScript(
            "const end = performance.now() + 50; while (performance.now() < end);"
        )
        pulse.beat()
        stage.run("1")  # answers come in the order in which was asked
    assert stage.view.state is not None
    assert stage.view.state.phase is LoadPhase.LOADED


def test_nobody_waits_for_a_page_that_has_ended(stage: Stage) -> None:
    stage.show(GREEN)
    pulse = stage.part(Pulse)
    stage.page.runJavaScript(FOR_EVER)
    lose_patience(stage)
    for _ in range(3 * MOST_MISSED):
        pulse.beat()
    stage.view.reload()
    assert stage.settled().phase is LoadPhase.LOADED


def test_closing_a_page_that_hangs_takes_no_time(stage: Stage) -> None:
    stage.show(GREEN)
    stage.page.runJavaScript(f"fetch('/hangs').then(() => {{ {FOR_EVER} }})")
    stage.wait_for_hit("/hangs")
    assert longest_stall(stage.view.close_view, below=NOT_FELT) < NOT_FELT


def test_a_page_that_hoards_memory_ends_before_the_pc_suffers(stage: Stage) -> None:
    """Half a gigabyte, where the engine alone would let it have four."""
    stage.show(GREEN)
    with stage.qtbot.waitSignal(stage.view.page_crashed, timeout=WAIT_MS):
        stage.page.runJavaScript("const all = []; for (;;) all.push(new Array(1e6).fill(1.5))")
    assert stage.settled().title == "The page stopped working"


def test_the_view_can_go_while_an_answer_is_awaited(stage: Stage) -> None:
    stage.show(GREEN)
    pulse = stage.part(Pulse)
    stage.page.runJavaScript(FOR_EVER)
    pulse.beat()
    stage.view.close_view()
    assert not shiboken6.isValid(pulse)


def test_it_is_asked_again_and_again_by_itself(qtbot: QtBot, site: WebSite, folder: Path) -> None:
    view = AuthView(AuthPolicy(frozenset(), site.port), folder, beat_seconds=0.01)
    ends: list[bool] = []
    view.page_crashed.connect(lambda: ends.append(True))
    view.open(Secret(site.html("/page", HANGS)))
    qtbot.waitUntil(lambda: bool(ends), timeout=WAIT_MS)
    view.close_view()
    shiboken6.delete(view)


@pytest.mark.slow
def test_without_a_graphics_card_the_page_is_painted_all_the_same(
    site: WebSite, tmp_path: Path
) -> None:
    """As in a remote session: no flag of ours spares the engine the search for one."""
    job = Job(
        urls=[site.html("/page", GREEN)],
        port=site.port,
        folder=str(tmp_path),
        until="true",
        colour="#00aa00",
    )
    seen, _ = run_visit(job, {})
    assert seen["pages"][0]["phase"] == "loaded"


@pytest.mark.slow
def test_an_engine_that_may_not_be_started_is_said(site: WebSite, tmp_path: Path) -> None:
    """As when a virus scanner lets it lie there but not run."""
    job = Job(
        urls=[site.html("/page", GREEN)] * 2,
        port=site.port,
        folder=str(tmp_path),
        until="true",
        flags="--renderer-cmd-prefix=/bin/false",
    )
    seen, _ = run_visit(job, {})
    assert [page["title"] for page in seen["pages"]] == ["The page stopped working"] * 2
