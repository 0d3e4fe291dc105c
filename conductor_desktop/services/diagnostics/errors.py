"""Why a support bundle is not written."""

from __future__ import annotations

from conductor_desktop.errors import AppError, ExitCode, InvalidInput


class BundleNotWritten(InvalidInput):
    """The place chosen for the bundle cannot take it. Nothing is left there."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(
            "The support bundle was not written",
            f"“{target}” cannot be written ({reason}).",
            "Choose another folder or name, and try again.",
            details={"target": target, "reason": reason},
        )


class BundleWouldLeak(AppError):
    """Something that must not leave was found in the finished bytes. Nothing is written."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, file: str) -> None:
        super().__init__(
            "The support bundle was held back",
            f"A key or a name that must not leave this PC was found in the bundle's “{file}”, so "
            "nothing was written.",
            "Tell whoever supports you that Conductor Desktop held the bundle back, and send "
            "what they ask for in words.",
            details={"file": file},
        )
