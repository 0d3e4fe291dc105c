"""The Web Connector's file on its way: checked, kept under our own name, handed over on a click."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.workstation.qwc import MOST_BYTES, InvalidQwc, keep_qwc, read_qwc

# Whoever a connection file names receives the books, so it is Conductor or nobody.
_TRUSTED_HOSTS = frozenset({"conductor.is", ".conductor.is"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def take_connection_file(path: Path, folder: Path, base_url: str | None) -> Path:
    """Check ``path`` and keep it in ``folder``; returns where it is kept.

    A connection that is itself on this PC (``base_url`` of the sandbox) may name this PC.
    Raises ``InvalidQwc`` with the reason, and ``InvalidInput`` when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(
            "Cannot open the connection file",
            f"“{path.name}” cannot be read ({error.strerror or error}).",
            "Download it from the page again.",
        ) from error
    host = urlsplit(base_url).hostname if base_url else None
    hosts = _TRUSTED_HOSTS | _LOOPBACK if host in _LOOPBACK else _TRUSTED_HOSTS
    is_ours = path.parent == folder
    try:
        read_qwc(data, hosts)
    except InvalidQwc:
        if is_ours:
            path.unlink(missing_ok=True)
        raise
    return path if is_ours else keep_qwc(data, folder)


def hand_over(path: Path) -> None:
    """Open the kept file with the program Windows has for it. Raises ``AppError``."""
    if sys.platform != "win32":
        raise AppError(
            "This works on Windows only",
            "The Web Connector is a Windows program, and this PC does not run Windows.",
            "Run Conductor Desktop on the PC where QuickBooks is.",
        )
    try:
        os.startfile(path)  # noqa: S606 - our own file, checked, on the person's click
    except OSError as error:
        raise AppError(
            "The Web Connector did not open",
            "Windows has no program for this kind of file, or it would not start.",
            f"Open the Web Connector yourself, choose “Add an Application”, and pick {path}.",
            details={"reason": error.strerror or type(error).__name__},
        ) from error
