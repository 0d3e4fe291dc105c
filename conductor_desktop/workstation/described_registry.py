"""The registry of a described PC: two views where Windows has two, and keys that are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conductor_desktop.workstation.description import Key
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View

_HIVES = {
    "HKLM": Hive.MACHINE,
    "HKEY_LOCAL_MACHINE": Hive.MACHINE,
    "HKCU": Hive.USER,
    "HKEY_CURRENT_USER": Hive.USER,
    "HKCR": Hive.CLASSES,
    "HKEY_CLASSES_ROOT": Hive.CLASSES,
}

_Spot = tuple[Hive, View, str]


class BadKey(Exception):
    """A key that is not in a hive that is read."""


class DescribedRegistry:
    """Keys that are not described do not exist. Raises ``BadKey`` for one in another hive."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._values: dict[_Spot, dict[str, RegistryValue]] = {}
        self._subkeys: dict[_Spot, dict[str, None]] = {}
        self._denied: set[_Spot] = set()
        for key in keys:
            self._add(key)

    def values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        return self._values.get(self._spot(hive, key, view), {})

    def subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        return tuple(self._subkeys.get(self._spot(hive, key, view), ()))

    def _add(self, entry: Key) -> None:
        root, _, rest = entry.key.partition("\\")
        hive = _HIVES.get(root.upper())
        names = [name for name in rest.split("\\") if name]
        if hive is None or not names:
            raise BadKey(entry.key)
        view = View(entry.view)
        if names[1:2] and names[1].casefold() == "wow6432node":
            del names[1]
            view = View.BITS_32
        # HKEY_CURRENT_USER\Software is not split in two as the others are.
        for seen in (View.BITS_64, View.BITS_32) if hive is Hive.USER else (view,):
            for depth in range(1, len(names)):
                above = _at(hive, seen, names[:depth])
                self._subkeys.setdefault(above, {}).setdefault(names[depth])
            spot = _at(hive, seen, names)
            values = {name: _value(value) for name, value in entry.values.items()}
            self._values.setdefault(spot, {}).update(values)
            if entry.denied:
                self._denied.add(spot)

    def _spot(self, hive: Hive, key: str, view: View) -> _Spot:
        names = [name for name in key.split("\\") if name]
        for depth in range(1, len(names) + 1):
            if self._denied and _at(hive, view, names[:depth]) in self._denied:
                raise CouldNotTell(f"Windows does not allow reading “{hive}\\{key}”.")
        return _at(hive, view, names)


def _at(hive: Hive, view: View, names: list[str]) -> _Spot:
    return hive, view, "\\".join(names).casefold()


def _value(value: str | int | list[str | int] | None) -> RegistryValue:
    """A list of numbers is binary data; a list of texts is several texts."""
    if not isinstance(value, list):
        return value
    numbers = [part for part in value if isinstance(part, int) and 0 <= part < 256]
    if value and len(numbers) == len(value):
        return bytes(numbers)
    return tuple(str(part) for part in value)
