"""Keeps when the watch rests, from one window to the next and across restarts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from conductor_desktop.errors import AppError
from conductor_desktop.services.connection.rest import Pause, Rest
from conductor_desktop.storage.profiles import Settings

log = logging.getLogger(__name__)


class HasSettings(Protocol):
    """``services.sessions.Sessions`` as it is used here."""

    @property
    def settings(self) -> Settings: ...

    def update_settings(self, change: Callable[[Settings], Settings]) -> None: ...


class KeptRest:
    """One for the app. A pause without an end lasts as long as this: until the app is closed."""

    def __init__(self, kept: HasSettings) -> None:
        self._kept = kept
        settings = kept.settings
        pause = Pause(settings.paused_until) if settings.paused_until else None
        self._now = Rest(pause, settings.quiet_hours)

    @property
    def now(self) -> Rest:
        return self._now

    def change(self, rest: Rest) -> None:
        """From now on it is this; ``save`` is what keeps it for the next start."""
        self._now = rest

    def save(self) -> None:
        """Keep it as it is by now. Blocks for as long as the disk takes.

        Not being able to takes nothing from this run, so that is only logged.
        """
        rest = self._now
        until = rest.pause.until if rest.pause else None
        try:
            self._kept.update_settings(
                lambda settings: replace(settings, paused_until=until, quiet_hours=rest.quiet)
            )
        except AppError as error:
            log.warning("when to rest could not be kept: %s", error.title)
