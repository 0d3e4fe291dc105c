"""Whom the entries of the log are about, told by those that name an application."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Application:
    """Our application as the Web Connector knows it: by any of its names, at any of its hosts."""

    names: frozenset[str]
    hosts: frozenset[str]

    @classmethod
    def at(cls, host: str, *names: str | None) -> Application:
        """The one at ``host``, by whichever of ``names`` it has."""
        return cls(frozenset(filter(None, names)), frozenset({host}))

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", _folded(self.names))
        object.__setattr__(self, "hosts", _folded(self.hosts))

    def is_called(self, name: str) -> bool:
        return folded(name) in self.names

    def is_at(self, address: str) -> bool:
        return _host_of(address) in self.hosts


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


# Python 3.11 takes long to find a member in its class, and these are wanted for every naming.
NOBODY, UNSURE, OURS, OTHER = Owner
STARTED, NAME, ADDRESS = Step


def owner_after(owner: Owner, step: Step, value: str, ours: Application) -> Owner:
    """Whom the entries are about from such an entry on; ``value`` is ``folded``."""
    if step is ADDRESS:
        if owner in (UNSURE, OURS):
            return OURS if ours.is_at(value) else OTHER
        return owner
    return UNSURE if value in ours.names else OTHER


def folded(text: str) -> str:
    """As names and addresses are compared: without regard to case or the space around them."""
    return text.strip().casefold()


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(folded, texts)))


# Asked about the same few addresses again and again.
@lru_cache(maxsize=16)
def _host_of(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").casefold()
    except ValueError:
        return ""
