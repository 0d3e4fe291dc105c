"""What a person is told who wants something that an IT admin does not allow."""

from __future__ import annotations

from conductor_desktop.errors import AppError, ExitCode, Owner
from conductor_desktop.services.policies.table import Policy

SWITCHED_OFF = "Your IT admin has switched this off"


class SwitchedOff(AppError):
    """A policy forbids it."""

    exit_code = ExitCode.USAGE
    owner = Owner.IT

    def __init__(self, what: str, policy: Policy) -> None:
        """``what`` is a whole sentence about what cannot be done."""
        super().__init__(
            SWITCHED_OFF,
            what,
            "Ask whoever looks after this PC if you need it.",
            details={"policy": policy.name},
        )
