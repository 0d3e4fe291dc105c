"""What safe mode leaves out, said where it would be."""

from __future__ import annotations

from conductor_desktop.errors import AppError


class NoPageInSafeMode(AppError):
    """The sign-in goes on in the person's own browser."""

    def __init__(self) -> None:
        super().__init__(
            "Please go on in your browser",
            "Conductor Desktop runs in safe mode, and shows no web page itself then.",
            "Choose “Open in my browser” to go on there.",
        )
