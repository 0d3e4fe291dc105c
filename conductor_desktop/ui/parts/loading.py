"""What a screen is at that shows rows of the books: loading, all of them here, some of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from conductor_desktop.errors import AppError, NotSetUp


@dataclass(frozen=True)
class Unavailable:
    """Why there is nothing to ask, in words: this PC is not set up, or others hold the access.

    ``what`` is of the books and in the plural: "invoices", "customers", "company details".
    """

    heading: str
    text: str

    @classmethod
    def not_set_up(cls, what: str) -> Unavailable:
        """No connection yet."""
        return cls(
            "Not connected yet",
            f"Your {what} appear here once this PC is connected. Finish the guided setup first.",
        )

    @classmethod
    def because(cls, problem: NotSetUp) -> Unavailable:
        """What was needed turned out to be missing."""
        return cls(problem.title, f"{problem.explanation} {problem.next_step}")

    @classmethod
    def held_by_vendor(cls, vendor: str, what: str) -> Unavailable:
        """The setup file connects this PC but does not let it read; ``vendor`` may be ""."""
        who = vendor or "The vendor who sent you the setup file"
        return cls(
            f"Your {what} are not shown on this PC",
            f"{who} reads them through this connection; the setup file for this PC only connects "
            "and watches it. If you want to see them here as well, ask your vendor for a setup "
            "file with access to them.",
        )


class Phase(enum.Enum):
    """What the screen is at."""

    UNAVAILABLE = enum.auto()
    EMPTY_START = enum.auto()  # never loaded
    LOADING = enum.auto()
    READY = enum.auto()  # complete, at least one row
    NO_ROWS = enum.auto()  # complete: there are none
    PARTIAL = enum.auto()  # rows, but not all; see problem
    FAILED = enum.auto()  # no rows; see problem
    CANCELLED = enum.auto()  # stopped by the person, with or without rows


@dataclass(frozen=True)
class State:
    """A phase and its reason: ``problem`` if PARTIAL or FAILED, ``unavailable`` if UNAVAILABLE."""

    phase: Phase
    problem: AppError | None = None
    unavailable: Unavailable | None = None


@dataclass(frozen=True)
class Loaded:
    """How far a load is. ``remaining`` is Conductor's own estimate, None when it gave none."""

    count: int
    remaining: int | None

    @property
    def expected(self) -> int | None:
        """How many there are in all."""
        return None if self.remaining is None else self.count + self.remaining
