"""Who may put a window in front of all others. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _user = ctypes.WinDLL("user32", use_last_error=True)
    _user.AllowSetForegroundWindow.argtypes = [wintypes.DWORD]
    _user.AllowSetForegroundWindow.restype = wintypes.BOOL

    def let_come_to_front(process: int) -> bool:
        """Pass this process's right to do so on; whether it had it, and ``process`` exists."""
        return bool(_user.AllowSetForegroundWindow(process))
