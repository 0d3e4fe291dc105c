"""Reads QuickBooks' windows: which company, in which mode, and whether one waits for an answer.

``<company> - QuickBooks <product> [(multi-user)] [(user)] - [<screen>]`` is the main window's
title; without a company it begins with the product. A window before which a question stands
cannot be used, whatever language the question is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conductor_desktop.workstation.facts import WindowFacts

_COMPANY = re.compile(r"(?P<company>.*\S)\s+-\s+(?:Intuit\s+)?QuickBooks\b(?P<rest>.*)")
_PRODUCT_WORDS = (
    r"desktop|pro|plus|premier|enterprise|solutions?|accountant|accounting|edition|contractor"
    r"|manufacturing|wholesale|and|nonprofit|professional|services|retail|general|business"
    r"|uk|canada|us|(?:19|20)?\d\d(?:\.\d)?|r\d+"
)
_BARE = re.compile(rf"(?:Intuit\s+)?QuickBooks(?:[\s:,&–-]+(?:{_PRODUCT_WORDS}))*", re.IGNORECASE)
_SCREEN = re.compile(r"\s+-\s+\[[^\]]*\]\s*$")
_MULTI_USER = "(multi-user)"
# Of "(Admin(ServerDB))" the first name alone is a person.
_USER = re.compile(r"\(([^()]+)(?:\([^()]*\))?\)")


@dataclass(frozen=True)
class Shown:
    """What QuickBooks shows. ``company`` is a name, not a file, and need not be unique.

    ``is_blocked`` when its main window cannot be used because a question stands before it;
    ``None`` where that could not be seen, or there is no main window.
    """

    company: str | None
    multi_user: bool
    user: str | None
    """Who is signed in to QuickBooks, where the title says so."""
    has_main: bool
    is_blocked: bool | None
    others: tuple[str, ...]
    """Titles that are not the main window's: a question that waits, perhaps."""


def read_windows(windows: Iterable[WindowFacts]) -> Shown:
    """Tell the main window from the others."""
    company, multi_user, user = None, False, None
    mains: list[WindowFacts] = []
    others: list[str] = []
    for window in windows:
        title = _SCREEN.sub("", window.title.strip())
        match = _COMPANY.fullmatch(title)
        if match:
            mains.append(window)
            company = match["company"]
            multi_user = _MULTI_USER in match["rest"].lower()
            user = _user(match["rest"])
        elif _BARE.fullmatch(title):
            mains.append(window)
        elif title:
            others.append(title)
    return Shown(company, multi_user, user, bool(mains), _is_blocked(mains), tuple(others))


def _is_blocked(mains: list[WindowFacts]) -> bool | None:
    usable = {window.is_usable for window in mains}
    if False in usable:
        return True
    return None if not usable or None in usable else False


def _user(rest: str) -> str | None:
    names = [name.strip() for name in _USER.findall(rest)]
    return next((name for name in reversed(names) if f"({name.lower()})" != _MULTI_USER), None)
