"""Takes the means of calling other computers (WebRTC) out of every document.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.

What WebRTC sends passes neither the navigation check nor the request interceptor nor the content
rules. A flag of Chromium keeps its datagrams in, but not a relay that is spoken to over TCP: with
it, a page can open a connection to any host (measured). The auth flow calls nobody, so the entrance
goes. This is the one script in the page's own world; it takes away and gives nothing.

It runs before the first script of every document that is loaded, in frames too. A script that
makes an empty frame for the purpose finds the entrance in there: what this keeps away is what
pages do as a matter of course, not somebody who has taken over the page and knows of this.
"""

from __future__ import annotations

from PySide6.QtWebEngineCore import QWebEngineScript

_NO_CALLS = "delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection;"


def no_calls_script() -> QWebEngineScript:
    script = QWebEngineScript()
    script.setName("no calls")
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    script.setRunsOnSubFrames(True)
    script.setSourceCode(_NO_CALLS)
    return script
