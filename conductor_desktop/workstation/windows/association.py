"""Which program opens a kind of file on a double-click. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from conductor_desktop.workstation.pc import CouldNotTell

    _INIT_IGNORE_UNKNOWN = 0x400  # or Windows answers with its “How do you want to open this?”
    _EXECUTABLE = 2  # ASSOCSTR_EXECUTABLE
    _LONGEST = 32_768
    _NONE = {0x80070483, 0x80070002, 0x80070003}  # no association; its program is gone

    _shell = ctypes.WinDLL("shlwapi")
    _shell.AssocQueryStringW.argtypes = [
        wintypes.DWORD,
        ctypes.c_int,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.LPWSTR,
        wintypes.LPDWORD,
    ]
    _shell.AssocQueryStringW.restype = ctypes.c_long

    def program_for(extension: str) -> str | None:
        """Its path; ``None`` when there is none. Raises ``CouldNotTell``."""
        path, length = ctypes.create_unicode_buffer(_LONGEST), wintypes.DWORD(_LONGEST)
        result = _shell.AssocQueryStringW(
            _INIT_IGNORE_UNKNOWN, _EXECUTABLE, extension, "open", path, ctypes.byref(length)
        )
        if result == 0:
            return path.value or None
        if result & 0xFFFFFFFF in _NONE:
            return None
        raise CouldNotTell(f"Windows did not say what opens “{extension}” files.")
