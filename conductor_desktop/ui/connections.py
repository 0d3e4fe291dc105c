"""The connections of this PC as the main window lists them, each with its state if known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from conductor_desktop.services.connection.schedule import proof_lasts
from conductor_desktop.services.connection_names import company_of, names_of
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Profile, Settings
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.shell.switcher import Connection

_NOT_FINISHED = "setup not finished"


class Seen(NamedTuple):
    """What the window showed of a connection when it was left."""

    mark: Mark
    at: datetime


def listed(
    settings: Settings,
    current: ProfileName,
    current_mark: Mark | None,
    seen: Mapping[ProfileName, Seen],
    now: datetime,
) -> list[Connection]:
    """All there are, with the sandbox last; one that has only just been begun is none yet."""
    names = names_of(settings)
    entries = []
    for name, text in names.items():
        profile = settings.of(name)
        if profile.is_nobodys and name != current:
            continue
        mark = current_mark if name == current else _mark_of(profile, seen.get(name), now)
        entries.append(_entry(name, text, mark, is_current=name == current))
    if ProfileName.SANDBOX in settings.profiles:
        company = company_of(settings.profiles[ProfileName.SANDBOX])
        entries.append(
            Connection(
                ProfileName.SANDBOX,
                f"Sandbox: {company}" if company else "Sandbox",
                note="made-up books",
                is_current=current == ProfileName.SANDBOX,
                is_sandbox=True,
            )
        )
    return entries


def _entry(name: ProfileName, text: str, mark: Mark | None, *, is_current: bool) -> Connection:
    note = ""
    if mark is Mark.WAITING:
        note = _NOT_FINISHED
    elif mark is not None:
        note = mark.value
    return Connection(name, text, mark, note, is_current=is_current)


def _mark_of(profile: Profile, seen: Seen | None, now: datetime) -> Mark | None:
    """Of one that nobody looks at: the latest news, and green only while its proof is fresh."""
    if not profile.is_set_up:
        return Mark.WAITING
    proven = profile.last_proof_at
    is_bad_news = seen is not None and seen.mark in (Mark.STOP, Mark.LOOK)
    if seen is not None and is_bad_news and (proven is None or proven < seen.at):
        return seen.mark
    if proven is not None and now - proven < proof_lasts(in_front=False):
        return Mark.OK
    return None
