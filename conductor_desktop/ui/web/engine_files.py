"""The engine's files in this installation: which there must be, and reading them ahead.

Imports neither QtWebEngine nor Qt. The engine ends the whole program without a word when it does
not find its process, its resources or its letters (measured), and a virus scanner may take any
file away, so they are looked for before it is used.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from conductor_desktop.work import CancelToken

# Windows keeps all of it beside PySide6's modules, Linux and macOS below ``Qt``.
_ALL = (
    "QtWebEngine*.so",
    "QtWebEngine*.pyd",
    "Qt6WebEngine*.dll",
    "Qt6Q*.dll",
    "QtWebEngineProcess.exe",
    "resources/*.*",
    "Qt/lib/libQt6WebEngine*",
    "Qt/lib/libQt6Q*",
    "Qt/lib/QtWebEngine*.framework/Versions/A/QtWebEngine*",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/resources/*.*",
)
_RESOURCES = ("icudtl.dat", "qtwebengine_resources.pak", "v8_context_snapshot.bin")


def missing_file(root: Path | None = None) -> str:
    """The name of a file that the engine cannot do without and that is not there, or "".

    ``root`` is the folder of PySide6. On macOS nothing is looked for: there all of it is one
    signed framework.
    """
    root = root or _pyside()
    if root is None or sys.platform == "darwin":
        return ""
    if sys.platform == "win32":
        wanted = [root / "QtWebEngineProcess.exe", *(root / "resources" / n for n in _RESOURCES)]
    else:
        below = root / "Qt"
        wanted = [below / "libexec" / "QtWebEngineProcess"]
        wanted += [below / "resources" / name for name in _RESOURCES]
    return next((path.name for path in wanted if not _has_content(path)), "")


def warm_up(cancel: CancelToken) -> int:
    """Read the engine's files once, so that loading it later does not wait for the disk.

    For a worker thread, as soon as it is likely that the page will be needed. On a PC that has
    not used the engine since it started, this halves the time the window stands still when the
    view is made (measured: 240 to 100 ms). Returns the bytes read; raises ``Cancelled``.
    """
    total = 0
    buffer = bytearray(1 << 20)
    for path in _all_files():
        with contextlib.suppress(OSError), path.open("rb", buffering=0) as file:
            while size := file.readinto(buffer):
                cancel.raise_if_cancelled()
                total += size
    return total


def _pyside() -> Path | None:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _all_files() -> Iterator[Path]:
    root = _pyside()
    if root is None:
        return
    for pattern in _ALL:
        yield from (path for path in sorted(root.glob(pattern)) if path.is_file())


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
