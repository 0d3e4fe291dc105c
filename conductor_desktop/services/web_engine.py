"""How old the web engine's security fixes are, known without loading it.

The engine is a Chromium that is changed once a year, with the fixes of newer Chromes brought into
it at each release of Qt. Between two of these lie seven to eleven weeks, so a page from the
internet is best shown by an engine that is not much older than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conductor_desktop.errors import AppError

WARN_DAYS = 60
"""A build with an engine older than this is told so."""
RELEASE_DAYS = 100
"""Older than this, it is not fit to be given out: no gap between two releases was that long."""
PREFER_BROWSER_DAYS = 180
"""Older than this, an installed app shows no page of the internet itself."""


@dataclass(frozen=True)
class WebEngine:
    """``chromium`` is what it is made of, ``fixes`` the Chrome whose fixes are in it.

    ``fixes_of`` is the day that Chrome came out, or the earliest that it can have been.
    """

    chromium: str
    fixes: str
    fixes_of: date

    def age_days(self, today: date) -> int:
        """Days since the newest fix in it; negative on a PC whose clock is behind."""
        return (today - self.fixes_of).days


# By the version of PySide6. What is pinned must be in here (a test compares it with what the engine
# says of itself), so a new version brings a look at the calendar with it.
ENGINES = {
    # Chrome 155 was at .40 on 7 October 2026, and this PySide6 was built on the 22nd; the day of
    # .85 between them is not known, so the earlier end counts.
    "6.11.3": WebEngine("140.0.7339.264", "155.0.8059.85", date(2026, 10, 7)),
}


class EngineOutdated(AppError):
    """The engine is too old for pages of the internet; the flow goes on in the system browser."""

    def __init__(self, fixes_of: date | None) -> None:
        age = f"has had no safety updates since {fixes_of:%B %Y}" if fixes_of else "may be outdated"
        super().__init__(
            "Please go on in your browser",
            f"The part of this app that shows web pages {age}, so it does not open this one.",
            "Choose “Open in my browser”. A newer version of this app shows the page here again.",
            details={"fixes_of": str(fixes_of)},
        )


def require_fresh_engine(pyside: str, today: date) -> None:
    """Raise ``EngineOutdated`` if the engine of this PySide6 is too old for the internet."""
    engine = ENGINES.get(pyside)
    if engine is None:
        raise EngineOutdated(None)
    if engine.age_days(today) > PREFER_BROWSER_DAYS:
        raise EngineOutdated(engine.fixes_of)


def describe(pyside: str) -> str:
    """The engine in one line, or "" if it is not known."""
    engine = ENGINES.get(pyside)
    if engine is None:
        return ""
    return f"Chromium {engine.chromium}, security fixes of {engine.fixes} ({engine.fixes_of})"
