"""What may be done with a file or in a folder, found out without changing it. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
    from pathlib import Path

    from conductor_desktop.workstation.facts import Access

    _READ_DATA, _ADD = 0x1, 0x2  # for a folder: list it, and make a file in it
    _SHARE_ALL = 0x7  # whoever uses it goes on reading, writing and deleting
    _OPEN_EXISTING = 3
    _EVEN_A_FOLDER = 0x02000000  # FILE_FLAG_BACKUP_SEMANTICS
    _READ_ONLY, _FOLDER = 0x1, 0x10
    _INVALID = wintypes.HANDLE(-1).value
    _NOT_FOUND = {2, 3, 67, 123}
    _REASONS = {
        5: "this Windows user has no permission",
        19: "it is write-protected",
        32: "another program keeps it to itself",
        33: "another program keeps it to itself",
    }

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.argtypes = [
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    ]
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]

    def access(path: str) -> Access | None:
        """Open it for reading and for writing, and close it at once; ``None`` if there is none."""
        reading, writing = _refusal(path, _READ_DATA), _refusal(path, _ADD)
        if _NOT_FOUND & {reading, writing}:
            return None
        if _is_read_only(path):
            return Access(not reading, False, "it is marked read-only")
        return Access(not reading, not writing, _REASONS.get(writing or reading, ""))

    def _refusal(path: str, right: int) -> int:
        """Windows' error number; 0 when it may be opened so."""
        handle = _kernel.CreateFileW(
            path, right, _SHARE_ALL, None, _OPEN_EXISTING, _EVEN_A_FOLDER, None
        )
        if handle in (None, _INVALID):
            return ctypes.get_last_error()
        _kernel.CloseHandle(handle)
        return 0

    def _is_read_only(path: str) -> bool:
        try:
            marks = Path(path).stat().st_file_attributes
        except OSError:
            return False
        return bool(marks & _READ_ONLY) and not marks & _FOLDER  # on a folder it means nothing
