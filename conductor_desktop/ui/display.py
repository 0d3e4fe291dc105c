"""Whether there is anything to show a window on. Importing this module imports no Qt."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from conductor_desktop.errors import AppError, ExitCode

# The last one names another of Qt's platforms, such as "offscreen", which needs no display.
_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class NoDisplay(AppError):
    """A Linux session without a desktop; Qt would end the process in its own words."""

    exit_code = ExitCode.USAGE

    def __init__(self) -> None:
        super().__init__(
            "There is no display",
            "The app's window needs a desktop, and this session has none.",
            "Start it on a desktop, or use a command that needs no window, such as “tour” or "
            "“status”.",
        )


def require_display(environ: Mapping[str, str]) -> None:
    """Raise ``NoDisplay`` where a window cannot open; call it before Qt is imported."""
    if sys.platform == "linux" and not any(environ.get(name) for name in _NAMES):
        raise NoDisplay
