"""The fixed names in what is kept: profiles, ways in, steps of setup, entries of secrets."""

from __future__ import annotations

import enum


class ProfileName(enum.StrEnum):
    """The two sets of choices that never mix."""

    LIVE = "live"
    SANDBOX = "sandbox"


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


class SetupStep(enum.StrEnum):
    """Where the guided setup is, so that it goes on there after a restart."""

    WELCOME = "welcome"
    CHECKS = "checks"
    END_USER = "end_user"
    CONNECT = "connect"
    VERIFY = "verify"
    DONE = "done"
