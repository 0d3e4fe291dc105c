"""What this checkout makes for Windows: the bundle and its setup program, on either system."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from build.windows import kept, setup_program
from build.windows.kept import ROOT, Failed, say

_FOLDER = ROOT / "dist" / "windows"


@dataclass(frozen=True)
class Bundle:
    """The folder with the two programs, and the icon they carry."""

    folder: Path
    icon: Path


def version() -> str:
    """The one version of the app, as its package says it."""
    text = (ROOT / "conductor_desktop" / "__init__.py").read_text("utf-8")
    [found] = re.findall('^__version__ = "(.+)"$', text, re.MULTILINE)
    return str(found)


def made_setup(*, small: bool) -> Path:
    """The setup program, made unless one of the same content is there."""
    bundle = made_bundle()
    sign = os.environ.get("CONDUCTOR_DESKTOP_SIGN", "")
    recipe = setup_program.Recipe(bundle.folder, version(), bundle.icon, small=small, sign=sign)
    name = f"ConductorDesktop-setup-{recipe.version}.exe"
    parts = [*kept.HERE.glob("*.ns?"), Path(setup_program.__file__), bundle.folder, bundle.icon]
    key = kept.content(*sorted(parts), str(recipe.small), recipe.sign, recipe.version)

    def make(place: Path) -> None:
        say("Making setup.exe")
        setup_program.make_setup(recipe, place / name)

    return kept.made("setup", key, make) / name


def put_out(setup: Path) -> Path:
    """Where people look for it."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copy(setup, _FOLDER)
    return _FOLDER / setup.name


def made_bundle() -> Bundle:
    """The bundle, unsigned: on Linux made under Wine unless one of the same content is there."""
    if os.name != "nt":
        from build.windows import bundle

        made = bundle.bundle()
        return Bundle(made, made.parent / bundle.ICON)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += ["--workpath=build/work", "installer.spec"]
    if subprocess.call(command, cwd=ROOT, stdout=2):
        raise Failed("PyInstaller did not make the bundle. The reason is in the lines above.")
    return Bundle(
        ROOT / "dist" / "conductor-desktop", ROOT / "build" / "work" / "installer" / "app.ico"
    )
