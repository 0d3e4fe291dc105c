"""Walks the sandbox's auth flow over HTTP, as another browser does."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests

_ACTION = re.compile(r'<form method="post" action="([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Browser:
    """Somebody who has opened the link elsewhere; a context manager."""

    def __init__(self, url: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._page = self._submit(self._session.get(url, timeout=30))

    def download(self) -> bytes:
        """The connection file, of whose page this is."""
        address = self._page.url.replace("/connect", "/connection-file")
        return self._session.get(address, timeout=30).content

    def answer(self, choice: str) -> str:
        """Let QuickBooks ask, and give this answer; the text of the page that follows."""
        asked = self._submit(self._session.get(self._page.url, timeout=30))
        return self._submit(asked, choice=choice).text

    def _submit(self, page: requests.Response, **chosen: str) -> requests.Response:
        action, token = _ACTION.search(page.text), _TOKEN.search(page.text)
        assert action is not None, page.text
        assert token is not None, page.text
        target = urljoin(page.url, action[1].replace("&amp;", "&"))
        return self._session.post(target, data={"token": token[1], **chosen}, timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()


def finish_auth_flow(url: str) -> None:
    """From the first page to the last, with the answer that lasts."""
    with Browser(url) as browser:
        browser.download()
        assert "QuickBooks is connected" in browser.answer("always")
