"""A page on the allow-list fetches nothing from a host that is not."""

from __future__ import annotations

import socket

import pytest

from conductor_desktop.ui.web.load_state import LoadPhase
from tests.ui.web.stage import Stage

# Loaded by the page itself; the load event comes once each has been answered or refused.
MARKUP = """
<link rel=stylesheet href='{decoy}/css'>
<link rel=prefetch href='{decoy}/prefetch'><link rel=preload as=script href='{decoy}/preload'>
<link rel=modulepreload href='{decoy}/module'><link rel=icon href='{decoy}/icon'>
<link rel=manifest href='{decoy}/manifest'><link rel=dns-prefetch href='{decoy}/'>
<style>@import '{decoy}/import'; @font-face {{ font-family: f; src: url('{decoy}/font') }}
body {{ font-family: f; background: url('{decoy}/background') }}</style>
<body>text<img src='{decoy}/img'><img srcset='{decoy}/set 2x'><script src='{decoy}/js'></script>
<iframe src='{decoy}/frame'></iframe><object data='{decoy}/object'></object>
<embed src='{decoy}/embed'><video src='{decoy}/video' poster='{decoy}/poster'></video>
<audio src='{decoy}/audio'></audio><svg><image href='{decoy}/svg'/></svg>
<iframe srcdoc="<img src='{decoy}/nested'>"></iframe>
"""

SCRIPT = """
onload = async () => {{
  const tries = [
    () => fetch('{decoy}/fetch'),
    () => fetch('{decoy}/post', {{method: 'POST', body: 'x', mode: 'no-cors'}}),
    () => fetch('/bounce', {{mode: 'no-cors'}}),
    () => import('{decoy}/dynamic.js'),
    () => new Promise((ok, no) => {{ const x = new XMLHttpRequest(); x.onloadend = ok;
      x.open('GET', '{decoy}/xhr'); x.send() }}),
    () => new Promise(ok => {{ const s = new WebSocket('{decoy}/ws'.replace('http', 'ws'));
      s.onerror = ok; s.onopen = ok }}),
    () => new Promise(ok => {{ const s = new EventSource('{decoy}/events');
      s.onerror = () => {{ s.close(); ok() }} }}),
    () => navigator.sendBeacon('{decoy}/beacon', 'x'),
    () => new Promise(ok => {{ const w = new Worker(URL.createObjectURL(new Blob(
      ["fetch('{decoy}/worker').catch(() => 0).then(() => postMessage(1))"])));
      w.onmessage = ok; w.onerror = ok }}),
    () => new Promise(ok => {{ const w = new Worker('{decoy}/worker.js');
      w.onmessage = ok; w.onerror = ok }}),
    () => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready),
  ];
  for (const one of tries) try {{ await one() }} catch (error) {{ }}
  fetch('/all-tried');
}};
"""

SERVICE_WORKER = """
self.addEventListener('install', event => event.waitUntil(
  fetch('{decoy}/from-service-worker', {{mode: 'no-cors'}}).catch(() => 0)
    .then(() => fetch('/service-worker-ran'))));
"""


def test_nothing_is_fetched_from_another_host(stage: Stage) -> None:
    decoy = stage.decoy.url("").rstrip("/")
    stage.site.redirect("/bounce", f"{decoy}/bounced")
    stage.site.html("/sw.js", "", Content_Type="text/javascript")
    worker = SERVICE_WORKER.format(decoy=decoy).encode()
    stage.site.answers["/sw.js"] = type(stage.site.answers["/sw.js"])(
        worker, headers={"Content-Type": "text/javascript"}
    )
    stage.site.html("/page", f"{MARKUP}<script>{SCRIPT}</script>".format(decoy=decoy))
    assert stage.open(stage.site.url("/page")).phase is LoadPhase.LOADED
    stage.wait_for_hit("/all-tried")
    assert "/service-worker-ran" in stage.site.paths()
    assert "/bounce" in stage.site.paths()
    assert stage.decoy.hits == []
    assert stage.decoy.connections == 0


def test_the_same_is_fetched_from_the_site_itself(stage: Stage) -> None:
    """So the test above tests the host and not a typing mistake."""
    own = stage.site.url("").rstrip("/")
    stage.site.html("/page", f"{MARKUP}<script>{SCRIPT}</script>".format(decoy=own))
    stage.open(stage.site.url("/page"))
    stage.wait_for_hit("/all-tried")
    wanted = "css prefetch preload module import font background img js frame nested"
    wanted += " object embed video poster svg"
    wanted += " fetch post dynamic.js xhr ws events beacon worker worker.js sw.js"
    assert {f"/{name}" for name in wanted.split()} <= set(stage.site.paths())


def test_a_refused_host_is_reported_once_and_by_name_alone(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    decoy = stage.decoy.url("")
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


def test_calls_send_no_datagrams_to_another_host(stage: Stage) -> None:
    """WebRTC passes neither the navigation check nor the interceptor; a flag keeps it quiet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        port = listener.getsockname()[1]
        stage.show("hi")
        stage.run_and_wait_for(
            "/gathered",
            f"const p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});"
            "p.onicegatheringstatechange = () =>"
            " p.iceGatheringState == 'complete' && fetch('/gathered');"
            "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))",
        )
        with pytest.raises(BlockingIOError):
            listener.recv(4096)
