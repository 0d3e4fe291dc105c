"""Remembers which hosts the page was refused, so that support learns what it would have liked."""

from __future__ import annotations

import logging
import re

from conductor_desktop.ui.web.policy import origin_of

_log = logging.getLogger(__name__)

_MAX_HOSTS = 100
# "Refused to load the image 'https://…' because it violates the following Content Security …"
_RULE_BROKEN = re.compile(r"^Refused to [\w ]+ '([^']+)' because it violates")


class RefusalLog:
    """Logs each refused host once, without the rest of its address."""

    def __init__(self) -> None:
        self._hosts: set[str] = set()

    def report(self, url: str) -> None:
        origin = origin_of(url)
        host = origin.host if origin else "an address that is not a web page"
        if host not in self._hosts and len(self._hosts) < _MAX_HOSTS:
            self._hosts.add(host)
            _log.info("The auth page asked for %s; refused.", host)

    def report_console(self, message: str) -> None:
        """Report what the browser's console says of a request that broke our content rules."""
        if match := _RULE_BROKEN.match(message):
            self.report(match[1])
