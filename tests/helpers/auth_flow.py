"""Walks the sandbox's auth flow over HTTP, for tests that are not about the pages."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import requests

_ACTION = re.compile(r'<form method="post" action="([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


def finish_auth_flow(url: str) -> None:
    """From the first page to the last, with the answer that lasts."""
    with requests.Session() as session:
        session.trust_env = False
        connect = _submit(session, session.get(url, timeout=30))
        session.get(connect.url.replace("/connect", "/connection-file"), timeout=30)
        certificate = _submit(session, session.get(connect.url, timeout=30))
        done = _submit(session, certificate, choice="always")
        assert "QuickBooks is connected" in done.text


def _submit(session: requests.Session, page: requests.Response, **chosen: str) -> requests.Response:
    action, token = _ACTION.search(page.text), _TOKEN.search(page.text)
    assert action is not None, page.text
    assert token is not None, page.text
    target = urljoin(page.url, action[1].replace("&amp;", "&"))
    return session.post(target, data={"token": token[1], **chosen}, timeout=30)
