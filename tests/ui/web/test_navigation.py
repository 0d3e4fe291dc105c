"""The main frame stays on the allow-list by every road a page knows; nothing else opens."""

from __future__ import annotations

import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.web.load_state import LoadPhase
from tests.helpers.hands import click
from tests.ui.web.conftest import DONE_URL
from tests.ui.web.stage import WAIT_MS, Stage


def link(address: str, target: str = "_blank") -> str:
    """A page that is one link and tells of each click."""
    style = "display:block;width:100vw;height:100vh"
    return (
        "<body style='margin:0; background: #00aa00' onclick=\"fetch('/clicked')\">"
        f'<a href="{address}" target={target} style="{style}">x</a>'
    )


ROADS = {
    "link": "<a id=a href='{decoy}'>x</a><script>onload = () => a.click()</script>",
    "script": "<script>onload = () => {{ location = '{decoy}' }}</script>",
    "replace": "<script>onload = () => location.replace('{decoy}')</script>",
    "meta": "<meta http-equiv=refresh content='0; url={decoy}'>",
    "get form": "<form id=f action='{decoy}'><input name=n value=v></form>"
    "<script>onload = () => f.submit()</script>",
    "post form": "<form id=f method=post action='{decoy}'><input name=n value=v></form>"
    "<script>onload = () => f.submit()</script>",
    "base": "<base href='{decoy}'><a id=a href='x'>x</a><script>onload = () => a.click()</script>",
    "frame to top": "<iframe srcdoc=\"<a id=a target=_top href='{decoy}'>x</a>"
    '<script>a.click()</script>"></iframe>',
    "user name": "<a id=a href='{tricky}'>x</a><script>onload = () => a.click()</script>",
    "to a redirect": "<script>onload = () => {{ location = '/away' }}</script>",
    "to two redirects": "<script>onload = () => {{ location = '/hop' }}</script>",
    "to a refresh": "<script>onload = () => {{ location = '/refresh' }}</script>",
    "redirected form": "<form id=f method=post action='/away?keep'><input name=n value=v></form>"
    "<script>onload = () => f.submit()</script>",
    "button of a form": "<form action='/'><button id=b formaction='{decoy}'></button></form>"
    "<script>onload = () => b.click()</script>",
    "same window": "<script>onload = () => window.open('{decoy}', '_self')</script>",
    "navigation": "<script>onload = () => {{ navigation.navigate('{decoy}') }}</script>",
    "area": "<map name=m><area id=a href='{decoy}'></map><img usemap=#m>"
    "<script>onload = () => a.click()</script>",
    "drawing": "<svg><a id=a href='{decoy}'><text>x</text></a></svg>"
    "<script>onload = () => a.dispatchEvent(new MouseEvent('click'))</script>",
    "frame of the site": "<iframe src='/frame'></iframe>",
    "after a history": "<script>onload = () => {{ history.pushState(0, '', '/page?1');"
    " history.back(); location.assign('{decoy}') }}</script>",
}


def test_no_road_leads_to_another_host(stage: Stage) -> None:
    tricky = stage.decoy.url("/").replace("127.0.0.1", f"127.0.0.1:{stage.site.port}@127.0.0.1")
    away = stage.decoy.url("/")
    stage.site.redirect("/away", away, 307)
    stage.site.redirect("/hop", "/away")
    stage.site.html("/refresh", "wait", Refresh=f"0; url={away}")
    stage.site.html("/frame", f"<script>parent.location = '{away}'</script>")
    for name, road in ROADS.items():
        with stage.qtbot.waitSignal(stage.page.left_for, timeout=WAIT_MS) as left:
            stage.show(road.format(decoy=stage.decoy.url("/"), tricky=tricky))
        assert left.args == ["127.0.0.1"] or (name == "user name" and left.args == [""]), name
        assert stage.settled().phase is LoadPhase.LOADED, name
        assert stage.run("1 + 1") == 2, name  # the page that tried is still on the screen
        assert stage.decoy.hits == [], name
        assert stage.decoy.connections == 0, name


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_the_link_itself_is_not_followed(stage: Stage, status: int) -> None:
    state = stage.open(stage.site.redirect("/qbd", stage.decoy.url("/"), status))
    assert state.title == "The page led somewhere else"
    assert "127.0.0.1" in state.reason
    assert stage.decoy.connections == 0


def test_a_redirect_on_the_site_is_followed(stage: Stage) -> None:
    stage.site.html("/there", "there")
    assert stage.open(stage.site.redirect("/qbd", "/there")).phase is LoadPhase.LOADED
    assert stage.site.paths() == ["/qbd", "/there"]


def test_the_person_is_told_what_was_refused(stage: Stage) -> None:
    stage.show(ROADS["link"].format(decoy=stage.decoy.url("/")))
    stage.qtbot.waitUntil(lambda: bool(stage.notice))
    assert stage.notice.startswith("The page wanted to go to 127.0.0.1.")


def test_a_persons_own_click_leads_nowhere_else(stage: Stage) -> None:
    stage.show(link(stage.decoy.url("/"), target="_self"))
    stage.wait_for_colour("#00aa00")
    with stage.qtbot.waitSignal(stage.page.left_for, timeout=WAIT_MS):
        stage.click_until("/clicked")
    assert stage.settled().phase is LoadPhase.LOADED
    assert stage.decoy.connections == 0


