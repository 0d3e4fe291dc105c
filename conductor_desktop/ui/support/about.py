"""Which versions run here: what support asks first."""

from __future__ import annotations

import platform
import sys

import PySide6
from PySide6.QtCore import qVersion

from conductor_desktop import __version__
from conductor_desktop.services.web_engine import ENGINES

Facts = tuple[tuple[str, str], ...]


def about_facts() -> Facts:
    """Name and value per line. The web engine is not loaded to be asked: it takes its time."""
    facts = [
        ("Conductor Desktop", __version__),
        ("Windows" if sys.platform == "win32" else "System", _system()),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide", PySide6.__version__),
    ]
    engine = ENGINES.get(PySide6.__version__)
    if engine is not None:
        facts.append(("Web engine", f"Chromium {engine.chromium}"))
        facts.append(("Security fixes", f"of {engine.fixes}, {engine.fixes_of:%B %Y}"))
    return tuple(facts)


def _system() -> str:
    if sys.platform == "win32":
        return platform.version()
    return f"{platform.system()} {platform.release()}"
