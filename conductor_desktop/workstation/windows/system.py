"""Which Windows this is, and whether it is used from another computer. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import os
    from collections.abc import Mapping

    from conductor_desktop.workstation.facts import SystemFacts
    from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View
    from conductor_desktop.workstation.windows import registry

    _WINDOWS_11 = 22000
    _REMOTE_SESSION = 0x1000  # SM_REMOTESESSION
    _CURRENT_VERSION = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    _TERMINAL_SERVER = r"SYSTEM\CurrentControlSet\Control\Terminal Server"
    _ARCHITECTURES = {"AMD64": "x64", "X86": "x86"}

    def system() -> SystemFacts:
        """The edition, build and kind of this Windows."""
        about = sys.getwindowsversion()
        is_server = about.product_type != 1
        caption = _values(_CURRENT_VERSION).get("ProductName")
        name = caption if isinstance(caption, str) and caption else f"Windows {about.major}"
        if about.build >= _WINDOWS_11 and not is_server:
            name = name.replace("Windows 10", "Windows 11")  # the registry never learnt it
        arch = os.environ.get("PROCESSOR_ARCHITEW6432") or os.environ.get("PROCESSOR_ARCHITECTURE")
        arch = (arch or "").upper()
        remote = ctypes.WinDLL("user32").GetSystemMetrics(_REMOTE_SESSION)
        return SystemFacts(
            is_windows=True,
            caption=name,
            build=about.build,
            arch=_ARCHITECTURES.get(arch, arch.lower()) or None,
            is_server=is_server,
            terminal_server=_is_shared() if is_server else False,
            remote_session=bool(remote),
        )

    def _is_shared() -> bool | None:
        """A server can always be worked on by two; only a terminal server is there for many."""
        mode = _values(_TERMINAL_SERVER).get("TSAppCompat")
        return mode == 1 if isinstance(mode, int) else None

    def _values(key: str) -> Mapping[str, RegistryValue]:
        try:
            return registry.values(Hive.MACHINE, key, View.BITS_64)
        except CouldNotTell:
            return {}
