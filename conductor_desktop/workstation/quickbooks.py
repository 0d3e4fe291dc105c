"""Finds QuickBooks Desktop by its files and registry entries.

A program file is the proof: uninstalling leaves registry keys and folders behind. Version
numbers follow the product year (34 is 2024), except in Enterprise's name ("24.0").
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conductor_desktop.workstation.facts import FileFacts
from conductor_desktop.workstation.pc import (
    CouldNotTell,
    Hive,
    RegistryValue,
    View,
    Workstation,
)

PROGRAMS = ("QBW.exe", "QBW32.exe")
"""QuickBooks itself while it runs: from 2022 on (64-bit), and before (32-bit)."""

_ROOT = r"SOFTWARE\Intuit\QuickBooks"
_UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
_PROGRAM_FOLDERS = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
_SERVER_SERVICES = "QuickBooksDB*"
_MOST_VERSIONS = 60
_MOST_PRODUCTS = 3000
# Installed beside QuickBooks, and not QuickBooks.
_OTHER_PRODUCTS = re.compile(
    r"tool hub|runtime redistributable|file doctor|database server manager|point of sale"
    r"|web ?connector|_vc10|pdf component",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Install:
    """One QuickBooks that can open a company file."""

    folder: str
    product: str
    version: str | None
    bits: int

    @property
    def year(self) -> int | None:
        """The product year, or ``None`` when the version is not known."""
        major = (self.version or "").partition(".")[0]
        return int(major) + 1990 if len(major) == 2 and major.isdecimal() else None


@dataclass(frozen=True)
class Search:
    """What was found, newest first. ``server_only``: just the server for other PCs' files."""

    installs: tuple[Install, ...]
    server_only: bool
    leftovers: tuple[str, ...]
    """Places that name QuickBooks and hold no program any more."""


def find_quickbooks(pc: Workstation) -> Search:
    """Look in both registry views and in the program folders.

    Raises ``CouldNotTell`` when nothing was found and something could not be looked at, because
    "not installed" would then be a guess.
    """
    look = _Look(pc)
    places: dict[str, tuple[str, str]] = {}
    for folder, product in (*look.registered(), *look.uninstallable(), *look.in_programs()):
        places.setdefault(_same(folder), (folder, product))
    found = {folder: look.install(folder, product) for folder, product in places.values()}
    installs = [install for install in found.values() if install is not None]
    if not installs and look.refusals:
        raise look.refusals[0]
    return Search(
        tuple(sorted(installs, key=lambda install: install.year or 0, reverse=True)),
        server_only=not installs and look.has_server(),
        leftovers=tuple(folder for folder, install in found.items() if install is None),
    )


class _Look:
    """Asks on after a refusal, and remembers that there was one."""

    def __init__(self, pc: Workstation) -> None:
        self._pc = pc
        self.refusals: list[CouldNotTell] = []

    def registered(self) -> Iterator[tuple[str, str]]:
        """Folder and product of each edition below each version's key."""
        for view in View:
            for version in self._subkeys(_ROOT, view)[:_MOST_VERSIONS]:
                key = f"{_ROOT}\\{version}"
                for edition in ("", *self._subkeys(key, view)[:_MOST_VERSIONS]):
                    values = self._values(f"{key}\\{edition}".rstrip("\\"), view)
                    program, product = _text(values, "Path"), _text(values, "Product")
                    if program:
                        folder = ntpath.dirname(program.strip('"'))
                        yield folder, product or ntpath.basename(folder)

    def uninstallable(self) -> Iterator[tuple[str, str]]:
        """Folder and product of what Windows lists under installed programs."""
        for view in View:
            for name in self._subkeys(_UNINSTALL, view)[:_MOST_PRODUCTS]:
                values = self._values(f"{_UNINSTALL}\\{name}", view)
                product, folder = _text(values, "DisplayName"), _text(values, "InstallLocation")
                is_quickbooks = "quickbooks" in product.lower()
                if is_quickbooks and folder and not _OTHER_PRODUCTS.search(product):
                    yield folder.rstrip("\\"), product

    def in_programs(self) -> Iterator[tuple[str, str]]:
        """Folders with a QuickBooks program, whatever the registry says."""
        bases = self._intuit_folders()
        if not bases:
            self.refusals.append(CouldNotTell("Where programs are installed is not known here."))
        for base in bases:
            for file in self._files(base, "QuickBooks*/QBW*.exe"):
                folder = ntpath.dirname(file.path)
                yield folder, ntpath.basename(folder)

    def has_server(self) -> bool:
        """The part that keeps company files for other PCs, by its program or its service."""
        bases = self._intuit_folders()
        if any(self._files(base, "QuickBooks*/QBDBMgr*.exe") for base in bases):
            return True
        try:
            return bool(self._pc.services(_SERVER_SERVICES))
        except CouldNotTell:
            return False

    def install(self, folder: str, product: str) -> Install | None:
        """The QuickBooks in a folder, if its program is there."""
        programs = {
            ntpath.basename(file.path).casefold(): file for file in self._files(folder, "QBW*.exe")
        }
        programs.pop("qbwebconnector.exe", None)
        main = [programs[name.casefold()] for name in PROGRAMS if name.casefold() in programs]
        proof = next(iter([*main, *programs.values()]), None)
        if proof is None:
            return None
        old = ntpath.basename(proof.path).casefold().startswith("qbw32")
        return Install(folder, product, proof.version, 32 if old else 64)

    def _intuit_folders(self) -> list[str]:
        known = [self._pc.folder(variable) for variable in _PROGRAM_FOLDERS]
        return list(dict.fromkeys(ntpath.join(folder, "Intuit") for folder in known if folder))

    def _subkeys(self, key: str, view: View) -> tuple[str, ...]:
        try:
            return self._pc.registry_subkeys(Hive.MACHINE, key, view)
        except CouldNotTell as refusal:
            self.refusals.append(refusal)
            return ()

    def _values(self, key: str, view: View) -> Mapping[str, RegistryValue]:
        try:
            return self._pc.registry_values(Hive.MACHINE, key, view)
        except CouldNotTell as refusal:
            self.refusals.append(refusal)
            return {}

    def _files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        try:
            return self._pc.files(folder, pattern)
        except CouldNotTell as refusal:
            self.refusals.append(refusal)
            return ()


def _text(values: Mapping[str, RegistryValue], name: str) -> str:
    """A value if it is a text; a registry may hold anything under any name."""
    value = next((v for n, v in values.items() if n.casefold() == name.casefold()), None)
    return value.strip() if isinstance(value, str) else ""


def _same(folder: str) -> str:
    return ntpath.normpath(folder).casefold()
