"""Writes what starts with Windows for this user: one value, and never another one. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import winreg

    def enter(key: str, name: str, command: str) -> None:
        """Have ``command`` started. Raises ``OSError`` where Windows refuses."""
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as handle:
            winreg.SetValueEx(handle, name, 0, winreg.REG_SZ, command)

    def remove(key: str, name: str) -> None:
        """Have it started no more. Raises ``OSError`` where Windows refuses."""
        with (
            contextlib.suppress(FileNotFoundError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as handle,
        ):
            winreg.DeleteValue(handle, name)
