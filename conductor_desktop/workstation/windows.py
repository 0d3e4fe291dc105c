"""What only Windows itself can say: sessions, rights, window titles, file versions, sleep.

Windows only, through ctypes, because neither the standard library nor psutil knows these. Each
function asks for the least right that answers (``PROCESS_QUERY_LIMITED_INFORMATION``), and a
refusal is ``None`` or ``CouldNotTell``.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    import os
    import uuid
    from collections.abc import Iterator
    from ctypes import wintypes
    from pathlib import Path

    from conductor_desktop.workstation import registry
    from conductor_desktop.workstation.pc import (
        CouldNotTell,
        Hive,
        ProcessFacts,
        SystemFacts,
        View,
    )

    _SNAPSHOT_PROCESSES = 0x0002
    _QUERY_LIMITED = 0x1000
    _TOKEN_QUERY = 0x0008
    _TOKEN_ELEVATION = 20
    _WINDOWS_11 = 22000
    # The power setting "sleep after", in seconds, in the group "sleep" (Windows SDK, winnt.h).
    _SLEEP_GROUP = uuid.UUID("238c9fa8-0aad-41ed-83f4-97be242c8f20").bytes_le
    _SLEEP_AFTER = uuid.UUID("29f6c1db-86da-48c5-9fdb-f2b67b1f44da").bytes_le
    _CURRENT_VERSION = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    _TERMINAL_SERVER = r"SYSTEM\CurrentControlSet\Control\Terminal Server"

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _kernel.ProcessIdToSessionId.argtypes = [wintypes.DWORD, wintypes.LPDWORD]
    _kernel.LocalFree.argtypes = [wintypes.HLOCAL]

    _kernel.CreateToolhelp32Snapshot.argtypes = [wintypes.DWORD, wintypes.DWORD]
    _kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE

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

    _user = ctypes.WinDLL("user32", use_last_error=True)
    _EACH_WINDOW = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    _user.EnumWindows.argtypes = [_EACH_WINDOW, wintypes.LPARAM]
    _user.IsWindowVisible.argtypes = [wintypes.HWND]
    _user.GetWindowTextW.argtypes = [wintypes.HWND, wintypes.LPWSTR, ctypes.c_int]
    _user.GetWindowThreadProcessId.argtypes = [wintypes.HWND, wintypes.LPDWORD]

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

    def system() -> SystemFacts:
        """The edition, build and kind of this Windows."""
        about = sys.getwindowsversion()
        settings = registry.values(Hive.MACHINE, _CURRENT_VERSION, View.BITS_64)
        caption = settings.get("ProductName")
        name = caption if isinstance(caption, str) else f"Windows {about.major}"
        if about.build >= _WINDOWS_11 and about.product_type == 1:
            name = name.replace("Windows 10", "Windows 11")  # the registry never learnt it
        arch = os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE")
        shared = registry.values(Hive.MACHINE, _TERMINAL_SERVER, View.BITS_64).get("TSAppCompat")
        return SystemFacts(
            is_windows=True,
            caption=name,
            build=about.build,
            arch={"AMD64": "x64", "X86": "x86"}.get((arch or "").upper(), (arch or "").lower()),
            is_server=about.product_type != 1,
            terminal_server=about.product_type != 1 and shared == 1,
        )

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

    def process_facts(name: str, pid: int, owner: str | None) -> ProcessFacts:
        """Session, rights and windows of a process. Another session's windows are unknown."""
        session = session_of(pid)
        visible = session is not None and session == session_of(os.getpid())
        return ProcessFacts(
            name,
            pid,
            session=session,
            elevated=_is_elevated(pid),
            owner=owner,
            windows=_titles(pid) if visible else None,
        )

    def file_version(path: Path) -> str | None:
        """The four numbers of a program's version resource."""
        size = _version.GetFileVersionInfoSizeW(str(path), None)
        if not size:
            return None
        block = ctypes.create_string_buffer(size)
        if not _version.GetFileVersionInfoW(str(path), 0, size, block):
            return None
        start, length = wintypes.LPVOID(), wintypes.UINT()
        if not _version.VerQueryValueW(block, "\\", ctypes.byref(start), ctypes.byref(length)):
            return None
        if not start.value or length.value < 16:
            return None
        # VS_FIXEDFILEINFO: signature, structure version, then the file's version, high and low.
        high, low = (ctypes.c_uint32 * 4).from_address(start.value)[2:4]
        return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"

    def sleeps_after() -> int | None:
        """Minutes until the PC sleeps while plugged in; ``None`` for never."""
        power = ctypes.WinDLL("powrprof")
        scheme, seconds = ctypes.c_void_p(), wintypes.DWORD()
        if power.PowerGetActiveScheme(None, ctypes.byref(scheme)):
            raise CouldNotTell("Windows did not name the power plan in use.")
        try:
            failed = power.PowerReadACValueIndex(
                None, scheme, _SLEEP_GROUP, _SLEEP_AFTER, ctypes.byref(seconds)
            )
        finally:
            _kernel.LocalFree(scheme)
        if failed:
            raise CouldNotTell("Windows did not say when this PC goes to sleep.")
        return max(1, round(seconds.value / 60)) if seconds.value else None

    def _titles(pid: int) -> tuple[str, ...]:
        titles: list[str] = []

        def look(window: int, _unused: int) -> bool:
            owner = wintypes.DWORD()
            _user.GetWindowThreadProcessId(window, ctypes.byref(owner))
            if owner.value == pid and _user.IsWindowVisible(window):
                text = ctypes.create_unicode_buffer(512)
                # For another program's window this reads what Windows keeps: it cannot hang.
                if _user.GetWindowTextW(window, text, len(text)):
                    titles.append(text.value)
            return True

        _user.EnumWindows(_EACH_WINDOW(look), 0)
        return tuple(titles)

    def _is_elevated(pid: int) -> bool | None:
        with _process(pid) as process:
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
    def _process(pid: int) -> Iterator[int | None]:
        handle = _kernel.OpenProcess(_QUERY_LIMITED, False, pid)
        try:
            yield handle
        finally:
            if handle:
                _kernel.CloseHandle(handle)
