"""The fixed names in what is kept: profiles, ways in, steps of setup, entries of secrets."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from typing import ClassVar, Self

_PROFILE = re.compile(r"sandbox|live(-(?!1$)[1-9][0-9]{0,3})?")


class ProfileName(str):
    """What a profile is called in the settings and in the password store.

    ``live``, ``live-2``, ``live-3`` and so on are connections of company files, ``sandbox`` is the
    one to made-up books. Raises ``ValueError`` for any other text: a name is part of the names of
    files and of entries in the password store.
    """

    __slots__ = ()

    LIVE: ClassVar[ProfileName]
    SANDBOX: ClassVar[ProfileName]

    def __new__(cls, name: str) -> Self:
        if not _PROFILE.fullmatch(name):
            raise ValueError("not the name of a profile")
        return super().__new__(cls, name)

    @classmethod
    def parse(cls, value: object) -> ProfileName | None:
        """The name that ``value`` is; None for what is none."""
        return cls(value) if isinstance(value, str) and _PROFILE.fullmatch(value) else None

    @classmethod
    def not_in(cls, taken: Iterable[str]) -> ProfileName:
        """The first name for another company file that nobody has."""
        names = set(taken)
        if cls.LIVE not in names:
            return cls.LIVE
        return cls(next(f"live-{n}" for n in range(2, len(names) + 3) if f"live-{n}" not in names))


ProfileName.LIVE = ProfileName("live")
ProfileName.SANDBOX = ProfileName("sandbox")

MOST_PROFILES = 200
"""How many are used. More are nobody's, and each costs looks into the password store."""


class Mode(enum.StrEnum):
    """Which door the person came in through."""

    SETUP_FILE = "setup_file"
    API_KEYS = "api_keys"
    SANDBOX = "sandbox"


class SecretKind(enum.StrEnum):
    """What the password store may hold for a profile."""

    SECRET_KEY = "secret-key"  # noqa: S105 - the name of an entry, not its value
    PUBLISHABLE_KEY = "publishable-key"
    TOKEN = "token"  # noqa: S105


def entry_name(profile: ProfileName, kind: SecretKind) -> str:
    """The name of an entry in the password store, such as ``live/token``."""
    return f"{profile}/{kind}"


def is_entry_name(name: str) -> bool:
    """Whether ``entry_name`` gives such a name."""
    profile, _, kind = name.partition("/")
    return ProfileName.parse(profile) is not None and kind in set(SecretKind)


class Redoing(enum.StrEnum):
    """What is done anew to a connection that was finished before."""

    SETUP = "setup"
    RECONNECT = "reconnect"


class SetupStep(enum.StrEnum):
    """Where the guided setup is, so that it goes on there after a restart."""

    WELCOME = "welcome"
    CHECKS = "checks"
    END_USER = "end_user"
    CONNECT = "connect"
    VERIFY = "verify"
    DONE = "done"
