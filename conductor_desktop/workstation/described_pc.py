"""A PC read from a JSON file: what the rules are tested on, and what the sandbox shows.

The file says what each question is answered with. What it leaves out could not be told, except
that a file, a process or a registry key that is not listed does not exist. ``%NAME%`` is not
expanded: paths are written out, and ``environment`` says which folders they begin with.
"""

from __future__ import annotations

import fnmatch
import io
import itertools
import ntpath
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

import msgspec

from conductor_desktop.errors import InvalidInput
from conductor_desktop.struct_types import ready
from conductor_desktop.workstation.pc import (
    CouldNotTell,
    FileFacts,
    Hive,
    Outcome,
    ProcessFacts,
    Proxy,
    Reach,
    RegistryValue,
    SystemFacts,
    View,
)
from conductor_desktop.workstation.shared_file import open_shared

_MOST_BYTES = 4 * 1024 * 1024
_USUAL_FOLDERS = {
    "ProgramFiles": r"C:\Program Files",
    "ProgramW6432": r"C:\Program Files",
    "ProgramFiles(x86)": r"C:\Program Files (x86)",
    "CommonProgramFiles": r"C:\Program Files\Common Files",
    "CommonProgramW6432": r"C:\Program Files\Common Files",
    "CommonProgramFiles(x86)": r"C:\Program Files (x86)\Common Files",
    "ProgramData": r"C:\ProgramData",
    "APPDATA": r"C:\Users\user\AppData\Roaming",
    "LOCALAPPDATA": r"C:\Users\user\AppData\Local",
}
_HIVES = {
    "HKLM": Hive.MACHINE,
    "HKEY_LOCAL_MACHINE": Hive.MACHINE,
    "HKCU": Hive.USER,
    "HKEY_CURRENT_USER": Hive.USER,
}


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """A misspelt field is an error that names it, not a fact silently left out."""


class _Windows(_Strict):
    caption: str
    build: int | None = None
    arch: str | None = None
    product_type: Literal[1, 2, 3] | None = None
    """As Windows counts: 1 for a workstation, 2 and 3 for servers."""
    terminal_server: bool | None = None
    clock_skew_s: float | None = None
    """Seconds by which the clock is ahead; negative when it is slow."""
    sleep_after_min: int | None = None
    """Minutes; 0 for never, as Windows counts."""


class _Key(_Strict):
    key: str
    view: Literal[32, 64] = 64
    values: dict[str, str | int | list[str | int] | None] = {}
    denied: bool = False


class _File(_Strict):
    path: str
    version: str | None = None
    signer: str | None = None
    text: str | None = None
    """What is in it."""
    beside: str | None = None
    """Or the name of a file beside the description, which has in it what this one has."""

    def __post_init__(self) -> None:
        if self.beside is not None and Path(self.beside).name != self.beside:
            raise ValueError("“beside” is not the name of a file")


class _Process(_Strict):
    name: str
    pid: int
    session: int | None = None
    elevated: bool | None = None
    owner: str | None = None
    windows: list[str] | None = None


class _Proxy(_Strict):
    host: str | None = None
    port: int | None = None
    script: bool = False


class _Network(_Strict):
    reach: Outcome = Outcome.ANSWERS
    detail: str = ""
    proxy: _Proxy | None = None


class Description(_Strict):
    """The file. ``expected`` says, by check, what its author expects; the tests hold it so."""

    schema: Literal[1]
    id: str
    title: str
    windows: _Windows
    environment: dict[str, str] = msgspec.field(default_factory=_USUAL_FOLDERS.copy)
    registry: list[_Key] = []
    files: list[_File] = []
    processes: list[_Process] | None = []
    """``null`` when the PC does not let its programs be listed."""
    my_session: int | None = 1
    network: _Network | None = None
    expected: dict[str, str] = {}


_Spot = tuple[Hive, View, str]


