"""The visible windows of a program in our own session, and putting one in front. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from conductor_desktop.workstation.facts import WindowFacts

    _RESTORE = 9  # SW_RESTORE

    _user = ctypes.WinDLL("user32", use_last_error=True)
    _EACH_WINDOW = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    _user.EnumWindows.argtypes = [_EACH_WINDOW, wintypes.LPARAM]
    _user.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
    _user.GetWindowThreadProcessId.argtypes = [wintypes.HWND, wintypes.LPDWORD]
    _user.ShowWindow.argtypes = [wintypes.HWND, ctypes.c_int]
    for _question in (
        _user.IsWindowVisible,
        _user.IsWindowEnabled,
        _user.IsIconic,
        _user.SetForegroundWindow,
    ):
        _question.argtypes = [wintypes.HWND]

    def windows_of(pid: int) -> tuple[WindowFacts, ...]:
        """Its visible windows that have a title, the one in front first."""
        windows = ((_title(handle), handle) for handle in _visible(pid))
        return tuple(
            WindowFacts(title, bool(_user.IsWindowEnabled(handle)))
            for title, handle in windows
            if title
        )

    def bring_to_front(pid: int) -> bool:
        """Put the window in front that can be answered: a dialog before what it blocks."""
        windows = _visible(pid)
        usable = [handle for handle in windows if _user.IsWindowEnabled(handle)]
        for handle in (usable or windows)[:1]:
            if _user.IsIconic(handle):
                _user.ShowWindow(handle, _RESTORE)
            return bool(_user.SetForegroundWindow(handle))
        return False

    def _visible(pid: int) -> list[int]:
        handles: list[int] = []

        def look(window: int, _unused: int) -> bool:
            owner = wintypes.DWORD()
            _user.GetWindowThreadProcessId(window, ctypes.byref(owner))
            if owner.value == pid and _user.IsWindowVisible(window):
                handles.append(window)
            return True

        _user.EnumWindows(_EACH_WINDOW(look), 0)
        return handles

    def _title(window: int) -> str:
        text = ctypes.create_unicode_buffer(512)
        # For another program's window this reads what Windows keeps: it cannot hang.
        return text.value if _user.GetWindowTextW(window, text, len(text)) else ""
