"""Why a connection file is not handed to the Web Connector."""

from __future__ import annotations

from conductor_desktop.errors import AppError


class InvalidQwc(AppError):
    """The file must not be handed to the Web Connector. ``explanation`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "Not a usable connection file",
            reason,
            "Download the file again from the setup page; if it is refused again, send this "
            "message to whoever sent you the setup.",
        )
