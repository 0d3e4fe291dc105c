"""Which versions run here, as far as plain Python can tell."""

from __future__ import annotations

import importlib.metadata
import platform
import sys

from conductor_desktop import __version__
from conductor_desktop.services.web_engine import describe

_PACKAGES = ("PySide6", "keyring", "msgspec", "psutil", "requests", "truststore")


def installed_versions() -> dict[str, str]:
    """Versions by name; a package that the built program does not describe is left out.

    The Qt and web engine that really run are known to the user interface alone; which engine
    comes with the PySide6 that is installed is known by heart.
    """
    versions = {
        "conductor-desktop": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "os": f"{platform.system()} {platform.release()} {platform.version()}",
    }
    for package in _PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    if engine := describe(versions.get("PySide6", "")):
        versions["web-engine"] = engine
    return versions


def loaded_versions() -> dict[str, str]:
    """Qt and the web engine, if they run: a bundle made without a window does not load them."""
    versions = {}
    if "PySide6.QtCore" in sys.modules:
        versions["qt"] = str(sys.modules["PySide6.QtCore"].qVersion())
    if "PySide6.QtWebEngineCore" in sys.modules:
        engine = sys.modules["PySide6.QtWebEngineCore"]
        versions["chromium"] = str(engine.qWebEngineChromiumVersion())
        versions["chromium-security-patch"] = str(engine.qWebEngineChromiumSecurityPatchVersion())
    return versions
