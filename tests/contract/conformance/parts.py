"""What a script is made of: clients, steps and what each step has to give."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any
"""What JSON can say; money as text, times as text."""

Arguments = Mapping[str, Json]


class Client(enum.StrEnum):
    """Who is played through the script."""

    PYTHON = "conductor-py 1.92.3"
    NODE_12 = "conductor-node 12.43.0"
    NODE_11 = "conductor-node 11.6.15"
    OURS = "the app's own client"


@dataclass(frozen=True)
class Outcome:
    """What one call came to: a value, or an error as that client's user can see it.

    An error has ``class``, ``status`` and ``requestId`` (of the response header), and under
    ``body`` what Conductor said, as far as the client hands it on.
    """

    value: Json = None
    error: dict[str, Json] | None = None


class Performer(Protocol):
    """One client, with the address and the key of one sandbox."""

    def perform(self, call: str, arguments: Arguments, *, once: bool) -> Outcome:
        """Do it through the client's own public methods; ``once`` turns its repeating off.

        Raises ``KeyError`` for a call it does not have.
        """


@dataclass(frozen=True)
class Gives:
    """Exactly this, once the run's own ids are replaced by their names."""

    value: Json


@dataclass(frozen=True)
class GivesAtLeast:
    """An object with these fields among others."""

    value: dict[str, Json]


@dataclass(frozen=True)
class GivesTheBooks:
    """What plain HTTP is answered at the same moment, field by field; never an empty list."""

    pages: int = 1


@dataclass(frozen=True, kw_only=True)
class Fails:
    """Conductor's error with this status, type and code; which class it is, each client says.

    ``ours`` and ``our_requests`` are the app's own: it repeats what may pass, never what somebody
    in front of QuickBooks has to mend.
    """

    status: int
    kind: str
    code: str
    ours: str
    integration_code: str | None = None
    our_requests: int = 1


@dataclass(frozen=True)
class NoAnswer:
    """The line is cut each time, with nothing said."""

    ours: str
    our_requests: int


Expectation = Gives | GivesAtLeast | GivesTheBooks | Fails | NoAnswer


@dataclass(frozen=True, kw_only=True)
class Step:
    """One call. A text that begins with ``$`` is something the script knows by that name.

    ``keep`` names parts of the result for later steps, by their path. ``before`` is what happens
    to the sandbox first, in the words of its control routes; faults are gone again after the
    step. ``once`` asks without repeating, which saves seconds where repeating is shown elsewhere.
    ``absent`` says why a client that has the call cannot make it in this way.
    """

    name: str
    call: str
    arguments: Arguments = field(default_factory=dict)
    expect: Expectation
    keep: Mapping[str, str] = field(default_factory=dict)
    before: tuple[Mapping[str, Json], ...] = ()
    once: bool = False
    absent: Mapping[Client, str] = field(default_factory=dict)
