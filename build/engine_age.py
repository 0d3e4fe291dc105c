"""Says how old the security fixes of the pinned web engine are; ``dev.py`` shows it.

Never a failure: a checkout that was fine yesterday must not break by the calendar alone.
"""

from __future__ import annotations

import importlib.metadata
from datetime import UTC, datetime

from conductor_desktop.services.web_engine import ENGINES, RELEASE_DAYS, WARN_DAYS


def verdict(pyside: str, days: int) -> str:
    """One line about an engine whose fixes are ``days`` old; loud when it is time to act."""
    known = f"The web engine of PySide6 {pyside} has security fixes that are {days} days old"
    if days > RELEASE_DAYS:
        return f"WARNING: {known}. NOT FIT TO BE GIVEN OUT: pin a newer PySide6 first."
    if days > WARN_DAYS:
        return f"WARNING: {known}. Look for a newer PySide6."
    return f"{known}."


def main() -> None:
    pyside = importlib.metadata.version("PySide6")
    engine = ENGINES.get(pyside)
    if engine is None:
        print(f"WARNING: the age of the web engine of PySide6 {pyside} is not known.")
    else:
        print(verdict(pyside, engine.age_days(datetime.now(UTC).date())))


if __name__ == "__main__":
    main()
