"""Makes the Windows bundle on Linux: PyInstaller runs under Wine, from ``installer.spec``."""

from __future__ import annotations

import mmap
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build.windows import packages, prefix
from build.windows.kept import ROOT, Failed, content, made, say
from build.windows.wine import screen, windows_path

FOLDER = "conductor-desktop"  # as COLLECT calls it
ICON = "app.ico"  # beside that folder
_OF_WINE = re.compile(rb"Wine (builtin|placeholder) DLL")
_MADE_FROM = (
    "installer.spec",
    "pyproject.toml",
    "LICENSE",
    "build/windows/app.manifest",
    "conductor_desktop",
    "resources",
)


def bundle() -> Path:
    """The folder with the two programs, made unless one of the same content is there."""
    python = packages.windows_python()
    key = content(*(ROOT / name for name in _MADE_FROM), python.name, Path(__file__))

    def make(place: Path) -> None:
        say("Making the Windows bundle (the first time some minutes)")
        build(python, place, _MADE_FROM, "installer.spec")
        strangers = of_wine(place / FOLDER)
        if strangers:
            raise Failed(f"These are Wine's and not for the product: {', '.join(strangers)}")

    return made("bundle", key, make) / FOLDER


def build(python: Path, place: Path, made_from: Sequence[str], spec: str) -> None:
    """What ``spec``, one of the files and folders ``made_from``, makes; in ``place``."""
    with tempfile.TemporaryDirectory() as name, screen() as display:
        work = Path(name)
        source = work / "source"
        for part in made_from:
            _copied(ROOT / part, source / part)
        wine = prefix.copied(display, "builder", work / "prefix")
        try:
            ended = wine.run(
                python / "python.exe",
                *("-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
                f"--distpath={windows_path(place)}",
                f"--workpath={windows_path(work / 'work')}",
                windows_path(source / spec),
                PYTHONHASHSEED="0",
                PYTHONDONTWRITEBYTECODE="1",
            )
            for icon in (work / "work").rglob(ICON):
                shutil.move(icon, place / ICON)
        finally:
            wine.end_all()
    if ended.code:
        raise Failed(f"PyInstaller did not work (exit code {ended.code}).\n{ended.err}{ended.out}")


def _copied(source: Path, target: Path) -> None:
    """So that the paths inside are short, and nothing of the checkout is written to."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def of_wine(folder: Path) -> list[str]:
    """The files in ``folder`` that are part of Wine or stand in for what it lacks."""
    stand_ins = {f"{file.stem}.dll" for file in prefix.STAND_INS.glob("*.c")}
    return [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (file.name.lower() in stand_ins or _says_so(file))
    ]


def _says_so(file: Path) -> bool:
    if not file.stat().st_size:
        return False
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return bool(_OF_WINE.search(data))
