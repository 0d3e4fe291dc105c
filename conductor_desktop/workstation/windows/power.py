"""When this PC goes to sleep, as its power plan in use says. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import functools
    import uuid
    from ctypes import wintypes

    import psutil

    from conductor_desktop.workstation.facts import LidAction, PowerFacts
    from conductor_desktop.workstation.pc import CouldNotTell

    # Groups and settings of the power plan (Windows SDK, winnt.h).
    _SLEEP = uuid.UUID("238c9fa8-0aad-41ed-83f4-97be242c8f20").bytes_le
    _SLEEPS_AFTER = uuid.UUID("29f6c1db-86da-48c5-9fdb-f2b67b1f44da").bytes_le
    _HIBERNATES_AFTER = uuid.UUID("9d7815a6-7ee4-497e-8888-515a05f02364").bytes_le
    _BUTTONS = uuid.UUID("4f971e89-eebd-4455-a8de-9e59040e7347").bytes_le
    _LID_ACTION = uuid.UUID("5ca83367-6e45-459f-a27b-476b1d01c936").bytes_le
    _LID_ACTIONS = dict(enumerate(LidAction))
    _LID_PRESENT = 2  # the third of SYSTEM_POWER_CAPABILITIES' leading bytes
    _CAPABILITIES_BYTES = 256  # more than the structure has ever had

    _kernel = ctypes.WinDLL("kernel32")
    _kernel.LocalFree.argtypes = [wintypes.HLOCAL]

    @functools.cache
    def _library() -> ctypes.WinDLL:
        """Bound when it is first needed: Wine has not got all of it, and the app must start."""
        library = ctypes.WinDLL("powrprof")
        try:
            library.PowerGetActiveScheme.argtypes = [wintypes.HKEY, ctypes.POINTER(ctypes.c_void_p)]
            library.PowerReadACValueIndex.argtypes = [
                wintypes.HKEY,
                ctypes.c_void_p,
                ctypes.c_char_p,
                ctypes.c_char_p,
                wintypes.LPDWORD,
            ]
            library.GetPwrCapabilities.argtypes = [ctypes.c_char_p]
            library.GetPwrCapabilities.restype = ctypes.c_ubyte  # BOOLEAN, one byte
        except AttributeError as error:
            raise CouldNotTell("This Windows does not tell its power settings.") from error
        return library

    def power() -> PowerFacts:
        """What holds while it is plugged in. Raises ``CouldNotTell`` without a plan."""
        scheme = ctypes.c_void_p()
        if _library().PowerGetActiveScheme(None, ctypes.byref(scheme)):
            raise CouldNotTell("Windows did not name the power plan in use.")
        try:
            lid = _setting(scheme, _BUTTONS, _LID_ACTION)
            return PowerFacts(
                sleeps_after=_minutes(_setting(scheme, _SLEEP, _SLEEPS_AFTER)),
                hibernates_after=_minutes(_setting(scheme, _SLEEP, _HIBERNATES_AFTER)),
                has_lid=_has_lid(),
                lid=None if lid is None else _LID_ACTIONS.get(lid),
                on_battery=_on_battery(),
            )
        finally:
            _kernel.LocalFree(scheme)

    def _setting(scheme: ctypes.c_void_p, group: bytes, setting: bytes) -> int | None:
        value = wintypes.DWORD()
        failed = _library().PowerReadACValueIndex(None, scheme, group, setting, ctypes.byref(value))
        return None if failed else int(value.value)

    def _minutes(seconds: int | None) -> int | None:
        """Never rounded down to 0, which means never."""
        return seconds if not seconds else max(1, round(seconds / 60))

    def _has_lid() -> bool | None:
        told = ctypes.create_string_buffer(_CAPABILITIES_BYTES)
        return bool(told.raw[_LID_PRESENT]) if _library().GetPwrCapabilities(told) else None

    def _on_battery() -> bool | None:
        try:
            battery = psutil.sensors_battery()
        except OSError:
            return None
        if battery is None:
            return False
        return None if battery.power_plugged is None else not battery.power_plugged