class DescribedPc:
    """Answers from a description; the same file always gives the same answers."""

    def __init__(self, description: Description, folder: Path | None = None) -> None:
        self.description = description
        self._folder = folder
        self._values: dict[_Spot, dict[str, RegistryValue]] = {}
        self._subkeys: dict[_Spot, dict[str, None]] = {}
        self._denied: set[_Spot] = set()
        for entry in description.registry:
            self._add_key(entry)

    @classmethod
    def load(cls, path: Path) -> DescribedPc:
        """Read a description. Raises ``InvalidInput`` that names the field that is wrong."""
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise _invalid(path, f"it cannot be read ({error.strerror})") from error
        if len(data) > _MOST_BYTES:
            raise _invalid(path, "it is larger than 4 MB")
        try:
            return cls(msgspec.json.decode(data, type=ready(Description)), path.parent)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _invalid(path, str(error)) from error
        except _BadKey as error:
            raise _invalid(path, f"“{error}” in “registry” is not a key in HKLM or HKCU") from error

    def system(self) -> SystemFacts:
        windows = self.description.windows
        server = None if windows.product_type is None else windows.product_type != 1
        return SystemFacts(
            is_windows=True,
            caption=windows.caption,
            build=windows.build,
            arch=windows.arch,
            is_server=server,
            terminal_server=windows.terminal_server,
        )

    def folder(self, variable: str) -> str | None:
        wanted = variable.casefold()
        folders = self.description.environment
        return next((path for name, path in folders.items() if name.casefold() == wanted), None)

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        base, names = _parts(folder), pattern.casefold().split("/")
        return tuple(
            FileFacts(file.path, file.version, file.signer)
            for file in self.description.files
            if _matches(_parts(file.path), base, names)
        )

    def open_shared(self, path: str) -> BinaryIO | None:
        wanted = _parts(path)
        file = next((f for f in self.description.files if _parts(f.path) == wanted), None)
        if file is None:
            return None
        if file.text is not None:
            return io.BytesIO(file.text.encode())
        beside = self._folder and file.beside and open_shared(str(self._folder / file.beside))
        if not beside:
            raise CouldNotTell("The description does not say what is in this file.")
        return beside

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        return self._values.get(self._spot(hive, key, view), {})

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        return tuple(self._subkeys.get(self._spot(hive, key, view), ()))

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        if self.description.processes is None:
            raise CouldNotTell("This PC does not let its running programs be listed.")
        wanted = {name.casefold() for name in names}
        return tuple(
            ProcessFacts(
                process.name,
                process.pid,
                process.session,
                process.elevated,
                process.owner,
                None if process.windows is None else tuple(process.windows),
            )
            for process in self.description.processes
            if process.name.casefold() in wanted
        )

    def session(self) -> int:
        if self.description.my_session is None:
            raise CouldNotTell("The description does not say which session this is.")
        return self.description.my_session

    def sleeps_after(self) -> int | None:
        minutes = self.description.windows.sleep_after_min
        if minutes is None:
            raise CouldNotTell("The description does not say when this PC goes to sleep.")
        return minutes or None

    def proxy(self, url: str) -> Proxy | None:
        described = self._network().proxy
        if described is None:
            return None
        return Proxy(described.host, described.port, script=described.script)

    def reach(self, url: str, seconds: float) -> Reach:
        network, proxy = self._network(), self.proxy(url)
        return Reach(
            network.reach,
            urlsplit(url).hostname or "",
            network.detail,
            proxy.address if proxy else None,
            self.description.windows.clock_skew_s,
        )

    def _network(self) -> _Network:
        if self.description.network is None:
            raise CouldNotTell("The description says nothing about the network.")
        return self.description.network

    def _add_key(self, entry: _Key) -> None:
        root, _, rest = entry.key.partition("\\")
        hive = _HIVES.get(root.upper())
        names = [name for name in rest.split("\\") if name]
        if hive is None or not names:
            raise _BadKey(entry.key)
        view = View(entry.view)
        if names[1:2] and names[1].casefold() == "wow6432node":
            del names[1]
            view = View.BITS_32
        # HKEY_CURRENT_USER\Software is not split in two as HKEY_LOCAL_MACHINE is.
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
            if _at(hive, view, names[:depth]) in self._denied:
                raise CouldNotTell(f"Windows does not allow reading “{hive}\\{key}”.")
        return _at(hive, view, names)


class _BadKey(Exception):
    """A registry key of the description that is not in a hive that is read."""


def _invalid(path: Path, reason: str) -> InvalidInput:
    return InvalidInput(
        "Not a described PC",
        f"“{path}” does not describe a PC: {reason}.",
        "Correct the file, or leave out --pc to check this computer.",
    )


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


def _parts(path: str) -> list[str]:
    return [part for part in ntpath.normpath(path).casefold().split("\\") if part]


def _matches(path: list[str], base: list[str], names: list[str]) -> bool:
    if path[: len(base)] != base or len(path) != len(base) + len(names):
        return False
    below = itertools.islice(path, len(base), None)
    return all(fnmatch.fnmatchcase(part, name) for part, name in zip(below, names, strict=True))
