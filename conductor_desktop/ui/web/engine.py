"""The cheap door to the web engine: importing this module imports neither QtWebEngine nor Qt.

``engine_environment``, ``engine_files``, ``policy``, ``load_state``, ``console`` and ``refusals``
are as cheap; ``admission`` asks Qt for its version alone, and ``origin_bar`` and ``problem_panel``
are plain widgets. All other modules here load the engine, so only ``create_auth_view`` imports
``view``.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.errors import AppError
from conductor_desktop.ui.web.engine_environment import (
    add_our_flags,
    is_frozen,
    is_root_on_linux,
    openings,
)
from conductor_desktop.ui.web.engine_files import missing_file

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from conductor_desktop.ui.web.policy import AuthPolicy
    from conductor_desktop.ui.web.view import AuthView

_log = logging.getLogger(__name__)

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
        _refuse_unusable()
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

    Raises ``EngineMissing`` when the engine is not there or not whole, does not load, has been
    opened up by the environment of a released build, or is started there as root on Linux.
    """
    _refuse_unusable()
    try:
        from conductor_desktop.ui.web.view import AuthView
    except (ImportError, OSError) as error:
        _log.warning("The web engine cannot be loaded: %s", error)
        raise EngineMissing(type(error).__name__) from error
    return AuthView(policy, download_folder, redirect_url, parent)


def _refuse_unusable() -> None:
    """Rather say no than let the engine end the program, or show the page with doors open."""
    if is_frozen() and (found := openings(os.environ)):
        _log.warning("THE WEB ENGINE IS NOT USED: the environment changes it (%s).", found)
        raise EngineMissing("opened by the environment")
    if is_frozen() and is_root_on_linux():
        # Chromium keeps its sandbox in a released build, and then ends the process without a word.
        raise EngineMissing("started as root")
    if missing := missing_file():
        _log.warning("The web engine is not whole: %s is missing.", missing)
        raise EngineMissing(f"{missing} is missing")
