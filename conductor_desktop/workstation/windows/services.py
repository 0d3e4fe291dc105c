"""The installed services. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import fnmatch
    from typing import Any

    import psutil

    from conductor_desktop.workstation.facts import ServiceFacts
    from conductor_desktop.workstation.pc import CouldNotTell

    def services(pattern: str) -> tuple[ServiceFacts, ...]:
        """Those whose names match, ignoring case. Raises ``CouldNotTell``."""
        wanted = pattern.casefold()
        try:
            return tuple(
                _facts(service)
                for service in psutil.win_service_iter()
                if fnmatch.fnmatchcase(service.name().casefold(), wanted)
            )
        except (psutil.Error, OSError) as error:
            raise CouldNotTell("Windows does not let its services be listed.") from error

    def _facts(service: Any) -> ServiceFacts:
        try:
            return ServiceFacts(service.name(), service.status(), service.start_type())
        except (psutil.Error, OSError):
            return ServiceFacts(service.name())
