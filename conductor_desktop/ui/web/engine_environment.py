"""What the environment may tell the web engine: nothing; and what this app tells it instead.

Imports neither QtWebEngine nor Qt: the engine reads the environment when it is first used, and Qt
when it is imported, so this has its say before both.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

from conductor_desktop.services.trusted_hosts import CONDUCTOR_DOMAIN, LOOPBACK_HOST

# Also catches QTWEBENGINEPROCESS_PATH, which names the program that draws the pages.
_PREFIX = "QTWEBENGINE"
_NO_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_HOSTS = (CONDUCTOR_DOMAIN, f"*.{CONDUCTOR_DOMAIN}", LOOPBACK_HOST)
_OUR_FLAGS = " ".join(
    (
        # WebRTC's datagrams pass neither the navigation check nor the request interceptor.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        # Nor do the name look-ups and connections that a page asks for in advance (preconnect).
        # Unlike rules for the resolver, these leave alone how a proxy is found.
        f'--host-rules="MAP * ~NOTFOUND,{",".join(f"EXCLUDE {host}" for host in _HOSTS)}"',
        # A script that only hoards memory ends after a second, not after four gigabytes.
        "--js-flags=--max-old-space-size=512",
        # What Chromium itself says goes to stderr, past the log: D-Bus and graphics cards.
        "--log-level=3",
    )
)


def strip_environment(environ: MutableMapping[str, str]) -> tuple[str, ...]:
    """Remove what would open or redirect the engine from outside; call it before Qt is imported.

    Returns the removed names, sorted. As root on Linux, and from source alone, Chromium's own
    sandbox is switched off, because Chromium does not start otherwise.
    """
    removed = tuple(sorted(name for name in environ if name.upper().startswith(_PREFIX)))
    for name in removed:
        del environ[name]
    if is_root_on_linux() and not is_frozen():
        environ[_NO_SANDBOX] = "1"
    return removed


def add_our_flags(environ: MutableMapping[str, str]) -> None:
    """Set what the engine reads once, when the first profile of the process is made."""
    flags = environ.get(_FLAGS, "")
    if _OUR_FLAGS not in flags:
        environ[_FLAGS] = f"{flags} {_OUR_FLAGS}".strip()


def openings(environ: MutableMapping[str, str]) -> list[str]:
    """The variables that change the engine although ``strip_environment`` should have been run."""
    names = [name for name in environ if name.upper().startswith(_PREFIX) and name != _FLAGS]
    is_foreign = environ.get(_FLAGS, _OUR_FLAGS) != _OUR_FLAGS
    return sorted([*names, *([_FLAGS] if is_foreign else [])])


def is_frozen() -> bool:
    """Whether this is the built program."""
    return bool(getattr(sys, "frozen", False))


def is_root_on_linux() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0
