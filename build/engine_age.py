"""Says how old the security fixes of the pinned web engine are; ``dev.py`` shows it.

Working on a checkout is never stopped by the calendar alone. With ``--release`` what is too old
fails: nothing that is given out is built with it.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from conductor_desktop.services.web_engine import ENGINES, RELEASE_DAYS, WARN_DAYS


def verdict(pyside: str, days: int) -> str:
    """One line about an engine whose fixes are ``days`` old; loud when it is time to act."""
    known = f"The web engine of PySide6 {pyside} has security fixes that are {days} days old"
    if days > RELEASE_DAYS:
        return f"WARNING: {known}. NOT FIT TO BE GIVEN OUT: pin a newer PySide6 first."
    if days > WARN_DAYS:
        return f"WARNING: {known}. Look for a newer PySide6."
    return f"{known}."


def main(arguments: Sequence[str], pyside: str, today: date) -> int:
    """Print the verdict; with ``--release`` return 1 when it is not fit to be given out."""
    engine = ENGINES.get(pyside)
    if engine is None:
        print(
            f"WARNING: the age of the web engine of PySide6 {pyside} is not known. "
            "Enter it in resources/web-engines.toml."
        )
        is_fit = False
    else:
        days = engine.age_days(today)
        print(verdict(pyside, days))
        is_fit = days <= RELEASE_DAYS
    return 1 if "--release" in arguments and not is_fit else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], importlib.metadata.version("PySide6"), datetime.now(UTC).date()))
