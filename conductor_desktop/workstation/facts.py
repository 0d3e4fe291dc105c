"""What a PC answers with: small records in which ``None`` always means "not known"."""

from __future__ import annotations

import enum
from dataclasses import dataclass


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
    remote_session: bool | None = None
    """Whoever sits in front of this app does so from another computer."""


@dataclass(frozen=True)
class FileFacts:
    """A file that exists. ``age`` is in seconds since it was last written."""

    path: str
    version: str | None = None
    size: int | None = None
    age: float | None = None


@dataclass(frozen=True)
class Access:
    """What this Windows user may do with a file, or in a folder.

    ``reason`` says in a few words why not, where that is known.
    """

    can_read: bool | None = None
    can_write: bool | None = None
    reason: str = ""


class Seal(enum.StrEnum):
    """What a program's signature is worth."""

    VALID = "valid"
    UNSIGNED = "unsigned"
    BROKEN = "broken"


@dataclass(frozen=True)
class Signature:
    """Who signed a program; ``signer`` is only to be believed when the seal is valid."""

    seal: Seal
    signer: str | None = None


@dataclass(frozen=True)
class WindowFacts:
    """A visible window. A window that a question stands before cannot be used meanwhile."""

    title: str
    is_usable: bool | None = None


@dataclass(frozen=True)
class ProcessFacts:
    """A running program.

    ``windows`` are its visible windows: ``()`` when it shows none, ``None`` when they cannot be
    seen from here (another person's session, another system).
    """

    name: str
    pid: int
    session: int | None = None
    elevated: bool | None = None
    owner: str | None = None
    windows: tuple[WindowFacts, ...] | None = None


@dataclass(frozen=True)
class ServiceFacts:
    """A Windows service; ``state`` and ``start`` in Windows' own words: running, automatic."""

    name: str
    state: str | None = None
    start: str | None = None


class LidAction(enum.StrEnum):
    """What closing the lid does."""

    NOTHING = "nothing"
    SLEEP = "sleep"
    HIBERNATE = "hibernate"
    SHUT_DOWN = "shut down"


@dataclass(frozen=True)
class PowerFacts:
    """When this PC stops working while it is plugged in. Minutes; 0 is never."""

    sleeps_after: int | None = None
    hibernates_after: int | None = None
    has_lid: bool | None = None
    lid: LidAction | None = None
    on_battery: bool | None = None
