"""How old the web engine's security fixes are, known without loading it.

The engine is a Chromium that is changed once a year, with the fixes of newer Chromes brought into
it at each release of Qt. Between two of these lie seven to eleven weeks, so a page from the
internet is best shown by an engine that is not much older than that.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date

from conductor_desktop.assets import asset
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


def _known_engines() -> dict[str, WebEngine]:
    table = tomllib.loads(asset("web-engines.toml").read_text("utf-8"))
    return {pyside: WebEngine(**engine) for pyside, engine in table.items()}


ENGINES = _known_engines()
"""By the version of PySide6. What is pinned must be in it: a test compares it with what the engine
says of itself, so a new version brings a look at the calendar with it."""


class EngineOutdated(AppError):
    """The engine is too old for pages of the internet; the flow goes on in the system browser."""

    def __init__(self, fixes_of: date | None, *, is_managed: bool = False) -> None:
        age = f"has had no safety updates since {fixes_of:%B %Y}" if fixes_of else "may be outdated"
        newer = "A newer version of this app shows the page here again"
        bringer = "; your IT admin brings it to this PC." if is_managed else "."
        super().__init__(
            "Please go on in your browser",
            f"The part of this app that shows web pages {age}, so it does not open this one.",
            f"Choose “Open in my browser”. {newer}{bringer}",
            details={"fixes_of": str(fixes_of)},
        )


def require_fresh_engine(pyside: str, today: date, *, is_managed: bool = False) -> None:
    """Raise ``EngineOutdated`` if the engine of this PySide6 is too old for the internet.

    ``is_managed``: IT brings newer versions of the app.
    """
    engine = ENGINES.get(pyside)
    if engine is None:
        raise EngineOutdated(None, is_managed=is_managed)
    if engine.age_days(today) > PREFER_BROWSER_DAYS:
        raise EngineOutdated(engine.fixes_of, is_managed=is_managed)


def describe(pyside: str) -> str:
    """The engine in one line, or "" if it is not known."""
    engine = ENGINES.get(pyside)
    if engine is None:
        return ""
    return f"Chromium {engine.chromium}, security fixes of {engine.fixes} ({engine.fixes_of})"
