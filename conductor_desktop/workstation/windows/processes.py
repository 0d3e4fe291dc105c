"""The running programs: their sessions and their rights. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    from collections.abc import Iterator
    from ctypes import wintypes

    from conductor_desktop.workstation.pc import CouldNotTell

    _SNAPSHOT_PROCESSES = 0x0002
    _QUERY_LIMITED = 0x1000
    _TOKEN_QUERY = 0x0008
    _TOKEN_ELEVATION = 20

    class _Entry(ctypes.Structure):
        """PROCESSENTRY32W."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("usage", wintypes.DWORD),
            ("pid", wintypes.DWORD),
            ("heap", ctypes.c_size_t),
            ("module", wintypes.DWORD),
            ("threads", wintypes.DWORD),
            ("parent", wintypes.DWORD),
            ("priority", wintypes.LONG),
            ("flags", wintypes.DWORD),
            ("name", wintypes.WCHAR * 260),
        )

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _kernel.ProcessIdToSessionId.argtypes = [wintypes.DWORD, wintypes.LPDWORD]
    _kernel.CreateToolhelp32Snapshot.argtypes = [wintypes.DWORD, wintypes.DWORD]
    _kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
    for _step in (_kernel.Process32FirstW, _kernel.Process32NextW):
        _step.argtypes = [wintypes.HANDLE, ctypes.POINTER(_Entry)]

    _rights = ctypes.WinDLL("advapi32", use_last_error=True)
    _rights.OpenProcessToken.argtypes = [wintypes.HANDLE, wintypes.DWORD, wintypes.LPHANDLE]
    _rights.GetTokenInformation.argtypes = [
        wintypes.HANDLE,
        ctypes.c_int,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.LPDWORD,
    ]

    def running() -> tuple[tuple[int, str], ...]:
        """Number and file name of every running program, whoever runs it.

        One snapshot, which needs no rights; psutil asks for each program's path, and cannot
        name those whose path is kept from it.
        """
        snapshot = _kernel.CreateToolhelp32Snapshot(_SNAPSHOT_PROCESSES, 0)
        if snapshot in (None, wintypes.HANDLE(-1).value):
            raise CouldNotTell("The running programs could not be listed.")
        found: list[tuple[int, str]] = []
        try:
            entry = _Entry(size=ctypes.sizeof(_Entry))
            more = _kernel.Process32FirstW(snapshot, ctypes.byref(entry))
            while more:
                found.append((entry.pid, entry.name))
                more = _kernel.Process32NextW(snapshot, ctypes.byref(entry))
        finally:
            _kernel.CloseHandle(snapshot)
        return tuple(found)

    def session_of(pid: int) -> int | None:
        """The Windows session a process runs in."""
        session = wintypes.DWORD()
        found = _kernel.ProcessIdToSessionId(pid, ctypes.byref(session))
        return int(session.value) if found else None

    def is_elevated(pid: int) -> bool | None:
        """Whether a process runs as administrator; ``None`` where Windows keeps it to itself."""
        with _opened(pid) as process:
            token = wintypes.HANDLE()
            if not process or not _rights.OpenProcessToken(
                process, _TOKEN_QUERY, ctypes.byref(token)
            ):
                return None
            try:
                elevated, size = wintypes.DWORD(), wintypes.DWORD()
                told = _rights.GetTokenInformation(
                    token, _TOKEN_ELEVATION, ctypes.byref(elevated), 4, ctypes.byref(size)
                )
                return bool(elevated.value) if told else None
            finally:
                _kernel.CloseHandle(token)

    @contextlib.contextmanager
    def _opened(pid: int) -> Iterator[int | None]:
        handle = _kernel.OpenProcess(_QUERY_LIMITED, False, pid)
        try:
            yield handle
        finally:
            if handle:
                _kernel.CloseHandle(handle)
