"""One page that tries everything a page can do to reach a host that is not its own.

``DECOY`` stands for the other site's origin, ``PORT`` for its port: as a name below ``localhost``,
which the engine looks up by itself, it shows what happens with names.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.helpers.web_site import Answer, WebSite

# Loaded by the page itself; the load event comes once each has been answered or refused.
MARKUP = """
<link rel=stylesheet href='DECOY/css'><link rel=icon href='DECOY/icon'>
<link rel=prefetch href='DECOY/prefetch'><link rel=preload as=script href='DECOY/preload'>
<link rel=modulepreload href='DECOY/module'><link rel=manifest href='DECOY/manifest'>
<link rel=preconnect href='http://preconnect.localhost:PORT'>
<link rel=dns-prefetch href='http://dns-prefetch.localhost:PORT'>
<script type=speculationrules>{"prefetch": [{"source": "list", "urls": ["DECOY/speculation"]}],
  "prerender": [{"source": "list", "urls": ["DECOY/prerender"]}]}</script>
<script type=importmap>{"imports": {"mapped": "DECOY/mapped.js"}}</script>
<style>@import 'DECOY/import'; @font-face { font-family: f; src: url('DECOY/font') }
body { font-family: f; background: url('DECOY/background') }
p { background: image-set('DECOY/image-set' 1x); list-style: url('DECOY/list');
  cursor: url('DECOY/cursor'), auto; border-image: url('DECOY/border') 1;
  mask: url('DECOY/mask'); content: url('DECOY/content') }</style>
<body><p>text</p><img src='DECOY/img'><img srcset='DECOY/set 2x'><script src='DECOY/js'></script>
<picture><source srcset='DECOY/source'><img src='data:,'></picture>
<input type=image src='DECOY/input'><table background='DECOY/table'><tr><td>x</table>
<iframe src='DECOY/frame'></iframe><object data='DECOY/object'></object>
<embed src='DECOY/embed'><video src='DECOY/video' poster='DECOY/poster'></video>
<video><source src='DECOY/clip'><track default src='DECOY/track'></video>
<audio src='DECOY/audio'></audio><svg><image href='DECOY/svg'/><use href='DECOY/use.svg#x'/></svg>
<iframe srcdoc="<img src='DECOY/nested'>"></iframe>
<iframe sandbox=allow-scripts
  srcdoc="<script>fetch('DECOY/sandboxed').catch(e => 0)</script>"></iframe>
<iframe src="data:text/html,<img src='DECOY/data-frame'>"></iframe>
"""

SCRIPT = """
const told = f => new Promise(ok => f(ok));
const built = lines => URL.createObjectURL(new Blob([lines]));
const tries = [
  () => CALL,
  () => { document.body.insertAdjacentHTML('beforeend', `<iframe name=target></iframe>
    <form id=into action='DECOY/form-in-frame' target=target><input name=a value=b></form>`);
    into.submit() },
  () => fetch('DECOY/fetch'),
  () => fetch('DECOY/post', {method: 'POST', body: 'x', mode: 'no-cors'}),
  () => fetch('DECOY/keepalive', {keepalive: true, mode: 'no-cors'}),
  () => import('DECOY/dynamic.js'),
  () => import('mapped'),
  () => told(ok => { const x = new XMLHttpRequest(); x.onloadend = ok;
    x.open('GET', 'DECOY/xhr'); x.send() }),
  () => told(ok => { const s = new WebSocket('DECOY/ws'.replace('http', 'ws'));
    s.onerror = ok; s.onopen = ok }),
  () => told(ok => { const s = new EventSource('DECOY/events');
    s.onerror = () => { s.close(); ok() } }),
  () => navigator.sendBeacon('DECOY/beacon', 'x'),
  () => told(ok => { const w = new Worker(built("fetch('DECOY/worker').catch(() => 0)" +
    ".then(() => { try { importScripts('DECOY/import-scripts') } catch (error) { }" +
    " postMessage(1) })")); w.onmessage = ok; w.onerror = ok }),
  () => told(ok => { const w = new SharedWorker(built("fetch('DECOY/shared').catch(() => 0);" +
    "onconnect = event => event.ports[0].postMessage(1)")); w.port.onmessage = ok;
    w.onerror = ok }),
  () => told(ok => { const w = new Worker('/worker.js'); w.onmessage = ok; w.onerror = ok }),
  () => navigator.serviceWorker.register('/worker.js'),
  () => new AudioContext().audioWorklet.addModule('DECOY/worklet'),
  () => new FontFace('g', 'url(DECOY/face)').load(),
  () => caches.open('c').then(cache => cache.add('DECOY/cache')),
  () => new WebTransport('https://127.0.0.1:PORT/').ready,
  () => { const maker = new XSLTProcessor(); maker.importStylesheet(
    new DOMParser().parseFromString(`<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:include href="DECOY/xslt"/>
    <xsl:template match="/"><xsl:copy-of select="document('DECOY/xslt-document')"/></xsl:template>
    </xsl:stylesheet>`, 'text/xml')); maker.transformToFragment(document, document) },
];
onload = async () => {
  for (const one of tries) try { await one() } catch (error) { }
  window.allTried = true;
  fetch('/all-tried');
};
"""

CALL = """told(ok => { const call = window.call = new RTCPeerConnection({iceServers: [
    {urls: 'stun:127.0.0.1:PORT'},
    {urls: 'turn:turn.localhost:PORT?transport=tcp', username: 'a', credential: 'b'}]});
  call.onicegatheringstatechange = ok; call.createDataChannel('x');
  call.createOffer().then(offer => call.setLocalDescription(offer)) })"""

HEADERS = {
    "Link": "<DECOY/link-preload>; rel=preload; as=script, "
    "<http://link-preconnect.localhost:PORT>; rel=preconnect",
    "Content-Security-Policy-Report-Only": "img-src 'none'; report-uri DECOY/csp-report",
    "Reporting-Endpoints": 'default="DECOY/report"',
    "NEL": '{"report_to": "g", "max_age": 86400, "success_fraction": 1}',
    "Report-To": '{"group": "g", "max_age": 86400, "endpoints": [{"url": "DECOY/nel"}]}',
    "Speculation-Rules": '"DECOY/rules"',
}

# Heard by whoever a plain view asks: what the list above must at least be able to do.
_HEARD = """
css prefetch preload module import font background img js frame nested object embed video poster
svg fetch post keepalive dynamic.js xhr ws events beacon worker import-scripts image-set mask
source input table audio sandboxed data-frame shared face link-preload csp-report form-in-frame
"""
HEARD = _HEARD.split()


def hostile_page(site: WebSite, decoy: WebSite, *, calls: bool = True) -> str:
    """Serve it on ``site``, against ``decoy`` (which may be ``site``); returns its address."""

    def aim(text: str) -> str:
        return text.replace("DECOY", decoy.url("").rstrip("/")).replace("PORT", str(decoy.port))

    headers: Mapping[str, str] = {name: aim(value) for name, value in HEADERS.items()}
    script = SCRIPT.replace("CALL", CALL if calls else "0")
    body = f"<!doctype html>{MARKUP}<script>{script}</script>"
    site.answers["/page"] = Answer(aim(body).encode(), headers=headers)
    return site.url("/page")
