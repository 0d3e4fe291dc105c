"""This computer, asked through the standard library and psutil, and Windows where it must be.

On Linux and macOS the questions only Windows can answer raise ``CouldNotTell``.
"""

from __future__ import annotations

import fnmatch
import os
import platform
import sys
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import psutil

from conductor_desktop.secret import Secret
from conductor_desktop.workstation import network
from conductor_desktop.workstation.pc import (
    CouldNotTell,
    FileFacts,
    Hive,
    ProcessFacts,
    Proxy,
    Reach,
    RegistryValue,
    SystemFacts,
    View,
)
from conductor_desktop.workstation.shared_file import open_shared

if sys.platform == "win32":
    from conductor_desktop.workstation import registry, windows

_NOT_WINDOWS = "This computer does not run Windows."
_INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"


class ThisPc:
    """The computer the app runs on. Reads only; keeps nothing between two questions."""

    def system(self) -> SystemFacts:
        if sys.platform == "win32":
            return windows.system()
        name = "macOS" if sys.platform == "darwin" else platform.system()
        return SystemFacts(is_windows=False, caption=name, arch=platform.machine())

    def folder(self, variable: str) -> str | None:
        return os.environ.get(variable) or None

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        found = _below(Path(folder), pattern.casefold().split("/"))
        return tuple(FileFacts(str(path), _version(path)) for path in found)

    def open_shared(self, path: str) -> BinaryIO | None:
        return open_shared(path)

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        if sys.platform == "win32":
            return registry.values(hive, key, view)
        raise CouldNotTell(_NOT_WINDOWS)

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        if sys.platform == "win32":
            return registry.subkeys(hive, key, view)
        raise CouldNotTell(_NOT_WINDOWS)

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        wanted = {name.casefold() for name in names}
        return tuple(_process(pid, name) for pid, name in _running() if name.casefold() in wanted)

    def session(self) -> int:
        if sys.platform == "win32":
            session = windows.session_of(os.getpid())
            if session is not None:
                return session
            raise CouldNotTell("Windows did not say which session this is.")
        raise CouldNotTell(_NOT_WINDOWS)

    def sleeps_after(self) -> int | None:
        if sys.platform == "win32":
            return windows.sleeps_after()
        raise CouldNotTell(_NOT_WINDOWS)

    def proxy(self, url: str) -> Proxy | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if network.is_loopback(host):
            return None
        setting = urllib.request.getproxies().get(parts.scheme)
        if setting and not urllib.request.proxy_bypass(host):
            return read_proxy(setting)
        if self._has_proxy_script():
            return Proxy(script=True)
        return None

    def reach(self, url: str, seconds: float) -> Reach:
        proxy = self.proxy(url)
        return network.reach(url, seconds=seconds, proxy=proxy)

    def _has_proxy_script(self) -> bool:
        if sys.platform != "win32":
            return False
        settings = self.registry_values(Hive.USER, _INTERNET_SETTINGS, View.BITS_64)
        return bool(settings.get("AutoConfigURL"))


def read_proxy(setting: str) -> Proxy:
    """A proxy as Windows or ``HTTPS_PROXY`` state it: ``host:port``, with or without more.

    Raises ``CouldNotTell`` for a setting that names no host.
    """
    try:
        parts = urlsplit(setting if "://" in setting else f"http://{setting}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise CouldNotTell("The proxy setting of this PC cannot be understood.")
    secret = None
    if parts.username is not None:
        secret = Secret(f"{unquote(parts.username)}:{unquote(parts.password or '')}")
    return Proxy(host, port or 80, secret)


def _below(folder: Path, names: list[str]) -> Iterator[Path]:
    if not folder.is_absolute():
        return
    try:
        with os.scandir(folder) as listing:
            entries = sorted(
                (
                    entry
                    for entry in listing
                    if fnmatch.fnmatchcase(entry.name.casefold(), names[0])
                ),
                key=lambda entry: entry.name,
            )
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise CouldNotTell("A folder on this PC cannot be looked into.") from error
    for entry in entries:
        if len(names) > 1 and entry.is_dir():
            yield from _below(Path(entry.path), names[1:])
        elif len(names) == 1 and entry.is_file():
            yield Path(entry.path)


def _version(path: Path) -> str | None:
    if sys.platform == "win32" and path.suffix.lower() in (".exe", ".dll"):
        return windows.file_version(path)
    return None


def _running() -> Iterable[tuple[int, str]]:
    if sys.platform == "win32":
        return windows.running()
    try:
        processes = list(psutil.process_iter(["name"]))
    except (psutil.Error, OSError) as error:
        raise CouldNotTell("The running programs could not be listed.") from error
    return [(process.pid, process.info["name"] or "") for process in processes]


def _process(pid: int, name: str) -> ProcessFacts:
    try:
        owner: str | None = psutil.Process(pid).username()
    except (psutil.Error, OSError, KeyError):
        owner = None
    if sys.platform == "win32":
        return windows.process_facts(name, pid, owner)
    return ProcessFacts(name, pid, owner=owner)
