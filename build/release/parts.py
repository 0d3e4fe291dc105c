"""What the Windows program is made of, by what the locks and the tools say."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.markers import Marker

from build.windows.kept import Failed
from build.windows.packages import entries
from conductor_desktop.services.web_engine import ENGINES

_ROOT = "conductor-desktop (pyproject.toml)"
_WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "sys_platform": "win32",
}
OLDEST_NSIS = (3, 11)
"""Earlier ones let another program change what a setup program has unpacked."""


@dataclass(frozen=True)
class Part:
    """``purl`` names it for tools; ``facts`` are what else is to be known of it."""

    name: str
    version: str
    purl: str
    licence: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def python_packages(lock: str, python: str) -> list[Part]:
    """The packages that the app needs on Windows with this Python; not what only builds it."""
    environment = _WINDOWS | {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_version": python,
    }
    needed, by_name = _needed(lock), entries(lock)
    found = []
    for name in sorted(needed):
        head = by_name[name].partition("\\")[0].strip()
        pin, _, marker = head.partition(" ; ")
        if marker and not Marker(marker).evaluate(environment):
            continue
        version = pin.partition("==")[2]
        found.append(Part(name, version, f"pkg:pypi/{name}@{version}"))
    return found


def _needed(lock: str) -> set[str]:
    """The names that the app itself or something it needs asks for, as the lock's remarks say."""
    asked_by = {name: set(_via(entry)) for name, entry in entries(lock).items()}
    needed: set[str] = set()
    while True:
        more = {
            name
            for name, askers in asked_by.items()
            if name not in needed and askers & (needed | {_ROOT})
        }
        if not more:
            return needed
        needed |= more


def _via(entry: str) -> Iterator[str]:
    """The names after "# via", on its line or below it."""
    is_after = False
    for line in entry.splitlines():
        remark = line.strip()
        if remark.startswith("# via"):
            is_after = True
            remark = remark.removeprefix("# via")
        if is_after and (name := remark.lstrip("#").strip()):
            yield name


def tools_and_engines(app_lock: str, dev_lock: str, python: str, nsis: str) -> list[Part]:
    """What no package index knows by name: Qt, the web engine, Python, and what packs it all."""
    pyside = _pinned(app_lock, "pyside6")
    pyinstaller = _pinned(dev_lock, "pyinstaller")
    engine = ENGINES.get(pyside)
    if engine is None:
        raise Failed(f"resources/web-engines.toml has no entry for PySide6 {pyside}.")
    engine_facts = (
        ("security-fixes-of", engine.fixes),
        ("security-fixes-date", engine.fixes_of.isoformat()),
    )
    return [
        Part("Qt", pyside, f"pkg:generic/qt@{pyside}", "LGPL-3.0-only"),
        Part(
            "Chromium (Qt WebEngine)",
            engine.chromium,
            f"pkg:generic/chromium@{engine.chromium}",
            "BSD-3-Clause",
            engine_facts,
        ),
        Part("CPython", python, f"pkg:generic/cpython@{python}", "PSF-2.0"),
        Part(
            "PyInstaller bootloader",
            pyinstaller,
            f"pkg:pypi/pyinstaller@{pyinstaller}",
            "GPL-2.0-or-later WITH Bootloader-exception",
        ),
        Part("NSIS", nsis, f"pkg:generic/nsis@{nsis}", "Zlib"),
    ]


def _pinned(lock: str, name: str) -> str:
    found = entries(lock).get(name)
    if found is None:
        raise Failed(f"The lock does not have {name}.")
    return found.partition("==")[2].split()[0]


def nsis_version() -> str:
    """Of the NSIS that packs. Raises ``Failed`` without one."""
    program = shutil.which("makensis") or r"C:\Program Files (x86)\NSIS\makensis.exe"
    try:
        said = subprocess.run([program, "-VERSION"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failed("NSIS is needed: https://nsis.sourceforge.io") from error
    return said.stdout.strip().removeprefix("v")


def require_new_nsis(version: str) -> None:
    """Raises ``Failed`` for one that is not fit for a release."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < OLDEST_NSIS:
        raise Failed(f"NSIS {version} is too old for a release: 3.11 or later is needed.")
