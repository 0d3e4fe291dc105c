"""Runs Windows programs on Linux: a prefix, which is one Windows PC, and a screen for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import IO

from build.windows.kept import Failed

_HANGS_AFTER_SECONDS = 1800.0  # of the build as a whole nobody knows how long it takes
_LAST_WORDS_SECONDS = 1.0


class Hangs(Failed):
    """A program was still running when nobody waits any longer."""


@dataclass(frozen=True)
class Ended:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str


@contextlib.contextmanager
def screen(size: str = "1280x900") -> Iterator[str]:
    """An X display that nobody sees, by its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise Failed("Xvfb, which stands in for a screen, did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def windows_path(path: Path) -> str:
    """How a Windows program calls a file of this machine."""
    return str(PureWindowsPath("Z:" + path.as_posix()))


@dataclass(frozen=True)
class Wine:
    """One Windows PC in the folder ``prefix``, and who sits at it.

    Its programs see a small environment that is always the same: what a developer's machine or CI
    sets for certificates, proxies or Python would hide faults of the product.
    """

    prefix: Path
    display: str
    user: str = "builder"
    variables: Mapping[str, str] = field(default_factory=dict)
    hangs_after: float = _HANGS_AFTER_SECONDS
    """For how many seconds a program may run until nobody waits for it any longer."""
    entering: tuple[str, ...] = ()
    """The words before each command that lead to another Wine than this machine's."""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.prefix),
            "USER": self.user,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "DISPLAY": self.display,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No download of .NET or Gecko, and nothing of it in this machine's own menus.
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
            **self.variables,
        }

    def start(
        self, *words: str | Path, is_told: bool = False, variables: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """A program on its way, which hears what is written to it if it ``is_told`` things.

        Its output is a pipe: into a file, Python does not start here.
        """
        return subprocess.Popen(
            [*self.entering, "wine", *map(str, words)],
            env=self.environment | dict(variables or {}),
            cwd=self.prefix,
            stdin=subprocess.PIPE if is_told else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str | Path, **variables: str) -> Ended:
        """A program, run to its end. Raises ``Hangs``.

        What it leaves running keeps its pipes open, so that nobody waits for their end.
        """
        with self.start(*words, variables=variables) as process:
            return self.wait_for(process)

    def wait_for(self, process: subprocess.Popen[bytes]) -> Ended:
        """How a program that was started has ended. Raises ``Hangs``, and ends the PC then."""
        pipes = (process.stdout, process.stderr)
        out, err = (Listener(pipe) if pipe and not pipe.closed else None for pipe in pipes)
        try:
            code = process.wait(self.hangs_after)
        except subprocess.TimeoutExpired:
            self.end_all()
            raise Hangs(f"{process.args!r} does not end. {err.text() if err else ''}") from None
        return Ended(code, out.text() if out else "", err.text() if err else "")

    def end_all(self) -> None:
        """End every program of this PC, and nothing else."""
        command = [*self.entering, "wineserver", "-k"]
        subprocess.run(command, env=self.environment, check=False)

    def settle(self) -> None:
        """Wait until every program of this PC has ended and the registry is on the disk."""
        command, patience = [*self.entering, "wineserver", "-w"], self.hangs_after
        subprocess.run(command, env=self.environment, check=False, timeout=patience)


class Listener:
    """Reads a pipe, which is nobody else's then, for as long as any program has it open."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._parts: list[bytes] = []
        self._file = os.dup(stream.fileno())
        stream.close()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while part := os.read(self._file, 65536):
            self._parts.append(part)
        os.close(self._file)

    def text(self) -> str:
        """What has been said by now, as a console shows it."""
        self._thread.join(_LAST_WORDS_SECONDS)
        return b"".join(self._parts).decode("utf-8", "replace").replace("\r\n", "\n")