SCHEMES = [
    "file:///etc/passwd",
    "file://server/share/x",
    "data:text/html,hello",
    "chrome://gpu",
    "chrome-extension://x/y",
    "devtools://devtools/bundled/inspector.html",
    "qrc:/x",
    "view-source:http://127.0.0.1/",
    "ms-msdt:/id",
    "ms-settings:",
    "search-ms:query=x",
    "qbwc://x",
    "mailto:a@b.example",
    "tel:123",
]


def ways_to(address: str) -> dict[str, str]:
    """Bodies that take the page to ``address``; the last one by a real click."""
    return {
        "script": f"<script>onload = () => {{ location = `{address}` }}</script>",
        "link": f'<a id=a href="{address}">x</a><script>onload = () => a.click()</script>',
        "frame": f'<iframe src="{address}"></iframe>',
        "redirect": "<script>onload = () => { location = '/away' }</script>",
        "click": link(address, target="_self"),
    }


@pytest.mark.parametrize("way", ways_to(""))
def test_no_other_kind_of_address_opens(stage: Stage, way: str) -> None:
    """The system is never asked either (see the fixture)."""
    for address in SCHEMES:
        stage.site.hits.clear()
        stage.site.redirect("/away", address)
        stage.show(f"<body style='background: #00aa00'>{ways_to(address)[way]}")
        if way == "click":
            stage.wait_for_colour("#00aa00")
            stage.click_until("/clicked")
        if way == "redirect":
            stage.wait_for_hit("/away")
        else:
            stage.run_and_wait_for("/alive", "fetch('/alive')")
        state = stage.settled()
        if way == "redirect" and state.phase is LoadPhase.FAILED:  # some end what was there before
            assert state.title == "The page led somewhere else", address
        else:
            assert stage.run("location.pathname") == "/page", address


def test_a_script_link_runs_in_its_page_and_goes_nowhere(stage: Stage) -> None:
    stage.show("<a id=a href='javascript:fetch(`/from-link`)'>x</a>")
    before = stage.run("location.href")
    stage.run_and_wait_for("/from-link", "a.click()")
    assert stage.run("location.href") == before


def test_a_script_address_is_no_link(stage: Stage) -> None:
    assert stage.open("javascript:fetch('/leak')").phase is LoadPhase.FAILED
    assert stage.site.hits == []


def test_windows_are_refused_however_many(stage: Stage) -> None:
    stage.show("hi")
    refused = stage.run(
        "let nulls = 0; for (let i = 0; i < 1000; i++)"
        f" if (window.open(i % 2 ? '{stage.decoy.url('/')}' : '/popup') === null) nulls++; nulls"
    )
    stage.run_and_wait_for("/alive", "fetch('/alive')")
    assert refused == 1000
    assert "/popup" not in stage.site.paths()
    assert stage.decoy.connections == 0


def test_a_clicked_link_into_a_window_is_offered_for_the_browser(stage: Stage) -> None:
    stage.show(link("/help?topic=1"))
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")
    stage.qtbot.waitUntil(lambda: "new window" in stage.notice, timeout=WAIT_MS)
    panel = stage.part(MessagePanel)
    with stage.qtbot.waitSignal(stage.view.browser_requested) as asked:
        click(stage.button("webNoticeAction"))
    assert asked.args == [Secret(stage.site.url("/help?topic=1"))]
    assert panel.isHidden()
    assert set(stage.site.paths()) == {"/page", "/clicked"}


def test_a_clicked_link_to_another_host_is_not_offered(stage: Stage) -> None:
    stage.show(link(stage.decoy.url("/")))
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")
    stage.qtbot.waitUntil(lambda: "another window" in stage.notice, timeout=WAIT_MS)
    assert stage.button("webNoticeAction").isHidden()
    assert stage.decoy.connections == 0


def test_the_done_address_ends_the_flow_without_being_visited(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.view.finished, timeout=WAIT_MS):
        stage.show(f"<script>onload = () => {{ location = '{DONE_URL}?ok=1' }}</script>")
    assert stage.settled().phase is LoadPhase.LOADED
    assert stage.notice == ""


def test_a_redirect_to_the_done_address_ends_the_flow_once(stage: Stage) -> None:
    ends: list[bool] = []
    stage.view.finished.connect(lambda: ends.append(True))
    assert stage.open(stage.site.redirect("/qbd", DONE_URL)).phase is LoadPhase.LOADED
    stage.show(f"<script>onload = () => {{ location = '{DONE_URL}' }}</script>")
    stage.qtbot.waitUntil(lambda: len(ends) == 2, timeout=WAIT_MS)
    stage.run(f"location = '{DONE_URL}'; 1")
    stage.run_and_wait_for("/alive", "fetch('/alive')")
    assert len(ends) == 2  # one for each flow that was opened


@pytest.mark.parametrize("steps", [0, 3])
def test_a_page_that_closes_itself_ends_the_flow(stage: Stage, steps: int) -> None:
    """With a history behind it Chromium refuses the closing, and says so."""
    stage.show("hi")
    with stage.qtbot.waitSignal(stage.view.finished, timeout=WAIT_MS):
        stage.run(f"for (let i = 0; i < {steps}; i++) history.pushState(i, ''); window.close(); 1")
