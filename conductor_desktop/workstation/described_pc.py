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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from conductor_desktop.workstation.described_log import log_of
from conductor_desktop.workstation.described_registry import BadKey, DescribedRegistry
from conductor_desktop.workstation.description import (
    Description,
    File,
    Network,
    Process,
    not_described,
    read_description,
)
from conductor_desktop.workstation.facts import (
    Access,
    FileFacts,
    PowerFacts,
    ProcessFacts,
    Seal,
    ServiceFacts,
    Signature,
    SystemFacts,
    WindowFacts,
)
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View
from conductor_desktop.workstation.reach import Hop, HopKind, Outcome, Proxy, Reach
from conductor_desktop.workstation.shared_file import open_shared


class DescribedPc:
    """Answers from a description; the same file always gives the same answers."""

    def __init__(self, description: Description, folder: Path | None = None) -> None:
        """``folder`` is where the files are that stand ``beside`` the description."""
        self.description = description
        self._folder = folder
        self._now = datetime.now(UTC)  # once, so that a log stays the same from look to look
        self._registry = DescribedRegistry(description.registry)

    @classmethod
    def load(cls, path: Path) -> DescribedPc:
        """Read a description. Raises ``InvalidInput`` that names the field that is wrong."""
        try:
            return cls(read_description(path), path.parent)
        except BadKey as error:
            reason = f"“{error}” in “registry” is not a key in HKLM, HKCU or HKCR"
            raise not_described(path, reason) from error

    def system(self) -> SystemFacts:
        windows = self.description.windows
        server = None if windows.product_type is None else windows.product_type != 1
        return SystemFacts(
            is_windows=True,
            caption=windows.caption,
            build=windows.build,
            arch=windows.arch,
            is_server=server,
            terminal_server=False if server is False else windows.terminal_server,
            remote_session=windows.remote_session,
        )

    def folder(self, variable: str) -> str | None:
        wanted = variable.casefold()
        folders = self.description.environment
        return next((path for name, path in folders.items() if name.casefold() == wanted), None)

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        base, names = _parts(folder), pattern.casefold().split("/")
        return tuple(
            FileFacts(
                file.path,
                file.version,
                file.size,
                None if file.age_min is None else file.age_min * 60,
            )
            for file in self.description.files
            if _matches(_parts(file.path), base, names)
        )

    def open_shared(self, path: str) -> BinaryIO | None:
        file = self._at(path, self.description.files)
        if file is None:
            return None
        if file.readable is False:
            raise CouldNotTell("A file on this PC may not be read.")
        if file.text is not None:
            return io.BytesIO(file.text.encode())
        if file.log is not None:
            written = self._now - timedelta(minutes=file.age_min or 0)
            return io.BytesIO(log_of(file.log, written).encode())
        beside = self._folder and file.beside and open_shared(str(self._folder / file.beside))
        if not beside:
            raise CouldNotTell("The description does not say what is in this file.")
        return beside

    def access(self, path: str) -> Access | None:
        found = self._at(path, [*self.description.files, *self.description.folders])
        if found is None:
            return None
        return Access(found.readable, found.writable, found.reason)

    def free_space(self, folder: str) -> int:
        if self.description.free_mb is None:
            raise CouldNotTell("The description does not say how much space is left.")
        return self.description.free_mb * 1024 * 1024

    def signature(self, path: str) -> Signature:
        file = self._at(path, self.description.files)
        if file is None or (file.signer is None and file.seal is None):
            raise CouldNotTell("The description does not say who signed it.")
        return Signature(file.seal or Seal.VALID, file.signer)

    def program_for(self, extension: str) -> str | None:
        if extension not in self.description.associations:
            raise CouldNotTell(f"The description does not say what opens “{extension}” files.")
        return self.description.associations[extension]

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        return self._registry.values(hive, key, view)

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        return self._registry.subkeys(hive, key, view)

    def me(self) -> ProcessFacts:
        me = self.description.me
        return ProcessFacts("ConductorDesktop.exe", 0, me.session, me.elevated, me.owner)

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        if self.description.processes is None:
            raise CouldNotTell("This PC does not let its running programs be listed.")
        wanted = {name.casefold() for name in names}
        return tuple(
            _facts(process)
            for process in self.description.processes
            if process.name.casefold() in wanted
        )

    def services(self, pattern: str) -> tuple[ServiceFacts, ...]:
        if self.description.services is None:
            raise CouldNotTell("The description does not list the services.")
        return tuple(
            ServiceFacts(service.name, service.state, service.start)
            for service in self.description.services
            if fnmatch.fnmatchcase(service.name.casefold(), pattern.casefold())
        )

    def power(self) -> PowerFacts:
        windows = self.description.windows
        return PowerFacts(
            windows.sleep_after_min,
            windows.hibernate_after_min,
            windows.has_lid,
            windows.lid,
            windows.on_battery,
        )

    def proxy(self, url: str) -> Proxy | None:
        described = self._network().proxy
        if described is None:
            return None
        return Proxy(described.host, described.port, script=described.script)

    def reach(self, url: str, seconds: float) -> Reach:
        network, proxy = self._network(), self.proxy(url)
        outcome = network.reach
        return Reach(
            outcome,
            urlsplit(url).hostname or "",
            network.detail,
            proxy.address if proxy else None,
            self.description.windows.clock_skew_s if outcome.hop is HopKind.ANSWER else None,
            tuple(Hop(kind, _detail(kind, network)) for kind in _way(outcome, proxy)),
            network.issuer,
        )

    def bring_to_front(self, pid: int) -> bool:
        """It has no screen, so nothing can be in the way."""
        return any(process.pid == pid for process in self.description.processes or ())

    def open_program(self, path: str) -> bool:
        """It starts what is installed, and nothing is to be seen of it."""
        return self._at(path, self.description.files) is not None

    def open_settings(self, page: str) -> bool:
        """It has no settings to open."""
        return False

    def _network(self) -> Network:
        if self.description.network is None:
            raise CouldNotTell("The description says nothing about the network.")
        return self.description.network

    @staticmethod
    def _at(path: str, files: list[File]) -> File | None:
        wanted = _parts(path)
        return next((file for file in files if _parts(file.path) == wanted), None)


def _facts(process: Process) -> ProcessFacts:
    windows = process.windows
    shown = (
        None
        if windows is None
        else tuple(
            WindowFacts(window)
            if isinstance(window, str)
            else WindowFacts(window.title, window.usable)
            for window in windows
        )
    )
    return ProcessFacts(
        process.name, process.pid, process.session, process.elevated, process.owner, shown
    )


def _way(outcome: Outcome, proxy: Proxy | None) -> list[HopKind]:
    """The hops before the one that ``outcome`` is about; behind a proxy the rest is its own."""
    through_proxy = proxy is not None and proxy.host is not None
    skipped = {HopKind.NAME, HopKind.CONNECTION} if through_proxy else {HopKind.PROXY}
    before = itertools.takewhile(lambda kind: kind is not outcome.hop, HopKind)
    return [kind for kind in before if kind not in skipped]


def _detail(kind: HopKind, network: Network) -> str:
    return network.tls if kind is HopKind.SECURITY else ""


def _parts(path: str) -> list[str]:
    return [part for part in ntpath.normpath(path).casefold().split("\\") if part]


def _matches(path: list[str], base: list[str], names: list[str]) -> bool:
    if path[: len(base)] != base or len(path) != len(base) + len(names):
        return False
    below = itertools.islice(path, len(base), None)
    return all(fnmatch.fnmatchcase(part, name) for part, name in zip(below, names, strict=True))
