"""What a PC can be asked, whoever answers: this computer or one described in a file.

The questions are narrow and passive: nothing is started, changed or opened through COM. An
answer that is not known is ``None`` inside a fact, or ``CouldNotTell`` for a whole question;
it is never a guess.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from conductor_desktop.errors import AppError
from conductor_desktop.secret import Secret


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


class View(enum.IntEnum):
    """Which half of the registry: 64-bit programs and 32-bit programs each have their own."""

    BITS_64 = 64
    BITS_32 = 32


RegistryValue = str | int | bytes | tuple[str, ...] | None
"""A value as it is stored; ``None`` for an empty or unreadable kind. Never trust its type."""


@dataclass(frozen=True)
class SystemFacts:
    """The operating system. ``caption`` is for people: “Windows 11 Pro”."""

    is_windows: bool
    caption: str
    build: int | None = None
    arch: str | None = None
    is_server: bool | None = None
    terminal_server: bool | None = None
    """Several people are signed in to this computer at once (Remote Desktop host)."""


@dataclass(frozen=True)
class FileFacts:
    """A file that exists. ``version`` and ``signer`` are ``None`` when they are not known."""

    path: str
    version: str | None = None
    signer: str | None = None


@dataclass(frozen=True)
class ProcessFacts:
    """A running program.

    ``windows`` are the titles of its visible windows: ``()`` when it shows none, ``None`` when
    they cannot be seen from here (another person's session, another system).
    """

    name: str
    pid: int
    session: int | None = None
    elevated: bool | None = None
    owner: str | None = None
    windows: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Proxy:
    """How this PC goes to the internet, when not directly."""

    host: str | None = None
    port: int | None = None
    authorization: Secret | None = None
    """``user:password`` for the proxy, where the setting carries one."""
    script: bool = False
    """An automatic configuration script decides, which only Windows' own programs follow."""

    @property
    def address(self) -> str | None:
        """``host:port``, without the name and password."""
        return f"{self.host}:{self.port}" if self.host else None


class Outcome(enum.StrEnum):
    """How far one request to the API came. Every value but ``ANSWERS`` is a failure."""

    ANSWERS = "answers"
    BAD_ADDRESS = "bad address"
    NO_NETWORK = "no network"
    NO_NAME = "no name"
    NO_CONNECTION = "no connection"
    PROXY_UNREACHABLE = "proxy unreachable"
    PROXY_REFUSED = "proxy refused"
    CERTIFICATE_DATE = "certificate date"
    CERTIFICATE = "certificate"
    TLS = "tls"
    NO_ANSWER = "no answer"
    SIGN_IN_PAGE = "sign-in page"
    SERVER_TROUBLE = "server trouble"
    NOT_THE_API = "not the api"


@dataclass(frozen=True)
class Reach:
    """What came of one request. ``detail`` is for support and carries no key and no body."""

    outcome: Outcome
    host: str
    detail: str = ""
    proxy: str | None = None
    """``host:port`` of the proxy that was used."""
    clock_ahead: float | None = None
    """Seconds by which this PC's clock is ahead of the server's; ``None`` without a date."""


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

    def registry_values(self, hive: Hive, key: str, view: View) -> Mapping[str, RegistryValue]:
        """The values of a key by name (``""`` is the default one); none if there is no key."""

    def registry_subkeys(self, hive: Hive, key: str, view: View) -> tuple[str, ...]:
        """The names of the keys below a key; none if there is no such key."""

    def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
        """The running programs with one of these file names, ignoring case."""

    def session(self) -> int:
        """The number of the Windows session this app runs in."""

    def sleeps_after(self) -> int | None:
        """Minutes without use until the PC sleeps while plugged in; ``None`` for never."""

    def proxy(self, url: str) -> Proxy | None:
        """What stands between this PC and ``url``; ``None`` when it goes there directly."""

    def reach(self, url: str, seconds: float) -> Reach:
        """Ask the API at ``url`` for an answer, in at most ``seconds``."""
