"""Which versions run here: what support asks first."""

from __future__ import annotations

import platform
import sys

import PySide6
from PySide6.QtCore import qVersion

from conductor_desktop import __version__

Facts = tuple[tuple[str, str], ...]


def about_facts() -> Facts:
    """Name and value per line; the web engine's version once a page has been opened with it."""
    facts = [
        ("Conductor Desktop", __version__),
        ("Windows" if sys.platform == "win32" else "System", _system()),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide", PySide6.__version__),
    ]
    engine = _engine()
    if engine:
        facts.append(("Web engine (Chromium)", engine))
    return tuple(facts)


def _system() -> str:
    if sys.platform == "win32":
        return platform.version()
    return f"{platform.system()} {platform.release()}"


def _engine() -> str:
    # Asking must not be what loads it: that takes tens of megabytes.
    module = sys.modules.get("PySide6.QtWebEngineCore")
    return str(module.qWebEngineChromiumVersion()) if module is not None else ""
