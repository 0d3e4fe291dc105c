"""When nothing is asked without a click: while somebody has paused it, and in quiet hours."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.services.connection.quick import replace
from conductor_desktop.storage.profiles import QuietHours


class Resting(enum.StrEnum):
    """How much is left undone."""

    PAUSED = "paused"
    """Everything."""
    QUIET = "quiet"
    """All but looks at this PC."""


@dataclass(frozen=True)
class Pause:
    """``until`` (UTC) it ends by itself; ``None`` when only a person ends it.

    ``since`` (UTC) is not known of a pause that has outlasted a restart.
    """

    until: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Rest:
    """What is wished for. A pause that is over is none."""

    pause: Pause | None = None
    quiet: QuietHours | None = None

    def at(self, wall: datetime, local: datetime) -> Resting | None:
        """What holds at ``wall`` (UTC), which the clock on the wall shows as ``local``."""
        if self.pause is not None and (self.pause.until is None or wall < self.pause.until):
            return Resting.PAUSED
        return Resting.QUIET if self.quiet is not None and covers(self.quiet, local) else None

    def without_pause(self) -> Rest:
        return replace(self, pause=None)


def covers(hours: QuietHours, local: datetime) -> bool:
    """Whether it is quiet when the clock on the wall shows ``local``.

    What it shows is all that counts: an hour that is shown twice in autumn is quiet twice.
    """
    now, today = local.time(), local.weekday()
    if hours.start < hours.end:
        return today in hours.days and hours.start <= now < hours.end
    began_today = today in hours.days and now >= hours.start
    return began_today or ((today - 1) % 7 in hours.days and now < hours.end)
