"""What the connections of this PC are called on the screen, each unlike the others."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Profile, Settings

UNNAMED = "New connection"
_LONGEST = 200


def company_of(profile: Profile) -> str:
    """The company's name: as QuickBooks said it, else as others did; "" while nobody has."""
    people = (profile.end_user, profile.pending_end_user)
    known = (
        profile.company_name,
        *(one.company_name for one in people if one is not None),
        profile.expected_company,
    )
    return next(filter(None, map(_fit, known)), "")


def name_of(profile: Profile) -> str:
    """One line that is never empty; another connection may have the same one."""
    vendor = _fit(profile.vendor.name) if profile.vendor is not None else ""
    return company_of(profile) or vendor or UNNAMED


def names_of(settings: Settings) -> Mapping[ProfileName, str]:
    """Of the company files' connections, in their order. No two have the same.

    Where companies have one name it is the vendor, else the e-mail address or the id, that tells
    them apart, and where nothing does they are numbered.
    """
    names = {name: name_of(profile) for name, profile in settings.live.items()}
    for text in {*names.values()}:
        same = [name for name, one in names.items() if one == text]
        if len(same) > 1:
            marks = _telling([settings.of(name) for name in same])
            names |= {name: f"{text} ({mark})" for name, mark in zip(same, marks, strict=False)}
    return _numbered(names)


def _telling(profiles: list[Profile]) -> list[str]:
    """A word for each that none of the others has; no words at all where there are none."""
    users = [profile.end_user or profile.pending_end_user for profile in profiles]
    candidates = (
        [profile.vendor.name if profile.vendor is not None else "" for profile in profiles],
        [user.email if user is not None else "" for user in users],
        [user.source_id if user is not None else "" for user in users],
    )
    for words in candidates:
        marks = [_fit(word) for word in words]
        if all(marks) and len(set(marks)) == len(marks):
            return marks
    return []


def _numbered(names: Mapping[ProfileName, str]) -> Mapping[ProfileName, str]:
    unique: dict[str, ProfileName] = {}
    for name, text in names.items():
        tries = (f"{text} ({number})" for number in itertools.count(2))
        unique[text if text not in unique else next(t for t in tries if t not in unique)] = name
    return {name: text for text, name in unique.items()}


def _fit(text: str | None) -> str:
    return plain_text(text, _LONGEST) if text else ""
