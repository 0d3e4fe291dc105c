"""Whom the entries of the log are about, told by those that name an application."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from conductor_desktop.workstation.web_connector_log.entries import entry_of, finds, next_stamp


@dataclass(frozen=True)
class Application:
    """Our application as the Web Connector knows it: by any of its names, at any of its hosts."""

    names: frozenset[str]
    hosts: frozenset[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", _folded(self.names))
        object.__setattr__(self, "hosts", _folded(self.hosts))

    def is_called(self, name: str) -> bool:
        return name.strip().casefold() in self.names

    def is_at(self, address: str) -> bool:
        try:
            host = urlsplit(address.strip()).hostname or ""
        except ValueError:
            return False
        return host.casefold() in self.hosts


class Owner(enum.StrEnum):
    """Whom the entries from some place on are about."""

    NOBODY = "nobody"
    """Nobody who was named, so nobody who is known."""
    UNSURE = "unsure"
    """Ours by its name; its address is not known yet, and decides."""
    OURS = "ours"
    OTHER = "other"


class Step(enum.Enum):
    """What an entry that names an application does."""

    STARTED = enum.auto()
    """An update of the application begins."""
    NAME = enum.auto()
    ADDRESS = enum.auto()


_VALUE = re.compile(rb"[^\r\n]{0,300}")
_QUOTED_VALUE = re.compile(rb"[^\r\n]{1,300}?(?=' has STARTED)")
# Long texts, because those are found fastest; the messages begin where the sources end.
_NAMINGS = {
    b"() : updateWS() for application = '": (Step.STARTED, _QUOTED_VALUE),
    b"() : Performing SCHEDULED UPDATE for application = ": (Step.STARTED, _VALUE),
    b"instantiateWebService() : AppName: ": (Step.NAME, _VALUE),
    b"instantiateWebService() : AppURL: ": (Step.ADDRESS, _VALUE),
}
_SOURCES = {said: said.index(b"() : ") for said in _NAMINGS}


@dataclass(frozen=True)
class Naming:
    """Where it says ``said``, by which an application is named if this is an entry's message."""

    at: int
    said: bytes

    @property
    def step(self) -> Step:
        return _NAMINGS[self.said][0]

    def entry(self, block: bytes) -> int | None:
        """Where the entry starts, if it is one."""
        entry = entry_of(block, self.at + _SOURCES[self.said])
        return entry[0] if entry else None

    def value(self, block: bytes, stop: int) -> str | None:
        """The name or address."""
        match = _NAMINGS[self.said][1].match(block, self.at + len(self.said), stop)
        return _text(match[0]) if match else None


def namings(block: bytes, start: int, stop: int) -> list[Naming]:
    """In order."""
    hits = [(hit, said) for said in _NAMINGS for hit in finds(block, said, start, stop)]
    return [Naming(*hit) for hit in sorted(hits)]


def _text(value: bytes) -> str:
    if b" UTC" in value:  # the next entry may follow without a line break
        value = value[: next_stamp(value, 0, len(value))]
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def owner_after(owner: Owner, step: Step, value: str, ours: Application) -> Owner:
    """Whom the entries are about from such an entry on."""
    if step is Step.ADDRESS:
        if owner in (Owner.UNSURE, Owner.OURS):
            return Owner.OURS if ours.is_at(value) else Owner.OTHER
        return owner
    if not ours.is_called(value):
        return Owner.OTHER
    if step is Step.NAME and owner is Owner.OURS:
        return owner
    return Owner.UNSURE


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.strip().casefold() for text in texts if text.strip())
