"""The policies there are: their names, what they may be, and what each is for.

``resources/policies/`` describes the same ones for the Group Policy editor; a test compares them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

KEY = r"SOFTWARE\Policies\ConductorDesktop"
"""Below HKLM, which counts first, and below HKCU."""


class AuthView(enum.StrEnum):
    """Where the sign-in page is opened."""

    EMBEDDED = "embedded"
    BROWSER = "browser"


class Updates(enum.StrEnum):
    """Who brings newer versions onto this PC."""

    PERSON = "person"
    MANAGED = "managed"


@dataclass(frozen=True)
class Switch:
    """A DWORD, 1 for allowed and 0 for not."""

    def read(self, value: object) -> bool | None:
        """``None`` for anything else."""
        return bool(value) if type(value) is int and value in (0, 1) else None

    @property
    def must(self) -> str:
        return "has to be a DWORD of 0 or 1"


@dataclass(frozen=True)
class Number:
    """A DWORD within these two, both included."""

    low: int
    high: int

    def read(self, value: object) -> int | None:
        """``None`` for anything else."""
        return value if type(value) is int and self.low <= value <= self.high else None

    @property
    def must(self) -> str:
        return f"has to be a DWORD from {self.low} to {self.high}"


@dataclass(frozen=True)
class Choice:
    """One of these texts; case does not matter."""

    options: type[enum.StrEnum]

    def read(self, value: object) -> enum.StrEnum | None:
        """``None`` for anything else."""
        if not isinstance(value, str):
            return None
        return next((one for one in self.options if one == value.casefold()), None)

    @property
    def must(self) -> str:
        return "has to be a text (REG_SZ), " + " or ".join(f"“{one}”" for one in self.options)


Kind = Switch | Number | Choice
Value = bool | int | enum.StrEnum


@dataclass(frozen=True)
class Policy:
    """``meaning`` says in a sentence what the policy is about, in the Group Policy editor too."""

    name: str
    kind: Kind
    meaning: str


ALLOW_EXPORT = Policy(
    "AllowExport",
    Switch(),
    "Whether what the books say may be written to a file, or given to a script with --json.",
)
ALLOW_SANDBOX = Policy(
    "AllowSandbox",
    Switch(),
    "Whether the built-in sandbox with its sample data may be used.",
)
AUTH_VIEW = Policy(
    "AuthViewMode",
    Choice(AuthView),
    "Where the sign-in page is opened: in the app alone, or in the person’s browser alone.",
)
SHORTEST_CHECK = Policy(
    "CheckIntervalMinSeconds",
    Number(60, 1800),
    "The shortest time between two readings of Conductor’s notes, give or take a fifth.",
)
LONGEST_CHECK = Policy(
    "CheckIntervalMaxSeconds",
    Number(60, 1800),
    "The longest time between two readings of Conductor’s notes, give or take a fifth.",
)
SHORTEST_QUICKBOOKS = Policy(
    "QuickBooksIntervalMinMinutes",
    Number(30, 1440),
    "The shortest time between two questions to QuickBooks that nobody has asked for.",
)
UPDATES = Policy(
    "UpdateMode",
    Choice(Updates),
    "Who brings newer versions onto this PC: the person, or IT. The app never updates itself.",
)

POLICIES = (
    ALLOW_EXPORT,
    ALLOW_SANDBOX,
    AUTH_VIEW,
    SHORTEST_CHECK,
    LONGEST_CHECK,
    SHORTEST_QUICKBOOKS,
    UPDATES,
)
