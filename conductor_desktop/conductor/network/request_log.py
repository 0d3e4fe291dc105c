"""The one line a request leaves in the log: what was asked, and how it went."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

from conductor_desktop.conductor.wire import Request

log = logging.getLogger(__name__)
# urllib3 writes whole addresses, with ids and filters in them, at its lower levels.
logging.getLogger("urllib3").setLevel(logging.ERROR)


@dataclass
class LogLine:
    """Method, path template, status or reason, milliseconds and request id. Nothing else."""

    request: Request
    status: str = "-"
    request_id: str | None = None
    started: float = field(default_factory=time.monotonic)

    def found(self) -> dict[str, str]:
        """Status and request id as details of an error, as far as they are known."""
        known = {"status": self.status, "requestId": self.request_id}
        return {name: value for name, value in known.items() if value and value != "-"}

    def write(self) -> None:
        log.info(
            "%s %s %s %d ms %s",
            self.request.method,
            self.request.template,
            self.status,
            round((time.monotonic() - self.started) * 1000),
            self.request_id or "-",
        )
