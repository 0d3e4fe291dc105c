"""What a PC can be asked, whoever answers: this computer or one described in a file.

The questions are narrow and passive: nothing is started, changed or opened through COM. An
answer that is not known is ``None`` inside a fact, or ``CouldNotTell`` for a whole question;
it is never a guess.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from typing import BinaryIO, Protocol

from conductor_desktop.errors import AppError
from conductor_desktop.workstation.facts import (
    Access,
    FileFacts,
    PowerFacts,
    ProcessFacts,
    ServiceFacts,
    Signature,
    SystemFacts,
)
from conductor_desktop.workstation.reach import Proxy, Reach


class CouldNotTell(AppError):
    """The PC cannot be asked this, or refused to answer. ``explanation`` is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "This PC could not say",
            reason,
            "Look for yourself, or ask whoever looks after this PC.",
        )


class Hive(enum.StrEnum):
    """The roots of the Windows registry that are read."""

    MACHINE = "HKLM"
    USER = "HKCU"
    CLASSES = "HKCR"


class View(enum.IntEnum):
    """Which half of the registry: 64-bit programs and 32-bit programs each have their own."""

    BITS_64 = 64
    BITS_32 = 32


RegistryValue = str | int | bytes | tuple[str, ...] | None
"""A value as it is stored; ``None`` for an empty or unreadable kind. Never trust its type."""


class Workstation(Protocol):
    """A PC. Every method may raise ``CouldNotTell``; every method may be called on any thread."""

    def system(self) -> SystemFacts: ...

    def folder(self, variable: str) -> str | None:
        """The folder an environment variable names, such as ``ProgramFiles(x86)``."""

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        """The files below ``folder`` that match ``pattern``, ignoring case.

        ``pattern`` is one or more names with ``*``, parted by ``/``. A folder that does not
        exist holds no files.
        """

    def open_shared(self, path: str) -> BinaryIO | None:
        """A file, to be read and closed again; ``None`` if there is none.

        Others may write it, rename it and delete it meanwhile, as if nobody were reading.
        """

    def access(self, path: str) -> Access | None:
        """What may be done with a file or in a folder; ``None`` when there is none."""

    def free_space(self, folder: str) -> int:
        """Bytes that can still be written where ``folder`` is."""

    def signature(self, path: str) -> Signature:
        """Who signed a program, and whether it is still as it was signed."""

    def program_for(self, extension: str) -> str | None:
        """The program that opens files with this ending (``.qwc``); ``None`` when none does."""

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        """The values of a key by name (``""`` is the default one); none if there is no key."""

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        """The names of the keys below a key; none if there is no such key."""

    def me(self) -> ProcessFacts:
        """This app itself: its session, its rights, its Windows user."""

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        """The running programs with one of these file names, ignoring case."""

    def services(self, pattern: str) -> tuple[ServiceFacts, ...]:
        """The installed services whose names match ``pattern``, ignoring case."""

    def power(self) -> PowerFacts: ...

    def proxy(self, url: str) -> Proxy | None:
        """What stands between this PC and ``url``; ``None`` when it goes there directly."""

    def reach(self, url: str, seconds: float) -> Reach:
        """Ask the service at ``url`` for an answer, in at most ``seconds``."""

    def bring_to_front(self, pid: int) -> bool:
        """Put a program's window in front, the one that waits first. Whether that worked.

        One of the few things that are done rather than asked, and only on a person's click.
        """

    def open_program(self, path: str) -> bool:
        """Start a program. Whether that worked."""

    def open_settings(self, page: str) -> bool:
        """Open a page of the Windows settings, such as ``dateandtime``. Whether that worked."""
