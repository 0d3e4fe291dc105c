"""No page raises a window of this app, keeps the person, or makes it hard to go on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.web.load_state import LoadPhase
from tests.helpers.hands import click, press
from tests.helpers.stalls import longest_stall
from tests.ui.web.conftest import DONE_URL
from tests.ui.web.stage import WAIT_MS, Stage

GREEN = "<body style='background: #00aa00'>"
NOT_FELT = 0.25


def windows() -> int:
    return sum(window.isVisible() for window in QApplication.topLevelWidgets())


def test_questions_are_answered_with_no_and_by_nobody(stage: Stage) -> None:
    stage.show("hi")
    before = windows()
    script = "let n = 0; for (let i = 0; i < 50; i++) { alert(i); n += confirm(i) ? 1 : 0;"
    assert stage.run(f"{script} n += prompt(i) === null ? 0 : 1; print() }} n") == 0
    assert windows() == before


# Each a loop that a page can run for as long as it likes.
NAGGING = {
    "alert": "alert(i)",
    "print": "print()",
    "window": "window.open('/popup')",
    "link": "Object.assign(document.createElement('a'), {{href: '{decoy}'}}).click()",
    "navigation": "location = '{decoy}'",
    "done": "location = '{done}'",
    "close": "window.close()",
    "console": "console.log('x'.repeat(1000))",
    "title": "document.title = i, history.pushState(i, '', '/page?' + i)",
    "request": "new Image().src = '{decoy}' + i",
    "permission": "Notification.requestPermission()",
    "full screen": "document.body.requestFullscreen().catch(() => 0)",
}


@pytest.mark.parametrize("kind", NAGGING)
def test_nagging_is_not_felt(stage: Stage, kind: str) -> None:
    """A person clicking elsewhere meanwhile waits for less than a quarter of a second."""
    line = NAGGING[kind].format(decoy=stage.decoy.url("/"), done=DONE_URL)
    stage.show("hi")

    def nag() -> None:
        script = f"for (let i = 0; i < 1000; i++) {{ {line} }} fetch('/nagged')"
        stage.page.runJavaScript(script)
        stage.qtbot.waitUntil(lambda: "/nagged" in stage.site.paths(), timeout=WAIT_MS)
        stage.run("1")

    assert longest_stall(nag, below=NOT_FELT) < NOT_FELT
    assert stage.decoy.connections == 0
    assert stage.run("1 + 1") == 2


def test_hands_on_a_page_that_hangs_do_not_freeze_the_window(stage: Stage) -> None:
    """Clicks, keys and sizes go to a process that takes none of them."""
    stage.show(GREEN)
    stage.page.runJavaScript("for (;;);")

    def play() -> None:
        for turn in range(20):
            click(stage.input)
            press(stage.input, Qt.Key.Key_A)
            QTest.mouseMove(stage.input, QPoint(20 + turn, 20))
            stage.view.resize(640 + turn, 480)
            stage.qtbot.wait(1)  # a turn of the event loop

    assert longest_stall(play, below=NOT_FELT) < NOT_FELT


KEEPER = f"""{GREEN}<script>
addEventListener('beforeunload', event => {{ event.preventDefault(); fetch('/asked') }});
onclick = () => fetch('/clicked');
</script>"""


@pytest.mark.parametrize("way", ["reload", "new link", "its own link"])
def test_a_page_that_would_rather_be_kept_is_left(stage: Stage, way: str) -> None:
    stage.show(KEEPER)
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")  # only then may a page ask
    stage.site.html("/next", "next")
    if way == "reload":
        stage.view.reload()
    elif way == "new link":
        stage.open(stage.site.url("/next"))
    else:
        stage.page.runJavaScript("location = '/next'")
    stage.wait_for_hit("/asked")
    last = "/page" if way == "reload" else "/next"
    stage.qtbot.waitUntil(
        lambda: stage.site.paths().count(last) == (2 if way == "reload" else 1), timeout=WAIT_MS
    )
    assert stage.settled().phase is LoadPhase.LOADED


def test_a_page_that_would_rather_be_kept_is_closed(stage: Stage) -> None:
    stage.show(KEEPER)
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")
    before = windows()
    stage.view.close_view()
    assert windows() == before


def test_a_page_that_asks_in_qts_own_words_gains_nothing(stage: Stage) -> None:
    stage.show("hi")
    asked = "Are you sure you want to leave this page? Changes that you made may not be saved."
    assert stage.run(f"confirm('{asked}')") is True  # it could have asked itself
    assert stage.run("confirm('May I?')") is False
