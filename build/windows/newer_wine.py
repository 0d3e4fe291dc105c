"""A newer Wine than Debian 12 has, in a Debian of its own: there the web engine runs.

It takes 1.3 GB and needs root and a Debian mirror. Nobody else uses it or its settings.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from build.windows.kept import NotToBeHad, content, folder, made, say

_RELEASE = "trixie"  # Debian 13, with Wine 10
# Without Tahoma, which is in fonts-wine, Chromium looks for it until its stack is full.
_PACKAGES = ("wine", "wine64", "fonts-wine", "fonts-dejavu-core", "libgl1", "libgl1-mesa-dri")
_SHOWN_INSIDE = ("/proc", "/dev", "/tmp")  # noqa: S108 - there X has its screens
_SOURCES = Path("/etc/apt")
_MIRROR = re.compile(r"https?://\S+/debian/?(?=\s|$)", re.MULTILINE)
_UNPACKED_ONLY = ("var/cache/apt/archives", "var/lib/apt/lists", "usr/share/doc", "usr/share/man")


def tree() -> Path:
    """The folder with that Debian, made unless it is there. Raises ``NotToBeHad``."""
    if os.geteuid():
        raise NotToBeHad("A newer Wine is a Debian of its own, which only root can make and enter.")
    program = shutil.which("debootstrap")
    if program is None:
        raise NotToBeHad("A newer Wine needs the Debian package debootstrap.")
    command = [program, "--variant=minbase", f"--include={','.join(_PACKAGES)}", _RELEASE]

    def make(place: Path) -> None:
        say("Preparing a newer Wine (the first time some minutes, 1.3 GB)")
        made_of = [*command, str(place / "tree"), mirror()]
        with (place / "log.txt").open("wb") as log:
            if subprocess.call(made_of, stdin=subprocess.DEVNULL, stdout=log, stderr=log):
                last = (place / "log.txt").read_text("utf-8", "replace").splitlines()[-1:]
                raise NotToBeHad(f"debootstrap could not make a newer Wine. {' '.join(last)}")
        for name in _UNPACKED_ONLY:
            shutil.rmtree(place / "tree" / name, ignore_errors=True)

    return made("wine", content(*command[1:]), make) / "tree"


def fonts(place: Path) -> list[Path]:
    """Some that are in the tree ``place``."""
    return sorted((place / "usr" / "share" / "fonts" / "truetype" / "dejavu").glob("*.ttf"))


def mirror() -> str:
    """The Debian mirror that this machine uses itself."""
    sources = [file for file in sorted(_SOURCES.glob("sources.list*/*")) if file.is_file()]
    sources.append(_SOURCES / "sources.list")
    text = "\n".join(file.read_text("utf-8") for file in sources if file.is_file())
    found = _MIRROR.search(text)
    if found is None:
        raise NotToBeHad("A newer Wine needs a Debian mirror, and /etc/apt names none.")
    return found.group()


def entering(place: Path) -> tuple[str, ...]:
    """The words before a command that run it in the tree ``place``.

    Its own mounts, which nobody else sees, show it this machine's screen, the PCs and what is kept.
    """
    shown = (*dict.fromkeys([*_SHOWN_INSIDE, tempfile.gettempdir(), str(folder())]),)
    script = 'tree=$1; shift; for shown in "$@"; do [ "$shown" = -- ] && break; '
    script += 'mkdir -p "$tree$shown" && mount --rbind "$shown" "$tree$shown" || exit 125; shift; '
    script += 'done; shift; exec /usr/sbin/chroot "$tree" "$@"'
    return (
        *("unshare", "--mount", "--propagation", "private"),
        *("sh", "-c", script, "sh", str(place), *shown, "--"),
    )
