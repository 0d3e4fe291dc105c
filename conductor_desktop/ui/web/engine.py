"""The cheap door to the web engine: importing this module imports neither QtWebEngine nor Qt.

``policy``, ``load_state``, ``console`` and ``refusals`` are as cheap; ``origin_bar`` and
``problem_panel`` are plain widgets. ``content_rules``, ``profile``, ``page``, ``downloads``,
``web_widget`` and ``view`` load the engine, so only ``create_auth_view`` imports ``view``.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Callable, Iterator, MutableMapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.errors import AppError
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from conductor_desktop.ui.web.policy import AuthPolicy
    from conductor_desktop.ui.web.view import AuthView

_log = logging.getLogger(__name__)

# Also catches QTWEBENGINEPROCESS_PATH, which names the program that draws the pages.
_PREFIX = "QTWEBENGINE"
_NO_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
# WebRTC's datagrams pass neither the navigation check nor the request interceptor (measured).
# What Chromium itself says goes to stderr, past the log, and is about D-Bus and graphics cards.
_OUR_FLAGS = "--force-webrtc-ip-handling-policy=disable_non_proxied_udp --log-level=3"
# Windows keeps all of it beside PySide6's modules, Linux and macOS below ``Qt``.
_FILES = (
    "QtWebEngine*.so",
    "QtWebEngine*.pyd",
    "Qt6WebEngine*.dll",
    "Qt6Q*.dll",
    "QtWebEngineProcess.exe",
    "resources/*.*",
    "Qt/lib/libQt6WebEngine*",
    "Qt/lib/libQt6Q*",
    "Qt/lib/QtWebEngine*.framework/Versions/A/QtWebEngine*",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/resources/*.*",
)


# From the bottom up, in pieces of which none takes long.
_MODULES = (
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "conductor_desktop.ui.web.page",
    "conductor_desktop.ui.web.profile",
    "conductor_desktop.ui.web.downloads",
    "conductor_desktop.ui.web.view",
)


class EngineMissing(AppError):
    """The built-in view cannot be used; the flow goes on in the system browser."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The built-in page is not available",
            "This installation cannot show Conductor's page inside the app.",
            "Choose “Open in my browser” to go on there.",
            details={"reason": reason},
        )


def strip_environment(environ: MutableMapping[str, str]) -> tuple[str, ...]:
    """Remove what would open or redirect the engine from outside; call it before Qt is imported.

    Returns the removed names, sorted. As root on Linux, and from source alone, Chromium's own
    sandbox is switched off, because Chromium does not start otherwise.
    """
    removed = tuple(sorted(name for name in environ if name.upper().startswith(_PREFIX)))
    for name in removed:
        del environ[name]
    if _is_root_on_linux() and not _is_frozen():
        environ[_NO_SANDBOX] = "1"
    return removed


def engine_available() -> bool:
    """Whether the engine is installed; says nothing about whether it starts."""
    import importlib.util

    try:
        return importlib.util.find_spec("PySide6.QtWebEngineWidgets") is not None
    except ImportError:
        return False


def warm_up(cancel: CancelToken) -> int:
    """Read the engine's files once, so that loading it later does not wait for the disk.

    For a worker thread, as soon as it is likely that the page will be needed. On a PC that has
    not used the engine since it started, this halves the time the window stands still when the
    view is made (measured: 240 to 100 ms). Returns the bytes read; raises ``Cancelled``.
    """
    total = 0
    buffer = bytearray(1 << 20)
    for path in _engine_files():
        with contextlib.suppress(OSError), path.open("rb", buffering=0) as file:
            while size := file.readinto(buffer):
                cancel.raise_if_cancelled()
                total += size
    return total


def loading_pieces() -> Iterator[Callable[[], None]]:
    """What loads and starts the engine, a piece at a time, each on the UI thread.

    All at once, when the view is made, the window would stand still for a quarter of a second.
    What is wrong with the engine is left for ``create_auth_view`` to say.
    """
    for name in _MODULES:
        yield partial(_load_piece, partial(importlib.import_module, name))
    yield partial(_load_piece, _start)


def _load_piece(load: Callable[[], object]) -> None:
    with contextlib.suppress(EngineMissing, ImportError, OSError):
        _refuse_opened_engine(os.environ)
        load()


def _start() -> None:
    """The first profile of a process starts the engine, which goes on when the profile is gone."""
    from PySide6.QtWebEngineCore import QWebEngineProfile

    add_our_flags(os.environ)
    QWebEngineProfile()


def create_auth_view(
    policy: AuthPolicy,
    download_folder: Path,
    redirect_url: str | None = None,
    parent: QWidget | None = None,
) -> AuthView:
    """Load the engine and make a view. UI thread only.

    Raises ``EngineMissing`` when the engine is not there, does not load, has been opened up by
    the environment of a released build, or is started there as root on Linux.
    """
    _refuse_opened_engine(os.environ)
    try:
        from conductor_desktop.ui.web.view import AuthView
    except (ImportError, OSError) as error:
        _log.warning("The web engine cannot be loaded: %s", error)
        raise EngineMissing(type(error).__name__) from error
    return AuthView(policy, download_folder, redirect_url, parent)


def add_our_flags(environ: MutableMapping[str, str]) -> None:
    """Set what the engine reads once, when the first profile of the process is made."""
    flags = environ.get(_FLAGS, "")
    if _OUR_FLAGS not in flags:
        environ[_FLAGS] = f"{flags} {_OUR_FLAGS}".strip()


def _refuse_opened_engine(environ: MutableMapping[str, str]) -> None:
    """A released build never shows the page with the engine's sandbox off or its doors open."""
    names = [n for n in environ if n.upper().startswith(_PREFIX) and n != _FLAGS]
    is_foreign = environ.get(_FLAGS, _OUR_FLAGS) != _OUR_FLAGS
    if _is_frozen() and (names or is_foreign):
        found = sorted([*names, *([_FLAGS] if is_foreign else [])])
        _log.warning("THE WEB ENGINE IS NOT USED: the environment changes it (%s).", found)
        raise EngineMissing("opened by the environment")
    if _is_frozen() and _is_root_on_linux():
        # Chromium keeps its sandbox in a released build, and then ends the process without a word.
        raise EngineMissing("started as root")


def _engine_files() -> list[Path]:
    import importlib.util

    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return []
    root = Path(spec.submodule_search_locations[0])
    return [path for pattern in _FILES for path in sorted(root.glob(pattern)) if path.is_file()]


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _is_root_on_linux() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0
