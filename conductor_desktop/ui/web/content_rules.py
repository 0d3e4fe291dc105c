"""Puts the allow-list into every document, as rules that the page's own engine enforces.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.

A redirect of a picture, a script or a fetch reaches the request interceptor when its request is
on the way already, and WebTransport does not reach it at all (both measured). Content rules stop
these before they leave. They stay in force once the element that brought them is gone, and the
script that brings it runs in a world of its own: the page can neither see nor change it.

The engine runs the script right after a document arrives, not before: what its first lines load
can be under way by then, above all in a fresh process (measured: 2 of 5 pictures in the very first
line). For those there is the interceptor, which cancels them while they still look for the other
host.
"""

from __future__ import annotations

import json

from PySide6.QtWebEngineCore import QWebEngineScript

from conductor_desktop.ui.web.policy import AuthPolicy

_CONTENT_RULES = """
(() => {
  const found = document.documentElement;
  const root = found ?? document.appendChild(document.createElement("html"));
  const head = document.createElement("head");
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = %s;
  head.append(meta);
  root.prepend(head);
  head.remove();
  if (!found) root.remove();
})();
"""


def content_rules_script(policy: AuthPolicy) -> QWebEngineScript:
    script = QWebEngineScript()
    script.setName("content rules")
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.ApplicationWorld)
    script.setRunsOnSubFrames(True)
    script.setSourceCode(_CONTENT_RULES % json.dumps(policy.content_rules()))
    return script
