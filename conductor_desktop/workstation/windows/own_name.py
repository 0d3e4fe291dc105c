"""By which name Windows groups the app's windows, its pin on the taskbar and its notices."""

from __future__ import annotations

import contextlib
import sys

APP_ID = "Conductor.ConductorDesktop"
"""An AppUserModelID. The installer gives the same one to the shortcut in the Start menu."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _shell = ctypes.OleDLL("shell32")
    _shell.SetCurrentProcessExplicitAppUserModelID.argtypes = [wintypes.LPCWSTR]

    def take_own_name() -> None:
        """Call this before the first window; without it Windows makes up a name per program."""
        with contextlib.suppress(OSError):  # then it makes one up, and nothing else is lost
            _shell.SetCurrentProcessExplicitAppUserModelID(APP_ID)
