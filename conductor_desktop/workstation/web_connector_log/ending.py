"""How the log ends, for whoever looks at it once instead of following it."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.workstation.facts import FileFacts
from conductor_desktop.workstation.pc import Workstation
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.follower import WebConnectorLog
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.place import find_log

_MOST_LOOKS = 4


@dataclass(frozen=True)
class LogEnd:
    """What the log tells near its end: of our application what happened, of each other one only
    how many entries there are about it."""

    file: FileFacts
    events: tuple[Event, ...]
    others: tuple[int, ...]


def read_end(pc: Workstation, application: Application) -> LogEnd | None:
    """The end of the log, whatever its length; ``None`` if there is no log.

    Raises ``CouldNotTell``.
    """
    file = find_log(pc).file
    if file is None:
        return None
    log = WebConnectorLog(pc, file.path, application)
    look = log.look()
    events = [*look.events]
    # The last entry is told at a second look, when nothing has come after it.
    for _ in range(_MOST_LOOKS - 1):
        look = log.look()
        events += look.events
        if not look.behind:
            break
    return LogEnd(file, tuple(events), look.others)
