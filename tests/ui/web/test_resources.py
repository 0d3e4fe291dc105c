"""A page on the allow-list fetches nothing from a host that is not."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.web.load_state import LoadPhase
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.profile import AuthProfile
from conductor_desktop.ui.web.refusals import RefusalLog
from tests.helpers.web_site import WebSite
from tests.ui.web.hostile import hostile_page
from tests.ui.web.stage import WAIT_MS, Stage


def test_nothing_is_fetched_from_another_host(stage: Stage) -> None:
    assert stage.open(hostile_page(stage.site, stage.decoy)).phase is LoadPhase.LOADED
    stage.wait_for_hit("/all-tried")
    assert stage.decoy.hits == []
    assert stage.decoy.connections == 0


def test_the_interceptor_alone_keeps_them_in_too(
    qtbot: QtBot, site: WebSite, decoy: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    """Without the content rules: they come a moment after the document, the interceptor first."""
    profile = AuthProfile(AuthPolicy(frozenset(), site.port), RefusalLog(), tmp_path)
    page = QuietPage(profile)
    page.load(QUrl(hostile_page(site, decoy, calls=False)))
    qtbot.waitUntil(lambda: "/all-tried" in site.paths(), timeout=WAIT_MS)
    assert decoy.hits == []
    assert decoy.connections == 0
    for part in (page, profile):
        shiboken6.delete(part)


def test_the_same_is_fetched_from_the_site_itself(stage: Stage) -> None:
    """So the test above tests the host and not a typing mistake."""
    stage.open(hostile_page(stage.site, stage.site))
    stage.wait_for_hit("/all-tried")
    wanted = "css prefetch preload module import font background img js frame nested object embed"
    wanted += " video poster svg fetch post keepalive dynamic.js xhr ws events beacon worker shared"
    wanted += " image-set source input table audio face form-in-frame"
    assert {f"/{name}" for name in wanted.split()} <= set(stage.site.paths())


class QuietPage(QWebEnginePage):
    """Nothing of ours but that what a page says is not taken for a warning of Qt's."""

    def javaScriptConsoleMessage(  # noqa: N802  # Qt's name
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line_number: int,
        source_id: str,
        /,
    ) -> None:
        pass


REDIRECTED = {
    "picture": "new Image().src = '/bounce'",
    "style sheet": "document.head.innerHTML = '<link rel=stylesheet href=/bounce>'",
    "script": "document.head.append(Object.assign(document.createElement('script'),"
    " {src: '/bounce'}))",
    "video": "document.body.innerHTML = '<video src=/bounce></video>'",
    "frame": "document.body.innerHTML = '<iframe src=/bounce></iframe>'",
    "fetch": "fetch('/bounce', {mode: 'no-cors'})",
    "beacon": "navigator.sendBeacon('/bounce', 'x')",
    "in a frame": 'document.body.innerHTML = `<iframe srcdoc="<script>'
    "onload = () => new Image().src = '/bounce'</scr` + `ipt>\"></iframe>`",
    "in an empty frame": "document.body.innerHTML = '<iframe id=f></iframe>';"
    "const i = document.createElement('img'); i.src = '/bounce'; f.contentDocument.body.append(i)",
    "in a worker": "new Worker(URL.createObjectURL(new Blob("
    "[`fetch('${location.origin}/bounce', {mode: 'no-cors'})`])))",
}


def test_a_redirect_leads_no_resource_to_another_host(stage: Stage) -> None:
    """The interceptor alone lets these through: it is asked when they are under way already."""
    stage.site.redirect("/bounce", stage.decoy.url("/"))
    for kind, script in REDIRECTED.items():
        stage.site.hits.clear()
        stage.show("hi")
        stage.page.runJavaScript(script)
        stage.wait_for_hit("/bounce")
        stage.run_and_wait_for("/alive", "fetch('/alive')")
        assert stage.decoy.hits == [], kind
        assert stage.decoy.connections == 0, kind


def test_no_worker_runs_a_script_that_is_not_under_our_rules(stage: Stage) -> None:
    stage.show("hi")
    stage.run_and_wait_for(
        "/refused-2",
        "new Worker('/w.js').onerror = () => fetch('/refused-1');"
        "navigator.serviceWorker.register('/w.js').catch(() => fetch('/refused-2'))",
    )
    assert "/w.js" not in stage.site.paths()


def test_the_content_rules_leave_no_trace_in_the_page(stage: Stage) -> None:
    """They are put in before anything is read, and the page must read as if they were not."""
    stage.show("<head><title>t</title></head><body>x")
    assert stage.run("document.documentElement.outerHTML") == (
        "<html><head><title>t</title></head><body>x</body></html>"
    )
    assert stage.run("document.compatMode") == "CSS1Compat"


def test_a_refused_host_is_reported_once_and_by_name_alone(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    decoy = stage.decoy.url("/")
    stage.show(f"<img src='{decoy}a?token=topsecret'><img src='{decoy}b'>")
    lines = [r.getMessage() for r in caplog.records if "asked for" in r.getMessage()]
    assert lines == ["The auth page asked for 127.0.0.1; refused."]
    assert "topsecret" not in caplog.text


def test_link_audits_are_off(stage: Stage) -> None:
    """<a ping> is neither sent to another host nor to the site."""
    ping = stage.decoy.url("/ping")
    stage.show(f"<a id=a href='/next' ping='{ping} /ping'>x</a>")
    stage.site.html("/next", "next")
    stage.run("a.click(); 1")
    stage.wait_for_hit("/next")
    stage.settled()
    assert "/ping" not in stage.site.paths()
    assert stage.decoy.connections == 0


def test_no_datagrams_go_out_by_web_transport(stage: Stage) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        stage.show("hi")
        address = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        stage.run_and_wait_for(
            "/closed", f"new WebTransport('{address}').ready.catch(() => fetch('/closed'))"
        )
        with pytest.raises(BlockingIOError):
            listener.recv(4096)


def test_calls_are_not_to_be_had(stage: Stage) -> None:
    """WebRTC passes all of the above. Neither a page has it, nor one in a frame of it."""
    has = "${typeof RTCPeerConnection}${typeof webkitRTCPeerConnection}"
    look = f"<script>fetch(`/NAME-{has}`)</script>"
    stage.site.html("/frame", look.replace("NAME", "frame"))
    stage.show(
        f"{look.replace('NAME', 'page')}<iframe src=/frame></iframe>"
        f'<iframe srcdoc="{look.replace("NAME", "inside")}"></iframe>'
    )
    for name in ("page", "frame", "inside"):
        stage.wait_for_hit(f"/{name}-undefinedundefined")


def test_were_they_to_be_had_they_would_send_no_datagrams(stage: Stage) -> None:
    """A script finds them again in an empty frame that it makes; a flag keeps those quiet too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        port = listener.getsockname()[1]
        stage.show("hi")
        stage.run_and_wait_for(
            "/gathered",
            "i = document.body.appendChild(document.createElement('iframe'));"
            "p = new i.contentWindow.RTCPeerConnection("
            f"{{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});"
            "p.onicegatheringstatechange = () =>"
            " p.iceGatheringState == 'complete' && fetch('/gathered');"
            "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))",
        )
        with pytest.raises(BlockingIOError):
            listener.recv(4096)
