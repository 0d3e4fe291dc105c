"""Which versions run here: what support asks first."""

from __future__ import annotations

import platform
import sys

import PySide6
from PySide6.QtCore import qVersion

from conductor_desktop import __version__
from conductor_desktop.services.policies import NO_POLICIES, Policies
from conductor_desktop.services.web_engine import ENGINES

_BY_IT = "Your IT admin brings newer versions; the app never updates itself"
_BY_PERSON = "By running a newer setup program; the app never updates itself"

Facts = tuple[tuple[str, str], ...]


def about_facts(policies: Policies = NO_POLICIES) -> Facts:
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
    facts.append(("Updates", _BY_IT if policies.is_managed else _BY_PERSON))
    if lines := policies.lines():
        facts.append(("Set by your IT admin", "\n".join(lines)))
    return tuple(facts)


def _system() -> str:
    if sys.platform == "win32":
        return platform.version()
    return f"{platform.system()} {platform.release()}"
