"""The version that a program file carries. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _version = ctypes.WinDLL("version", use_last_error=True)
    _version.GetFileVersionInfoSizeW.argtypes = [wintypes.LPCWSTR, wintypes.LPDWORD]
    _version.GetFileVersionInfoW.argtypes = [
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
    ]
    _version.VerQueryValueW.argtypes = [
        wintypes.LPCVOID,
        wintypes.LPCWSTR,
        ctypes.POINTER(wintypes.LPVOID),
        ctypes.POINTER(wintypes.UINT),
    ]

    def file_version(path: str) -> str | None:
        """The four numbers of a program's version resource."""
        size = _version.GetFileVersionInfoSizeW(path, None)
        if not size:
            return None
        block = ctypes.create_string_buffer(size)
        if not _version.GetFileVersionInfoW(path, 0, size, block):
            return None
        start, length = wintypes.LPVOID(), wintypes.UINT()
        if not _version.VerQueryValueW(block, "\\", ctypes.byref(start), ctypes.byref(length)):
            return None
        if not start.value or length.value < 16:
            return None
        # VS_FIXEDFILEINFO: signature, structure version, then the file's version, high and low.
        high, low = (ctypes.c_uint32 * 4).from_address(start.value)[2:4]
        return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
