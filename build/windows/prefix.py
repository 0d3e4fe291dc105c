"""Prepares a fresh "Windows 10" in which Qt can run: what Wine 8 lacks is stood in for.

The stand-ins are for this prefix alone. ``bundle.py`` proves that none gets into the product.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from build.windows import newer_wine
from build.windows.kept import HERE, Failed, content, made, say
from build.windows.wine import Wine, windows_path

STAND_INS = HERE / "stand_ins"
_OF_WINE = "usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
_COMPILER = "x86_64-w64-mingw32-gcc"
# Each with what it is linked with, and the library of Wine that makes it needless.
_LIBRARIES = {
    "icuuc": ([], "icuuc.dll"),
    "bcryptprimitives": (["-ladvapi32"], "bcryptprimitives.dll"),
    "uisettings": (["-lruntimeobject"], "windows.ui.dll"),
}
_REGISTRY = """Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\WindowsRuntime\\ActivatableClassId\\\
Windows.UI.ViewManagement.UISettings]
"DllPath"="C:\\\\windows\\\\system32\\\\uisettings.dll"

; Title bars and a task bar, as on a real screen.
[HKEY_CURRENT_USER\\Software\\Wine\\Explorer]
"Desktop"="shown"

[HKEY_CURRENT_USER\\Software\\Wine\\Explorer\\Desktops]
"shown"="1280x900"
"""


def prepared(display: str, user: str, tree: Path | None = None) -> Path:
    """A prefix of ``user`` that nobody may use: ``copied`` gives one to use.

    It is of this machine's Wine, or of the one in ``tree``.
    """
    entering = newer_wine.entering(tree) if tree else ()
    key = content(STAND_INS, Path(__file__), _wine_version(entering), user)

    def make(place: Path) -> None:
        say("Preparing a Windows under Wine")
        wine = Wine(place / "prefix", display, user, entering=entering)
        wine.prefix.mkdir()
        _checked(wine, "wineboot", "--init")
        _checked(wine, "winecfg", "-v", "win10")
        _make_folders_of(wine)
        compile_missing(wine.prefix / "drive_c" / "windows" / "system32", tree or Path("/"))
        words = place / "prepared.reg"
        words.write_text(_REGISTRY, "utf-8")
        _checked(wine, "regedit", "/S", windows_path(words))
        wine.settle()

    name = "prefix" if user.isalnum() and user.isascii() else "prefix-of-user"
    return made(f"newer-{name}" if tree else name, key, make) / "prefix"


def copied(display: str, user: str, place: Path, tree: Path | None = None) -> Wine:
    """A PC of its own in ``place``, as fresh as the prepared one.

    Windows' own files, which nobody writes to, are shared where the disk can do so.
    """
    made_before = prepared(display, user, tree)
    shutil.copytree(made_before, place, symlinks=True, copy_function=_linked)
    return Wine(place, display, user, entering=newer_wine.entering(tree) if tree else ())


def _linked(source: str, target: str) -> None:
    try:
        if "/drive_c/windows/" not in source:
            raise OSError
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def compile_missing(system: Path, root: Path) -> None:
    for name, (words, of_wine) in _LIBRARIES.items():
        if (root / _OF_WINE / of_wine).exists():
            continue
        target = system / f"{name}.dll"
        command = [_COMPILER, "-O2", "-shared", "-s", f"-o{target}", str(STAND_INS / f"{name}.c")]
        subprocess.run([*command, *words], check=True)


def _make_folders_of(wine: Wine) -> None:
    """Make Downloads and the like the person's own, where Wine has linked them to this machine's
    home, which is the prefix before it got its name."""
    for place in (wine.prefix / "drive_c" / "users" / wine.user).iterdir():
        if place.is_symlink():
            place.unlink()
            place.mkdir()


def _wine_version(entering: tuple[str, ...]) -> str:
    command = [*entering, "wine", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def _checked(wine: Wine, *words: str) -> None:
    ended = wine.run(*words)
    if ended.code:
        raise Failed(f"{words[0]} did not work under Wine (exit code {ended.code}). {ended.err}")
