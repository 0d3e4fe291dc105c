"""Makes setup.exe from a bundle, with NSIS, on Linux as on Windows."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from build.windows.kept import HERE, Failed

_USUAL = Path(r"C:\Program Files (x86)\NSIS\makensis.exe")
# Wine on a 64-bit Linux has no 32-bit half, and the NSIS that Windows people have only makes such.
_TARGET = "x86-unicode" if os.name == "nt" else "amd64-unicode"


@dataclass(frozen=True)
class Recipe:
    """What goes into a setup program. ``small`` takes ten times as long."""

    bundle: Path
    version: str
    icon: Path | None = None
    small: bool = False
    sign: str = ""
    """A command that signs the file it gets as its last word; empty for an unsigned one."""


def make_setup(recipe: Recipe, target: Path) -> None:
    """Write the setup program. Raises ``Failed``."""
    program = shutil.which("makensis") or (str(_USUAL) if _USUAL.is_file() else None)
    if program is None:
        raise Failed(
            "NSIS is needed to make setup.exe: https://nsis.sourceforge.io, 3.11 or later."
        )
    words = {
        "SOURCE": str(recipe.bundle),
        "OUTPUT": str(target),
        "VERSION": recipe.version,
        "TARGET": _TARGET,
        "COMPRESSION": "lzma" if recipe.small else "zlib",
    }
    if recipe.icon is not None:
        words["ICON"] = str(recipe.icon)
    if recipe.sign:
        words["SIGN"] = recipe.sign
    command = [program, "-V2", "-WX", *(f"-D{name}={value}" for name, value in words.items())]
    command.append(str(HERE / "installer.nsi"))
    if subprocess.call(command, stdin=subprocess.DEVNULL, stdout=2):
        raise Failed(f"NSIS did not make {target.name}: {shlex.join(command)}")
