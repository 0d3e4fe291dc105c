"""The tour's hands on a page: they click what has come to rest, and again if nothing came of it."""

from __future__ import annotations

import pytest

from conductor_desktop.ui.tour import hands
from conductor_desktop.ui.tour.hands import NotOnScreen, WebHands
from tests.ui.web.stage import WAIT_MS, Stage

PAGE = """<body><div style='height: 3000px'></div>
<input type=radio id=one><input type=radio id=other disabled>
<button id=twice onclick="document.title += '!'">Twice</button>"""


def title(stage: Stage) -> str:
    return str(stage.run("document.title"))


def test_what_is_far_down_is_scrolled_to_and_chosen(stage: Stage) -> None:
    stage.show(PAGE)
    page = WebHands()
    is_chosen = page.is_chosen("one")
    assert not is_chosen()
    stage.qtbot.waitUntil(page.click_until("one", is_chosen), timeout=WAIT_MS)
    assert stage.run("document.getElementById('one').checked") is True


def test_it_is_clicked_again_where_nothing_came_of_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "_PATIENCE_SECONDS", 0.0)
    stage.show(PAGE)
    done = WebHands().click_until("twice", lambda: len(title(stage)) > 1)
    stage.qtbot.waitUntil(done, timeout=WAIT_MS)
    assert title(stage).startswith("!!")


def test_what_was_seen_before_the_window_changed_is_looked_for_anew(stage: Stage) -> None:
    stage.show(PAGE)
    page = WebHands()
    stage.qtbot.waitUntil(page.can_click("twice"), timeout=WAIT_MS)
    assert not page.can_click("twice")()  # known only once the page has answered again
    with pytest.raises(NotOnScreen):
        page.click("twice")


@pytest.mark.parametrize("element", ["other", "nowhere"])
def test_what_cannot_be_clicked_is_not(stage: Stage, element: str) -> None:
    stage.show(PAGE)
    page = WebHands()
    others = page.can_click("twice")
    stage.qtbot.waitUntil(others, timeout=WAIT_MS)
    can_click = page.can_click(element)
    for _ in range(10):
        assert not can_click()
        title(stage)  # by then the page has answered
    with pytest.raises(NotOnScreen):
        page.click(element)
