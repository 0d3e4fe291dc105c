"""What ``inside.py`` does to other programs of the PC: keys, a fault, and services."""

from __future__ import annotations

import sys
import threading

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _USER = ctypes.WinDLL("user32")
    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _SERVICES = ctypes.WinDLL("advapi32", use_last_error=True)
    _TEXT, _NUMBER, _HANDLE = wintypes.LPCWSTR, wintypes.DWORD, wintypes.HANDLE
    _POINTER = ctypes.c_void_p
    _KERNEL.OpenProcess.restype = _HANDLE
    _KERNEL.CreateRemoteThread.restype = _HANDLE
    _KERNEL.CreateRemoteThread.argtypes = [
        *(_HANDLE, _POINTER, ctypes.c_size_t, _POINTER, _POINTER, _NUMBER, _POINTER)
    ]
    _SERVICES.OpenSCManagerW.restype = _HANDLE
    _SERVICES.OpenSCManagerW.argtypes = [_TEXT, _TEXT, _NUMBER]
    _SERVICES.CreateServiceW.restype = _HANDLE
    _SERVICES.CreateServiceW.argtypes = [
        *(_HANDLE, _TEXT, _TEXT, _NUMBER, _NUMBER, _NUMBER, _NUMBER, _TEXT),
        *(_TEXT, _POINTER, _TEXT, _TEXT, _TEXT),
    ]
    _SERVICES.OpenServiceW.restype = _HANDLE
    _SERVICES.OpenServiceW.argtypes = [_HANDLE, _TEXT, _NUMBER]
    _SERVICES.StartServiceW.argtypes = [_HANDLE, _NUMBER, _POINTER]
    _SERVICES.ControlService.argtypes = [_HANDLE, _NUMBER, _POINTER]
    _SERVICES.DeleteService.argtypes = [_HANDLE]
    _SERVICES.CloseServiceHandle.argtypes = [_HANDLE]
    _EVERY_RIGHT, _OF_MANAGER, _OF_SERVICE = 0x1FFFFF, 0xF003F, 0xF01FF
    _OWN_PROCESS, _AUTOMATIC, _MANUAL, _NORMAL_ERROR, _STOP = 0x10, 2, 3, 1, 1

    _KEYS = {"tab": 0x09, "shift": 0x10, "space": 0x20}
    _UP = 2
    _HELD_SECONDS = 0.05  # as somebody who types fast; shorter than that, Qt misses its end
    _never = threading.Event()

    def press(*strokes: str) -> None:
        """Type into the window in front, one stroke after the other: ``tab``, ``shift+tab``."""
        for stroke in strokes:
            keys = [_KEYS[name] for name in stroke.split("+")]
            for key, is_up in [*((key, 0) for key in keys), *((key, _UP) for key in keys[::-1])]:
                _USER.keybd_event(key, _USER.MapVirtualKeyW(key, 0), is_up, 0)
                _never.wait(_HELD_SECONDS)

    def make_fail(process: int) -> None:
        """Let another program die of a fault: a thread of it begins where there is no code."""
        handle = _HANDLE(_made(_KERNEL.OpenProcess(_EVERY_RIGHT, False, process)))
        thread = _made(_KERNEL.CreateRemoteThread(handle, None, 0, None, None, 0, None))
        _KERNEL.CloseHandle(_HANDLE(thread))
        _KERNEL.CloseHandle(handle)

    def add_service(name: str, program: str, runs: bool) -> None:
        """One that runs starts with Windows, as QuickBooks' does; the other only by hand."""
        manager = _made(_SERVICES.OpenSCManagerW(None, None, _OF_MANAGER))
        kind = (_OWN_PROCESS, _AUTOMATIC if runs else _MANUAL, _NORMAL_ERROR)
        place = f'"{program}"'
        service = _made(
            _SERVICES.CreateServiceW(
                *(manager, name, name, _OF_SERVICE, *kind, place, None, None, None, None, None)
            )
        )
        if runs:
            _made(_SERVICES.StartServiceW(service, 0, None))
        _SERVICES.CloseServiceHandle(service)
        _SERVICES.CloseServiceHandle(manager)

    def remove_service(name: str) -> None:
        """Stop it, if it runs, and forget it."""
        manager = _made(_SERVICES.OpenSCManagerW(None, None, _OF_MANAGER))
        service = _made(_SERVICES.OpenServiceW(manager, name, _OF_SERVICE))
        status = (_NUMBER * 7)()
        _SERVICES.ControlService(service, _STOP, status)
        _made(_SERVICES.DeleteService(service))
        _SERVICES.CloseServiceHandle(service)
        _SERVICES.CloseServiceHandle(manager)

    def _made(answer: int | None) -> int:
        """What Windows has answered; raises ``OSError`` where it has refused."""
        if not answer:
            raise ctypes.WinError(ctypes.get_last_error())
        return answer
