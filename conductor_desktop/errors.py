"""What can go wrong, told to a person as a title, an explanation and a next step.

Every error the app expects is an ``AppError``. Rooms add their own kinds beside the code that
raises them (``conductor/errors.py`` for the API); nothing outside a room catches that room's
library exceptions. What is not an ``AppError`` is a bug, and reaches the one boundary.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import ClassVar


class ExitCode(enum.IntEnum):
    """What the process returns; listed in the README for scripts."""

    OK = 0
    ATTENTION = 1
    USAGE = 2
    OFFLINE = 3
    CREDENTIALS = 4
    NOT_SET_UP = 5
    INTERNAL = 10


class Owner(enum.StrEnum):
    """Whose job it is to mend something; where it is nobody's there is no owner."""

    YOU = "you"
    QUICKBOOKS_ADMIN = "quickbooks_admin"
    IT = "it"
    VENDOR = "vendor"


class AppError(Exception):
    """An expected failure in words a person can act on.

    ``title`` is about five words without a full stop; ``explanation`` and ``next_step`` are whole
    sentences, the next step in the imperative. ``details`` is for support (request id, code,
    status): never a secret, never a body. ``owner`` is whose job the next step is.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.ATTENTION
    owner: Owner | None = Owner.YOU

    def __init__(
        self,
        title: str,
        explanation: str,
        next_step: str,
        *,
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.title = title
        self.explanation = explanation
        self.next_step = next_step
        self.details: dict[str, str] = dict(details or {})

    def __str__(self) -> str:
        return f"{self.title}. {self.explanation} {self.next_step}"


class InvalidInput(AppError):
    """An argument, a field or a file that was given is not usable."""

    exit_code = ExitCode.USAGE


class HomeNotWritable(AppError):
    """The folder that holds everything the app keeps cannot be written."""

    exit_code = ExitCode.USAGE
    owner = Owner.IT

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            "Cannot write to the app's folder",
            f"Conductor Desktop keeps its settings in “{folder}”, and that folder cannot be "
            f"written ({reason}).",
            "Choose another folder with --home, or ask whoever looks after this PC to allow "
            "writing there.",
            details={"folder": folder, "reason": reason},
        )


class NotSetUp(AppError):
    """The app has no connection yet, so there is nothing to ask."""

    exit_code = ExitCode.NOT_SET_UP

    def __init__(
        self,
        explanation: str = "This PC has not been connected to Conductor yet.",
        next_step: str = "Open Conductor Desktop and finish the guided setup.",
        *,
        owner: Owner = Owner.YOU,
    ) -> None:
        super().__init__("Not set up yet", explanation, next_step)
        self.owner = owner


class InternalError(AppError):
    """A bug: the log has the details, the person gets one sentence."""

    exit_code = ExitCode.INTERNAL
    owner = Owner.VENDOR

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong inside the app",
            "Conductor Desktop met a problem it did not expect. Nothing you kept is lost.",
            "Try again; if it happens again, save a support bundle and send it to your vendor.",
        )
