"""The Windows registry, read in the 64-bit and the 32-bit view. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import winreg
    from collections.abc import Iterator

    from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View

    # A key with more entries than this is not one of those that are read here.
    _MOST_ENTRIES = 5000
    _ROOTS = {
        Hive.MACHINE: winreg.HKEY_LOCAL_MACHINE,
        Hive.USER: winreg.HKEY_CURRENT_USER,
        Hive.CLASSES: winreg.HKEY_CLASSES_ROOT,
    }
    _VIEWS = {View.BITS_64: winreg.KEY_WOW64_64KEY, View.BITS_32: winreg.KEY_WOW64_32KEY}

    def values(hive: Hive, key: str, view: View) -> dict[str, RegistryValue]:
        """The values of a key; none if there is no such key. Raises ``CouldNotTell``."""
        with _opened(hive, key, view) as handle:
            if handle is None:
                return {}
            count = winreg.QueryInfoKey(handle)[1]
            entries = [winreg.EnumValue(handle, i) for i in range(min(count, _MOST_ENTRIES))]
        return {
            name: tuple(map(str, value)) if isinstance(value, list) else value
            for name, value, _kind in entries
        }

    def subkeys(hive: Hive, key: str, view: View) -> tuple[str, ...]:
        """The names of the keys below; none if there is no such key. Raises ``CouldNotTell``."""
        with _opened(hive, key, view) as handle:
            if handle is None:
                return ()
            count = winreg.QueryInfoKey(handle)[0]
            return tuple(winreg.EnumKey(handle, i) for i in range(min(count, _MOST_ENTRIES)))

    @contextlib.contextmanager
    def _opened(hive: Hive, key: str, view: View) -> Iterator[winreg.HKEYType | None]:
        """The open key, or ``None``. A refusal now or while reading is ``CouldNotTell``."""
        try:
            with winreg.OpenKey(_ROOTS[hive], key, 0, winreg.KEY_READ | _VIEWS[view]) as handle:
                yield handle
                return
        except FileNotFoundError:
            pass
        except OSError as error:
            raise CouldNotTell(f"Windows does not allow reading “{hive}\\{key}”.") from error
        yield None
