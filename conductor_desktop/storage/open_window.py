"""Where a home says that the app's window is open, and how a later start reaches it."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from conductor_desktop.storage.atomic import private

_LONGEST_BYTES = 1_000  # a socket's path is shorter than 110
_NAME = "conductor-desktop-"
_WRITTEN = re.compile(rb"\A([1-9]\d{0,9})\n([^\n\0]*[/\\]" + _NAME.encode() + rb"[0-9a-f]{32})\n\Z")


@dataclass(frozen=True)
class Address:
    """Which process has the window, and the full name of the socket or pipe it listens on."""

    process: int
    server: str


@dataclass(frozen=True)
class OpenWindow:
    """The two files of one user's window in one home: a lock, and the address of its holder.

    The sandbox started on purpose is a window of its own, and so is that of another user who
    shares the folder.
    """

    lock: Path
    address_file: Path

    @property
    def runs_file(self) -> Path:
        """How the run that has the window goes, and how the one before it ended."""
        return self.lock.with_suffix(".run")

    @classmethod
    def of(cls, home: Path, *, sandbox: bool) -> OpenWindow:
        stem = f"window-{'sandbox-' if sandbox else ''}{_user()}"
        return cls(home / f"{stem}.lock", home / f"{stem}.address")

    def read(self) -> Address | None:
        """As last written, so it may be of one that has ended; None for anything else."""
        try:
            with FileIO(self.address_file) as file:
                written = _WRITTEN.match(file.read(_LONGEST_BYTES) or b"")
            return written and Address(int(written[1]), os.fsdecode(written[2]))
        except (OSError, UnicodeDecodeError):
            return None

    @contextlib.contextmanager
    def announced(self, address: Address) -> Iterator[None]:
        """Have it written there meanwhile, for this user to read. Raises ``OSError``.

        The file stays open, so that on Windows nobody can delete it from under the window.
        """
        with FileIO(self.address_file, "w", opener=private) as file:
            file.write(f"{address.process}\n".encode() + os.fsencode(address.server) + b"\n")
            yield
        with contextlib.suppress(OSError):
            self.address_file.unlink()


def new_server_name() -> str:
    """One that nobody can guess and take before: only this user can read the address."""
    return _NAME + os.urandom(16).hex()


def _user() -> str:
    """The same at every start of this user, and fit for a file's name."""
    if hasattr(os, "getuid"):
        return str(os.getuid())
    from hashlib import sha256  # only here: loading it takes as long as all the rest

    with contextlib.suppress(OSError):
        return sha256(os.getlogin().casefold().encode()).hexdigest()[:8]
    return "user"
