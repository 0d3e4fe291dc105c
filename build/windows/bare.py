"""Makes the bare program that benches compare with: a label, and the web engine inside, unused."""

from __future__ import annotations

from pathlib import Path

from build.windows import bundle, packages
from build.windows.kept import ROOT, content, made, say

FOLDER = "bare"
_MADE_FROM = ("installer.spec", "build/bench/bare.spec", "build/bench/bare_window.py")


def bare_bundle() -> Path:
    """The folder with the program ``bare.exe``, made unless one of the same content is there."""
    python = packages.windows_python()
    key = content(*(ROOT / name for name in _MADE_FROM), python.name, Path(bundle.__file__))

    def make(place: Path) -> None:
        say("Making the bare bundle")
        bundle.build(python, place, _MADE_FROM, _MADE_FROM[1])

    return made("bare-bundle", key, make) / FOLDER
