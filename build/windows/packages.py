"""Puts what the locks say for Windows beside a Windows Python: the app's needs and PyInstaller."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from build.windows.kept import HERE, ROOT, Failed, NotToBeHad, content, made, say
from build.windows.python import get_python

_LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
# What PyInstaller is made of; its own entry does not name them.
_BUILDERS = (
    "altgraph",
    "packaging",
    "pefile",
    "pyinstaller",
    "pyinstaller-hooks-contrib",
    "pywin32-ctypes",
    "setuptools",
)


def entries(lock: str) -> dict[str, str]:
    """The entries of a lock file, each whole with its hashes, by the name of its package."""
    found = re.finditer(r"^([\w.-]+)==.*(?:\n[ \t].*)*", lock, re.MULTILINE)
    return {entry[1]: entry[0] for entry in found}


def for_windows() -> str:
    """The requirements of the build on Windows, with hashes."""
    app, tools = (entries(lock.read_text("utf-8")) for lock in _LOCKS)
    missing = set(_BUILDERS) - tools.keys()
    if missing:
        raise Failed(f"requirements-dev.lock does not have {', '.join(sorted(missing))}.")
    return "\n".join((app | {name: tools[name] for name in _BUILDERS}).values()) + "\n"


def windows_python() -> Path:
    """The folder of a Windows Python that has everything to build the app."""
    wanted = for_windows()
    bare_key = content(HERE / "python.py")
    bare = made("bare-python", bare_key, get_python)

    def make(place: Path) -> None:
        say("Installing for Windows what the lock files say")
        subprocess.run(["cp", "-al", f"{bare}/.", str(place)], check=True)
        lock = place / "requirements.txt"
        lock.write_text(wanted, "utf-8")
        command = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet"]
        command += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11"]
        command += ["--require-hashes", "--only-binary=:all:", "--link-mode=copy"]
        target = place / "Lib" / "site-packages"
        if subprocess.call([*command, "--target", str(target), "-r", str(lock)], stdout=2):
            raise NotToBeHad("Packages for Windows did not come. The reason is in the lines above.")

    return made("python", content(wanted, bare_key), make)
