"""This computer, asked through the standard library and psutil, and Windows where it must be.

On Linux and macOS the questions only Windows can answer raise ``CouldNotTell``.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import platform
import shutil
import sys
import time
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import psutil

from conductor_desktop.secret import Secret
from conductor_desktop.workstation import network
from conductor_desktop.workstation.facts import (
    Access,
    FileFacts,
    PowerFacts,
    ProcessFacts,
    ServiceFacts,
    Signature,
    SystemFacts,
)
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View
from conductor_desktop.workstation.reach import Proxy, Reach
from conductor_desktop.workstation.shared_file import open_shared

if sys.platform == "win32":
    from conductor_desktop.workstation.windows import (
        association,
        file_access,
        file_version,
        power,
        processes,
        registry,
        services,
        signature,
        system,
        window_list,
    )

_NOT_WINDOWS = "This computer does not run Windows."
_INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"


class ThisPc:
    """The computer the app runs on. Keeps nothing between two questions."""

    def system(self) -> SystemFacts:
        if sys.platform == "win32":
            return system.system()
        name = "macOS" if sys.platform == "darwin" else platform.system()
        return SystemFacts(is_windows=False, caption=name, arch=platform.machine())

    def folder(self, variable: str) -> str | None:
        return os.environ.get(variable) or None

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        found = _below(Path(folder), pattern.casefold().split("/"))
        return tuple(_file(path) for path in found)

    def access(self, path: str) -> Access | None:
        if sys.platform == "win32":
            return file_access.access(path)
        if not os.path.lexists(path):
            return None
        return Access(os.access(path, os.R_OK), os.access(path, os.W_OK))

    def free_space(self, folder: str) -> int:
        try:
            return shutil.disk_usage(folder).free
        except (OSError, ValueError) as error:
            raise CouldNotTell("How much space is left on the disk could not be seen.") from error

    def signature(self, path: str) -> Signature:
        if sys.platform == "win32":
            return signature.signature(path)
        raise CouldNotTell(_NOT_WINDOWS)

    def program_for(self, extension: str) -> str | None:
        if sys.platform == "win32":
            return association.program_for(extension)
        raise CouldNotTell(_NOT_WINDOWS)

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

    def me(self) -> ProcessFacts:
        return _process(os.getpid(), Path(sys.executable).name)

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        wanted = {name.casefold() for name in names}
        return tuple(_process(pid, name) for pid, name in _running() if name.casefold() in wanted)

    def services(self, pattern: str) -> tuple[ServiceFacts, ...]:
        if sys.platform == "win32":
            return services.services(pattern)
        raise CouldNotTell(_NOT_WINDOWS)

    def power(self) -> PowerFacts:
        if sys.platform == "win32":
            return power.power()
        raise CouldNotTell(_NOT_WINDOWS)

    def proxy(self, url: str) -> Proxy | None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return None  # nowhere to go to
        if network.is_loopback(host):
            return None
        setting = urllib.request.getproxies().get(parts.scheme)
        if setting and not urllib.request.proxy_bypass(host):
            return read_proxy(setting)
        if self._has_proxy_script():
            return Proxy(script=True)
        return None

    def reach(self, url: str, seconds: float) -> Reach:
        try:
            proxy = self.proxy(url)
        except CouldNotTell:
            proxy = None  # as requests to the service go, too; the setting has a check of its own
        return network.reach(url, seconds=seconds, proxy=proxy)

    def bring_to_front(self, pid: int) -> bool:
        return sys.platform == "win32" and window_list.bring_to_front(pid)

    def open_program(self, path: str) -> bool:
        return _open(path)

    def open_settings(self, page: str) -> bool:
        return _open(f"ms-settings:{page}")

    def _has_proxy_script(self) -> bool:
        if sys.platform != "win32":
            return False
        settings = self.registry_values(Hive.USER, _INTERNET_SETTINGS, View.BITS_64)
        return bool(settings.get("AutoConfigURL"))


def _open(target: str) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(target)  # noqa: S606 - ours to name, and on a person's click alone
        except OSError:
            return False
        return True
    return False


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


def _file(path: Path) -> FileFacts:
    size, age = None, None
    with contextlib.suppress(OSError, ValueError):
        found = path.stat()
        size, age = found.st_size, time.time() - found.st_mtime
    return FileFacts(str(path), _version(path), size, age)


def _version(path: Path) -> str | None:
    if sys.platform == "win32" and path.suffix.lower() in (".exe", ".dll"):
        return file_version.file_version(str(path))
    return None


def _running() -> Iterable[tuple[int, str]]:
    if sys.platform == "win32":
        return processes.running()
    try:
        listed = list(psutil.process_iter(["name"]))
    except (psutil.Error, OSError) as error:
        raise CouldNotTell("The running programs could not be listed.") from error
    return [(process.pid, process.info["name"] or "") for process in listed]


def _process(pid: int, name: str) -> ProcessFacts:
    owner: str | None = None
    with contextlib.suppress(psutil.Error, OSError, KeyError):
        owner = psutil.Process(pid).username()
    if sys.platform == "win32":
        session = processes.session_of(pid)
        # The windows of another session are not there to be seen.
        visible = session is not None and session == processes.session_of(os.getpid())
        windows = window_list.windows_of(pid) if visible else None
        return ProcessFacts(name, pid, session, processes.is_elevated(pid), owner, windows)
    return ProcessFacts(name, pid, owner=owner)
