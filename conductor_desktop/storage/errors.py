"""What can go wrong with what is kept on this PC."""

from __future__ import annotations

from conductor_desktop.errors import AppError, InvalidInput, Owner


class SettingsNotSaved(AppError):
    """The settings file could not be replaced; what was there before is untouched."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            "Settings could not be saved",
            f"“{path}” could not be written ({reason}). What was saved before is still there.",
            "Close other programs that may hold the file, free some disk space if the disk is "
            "full, and try again.",
            details={"path": path, "reason": reason},
        )


class SettingsReadOnly(AppError):
    """The settings on the disk must not be replaced in this run."""

    def __init__(self, path: str, explanation: str, next_step: str) -> None:
        super().__init__(
            "Settings are kept as they are", explanation, next_step, details={"path": path}
        )


class SecretStoreProblem(AppError):
    """The PC's own store for passwords refused, failed or did not answer."""

    owner = Owner.IT

    def __init__(self, explanation: str, next_step: str, *, reason: str) -> None:
        super().__init__(
            "This PC's password store did not help",
            explanation,
            next_step,
            details={"reason": reason},
        )


class SecretNotStorable(InvalidInput):
    """A key that no key can look like, or that is too long for the store."""

    def __init__(self, explanation: str) -> None:
        super().__init__(
            "This key cannot be kept",
            explanation,
            "Copy the key again from where you got it, and paste it once more.",
        )


class HistoryNotRemoved(AppError):
    """What is kept of how a connection stood could not be removed; all of it is still there."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The history could not be removed",
            f"What is kept of how this connection stood before could not be removed ({reason}).",
            "Close other programs that may hold the file, and try again.",
            details={"reason": reason},
        )
