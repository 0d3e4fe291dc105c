"""Turns settings into JSON and back, forgiving single values and refusing broken files."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NoReturn

from conductor_desktop.storage.names import MOST_PROFILES, ProfileName
from conductor_desktop.storage.profiles import (
    InBackground,
    Profile,
    QuietHours,
    Settings,
    Unknown,
)
from conductor_desktop.storage.settings_fields import Fields
from conductor_desktop.storage.settings_profiles import moment_text, profile_tree, read_profile
from conductor_desktop.storage.settings_values import DAYS

VERSION = 1
_DEEPEST = 40


class BrokenSettings(Exception):
    """Not a settings file at all; the message is for the log."""


class NewerSettings(Exception):
    """Written by a version of the app that this one knows nothing of."""


def encode(settings: Settings) -> bytes:
    """The bytes of ``settings.json``."""
    profiles: dict[str, object] = dict(_section(settings.unknown, "profiles"))
    profiles.update({name: profile_tree(profile) for name, profile in settings.profiles.items()})
    document: dict[str, object] = {
        **settings.unknown,
        "version": VERSION,
        "installationId": settings.installation_id,
        "machine": settings.machine,
        "activeProfile": settings.active_profile,
        "previousProfile": settings.previous_profile,
        "windowGeometry": settings.window_geometry,
        "exportFolder": settings.export_folder,
        "inBackground": _background_tree(settings.in_background),
        "pausedUntil": settings.paused_until and moment_text(settings.paused_until),
        "quietHours": settings.quiet_hours and _quiet_tree(settings.quiet_hours),
        "profiles": profiles,
    }
    return (json.dumps(document, indent=2, allow_nan=False) + "\n").encode("ascii")


def decode(data: bytes) -> tuple[Settings, list[str]]:
    """The settings in ``data`` and the names of values that were set back to their default.

    Raises ``BrokenSettings`` and ``NewerSettings``.
    """
    fields = Fields(_document(data), "", [])
    version = fields.take("version")
    if type(version) is int and version > VERSION:
        raise NewerSettings(f"version {version}")
    if version != VERSION or type(version) is not int:
        fields.wrong("version")
    defaults = Settings()
    raw_profiles = fields.section("profiles") or Fields({}, "profiles.", fields.problems)
    profiles = _read_profiles(raw_profiles)
    settings = Settings(
        active_profile=_read_active(fields, profiles),
        previous_profile=_read_previous(fields, profiles),
        profiles=profiles,
        window_geometry=fields.text("windowGeometry"),
        export_folder=fields.text("exportFolder"),
        paused_until=fields.moment("pausedUntil"),
        quiet_hours=fields.whole("quietHours", _read_quiet),
        installation_id=fields.text("installationId") or defaults.installation_id,
        machine=fields.text("machine"),
        in_background=_read_background(fields.section("inBackground")),
        unknown=dict(fields.rest) | ({"profiles": raw_profiles.rest} if raw_profiles.rest else {}),
    )
    return settings, fields.problems


def _read_profiles(fields: Fields) -> dict[ProfileName, Profile]:
    """What has the name of a profile, as many as there may be; the rest stays where it is."""
    profiles: dict[ProfileName, Profile] = {}
    names = [name for key in fields.rest if (name := ProfileName.parse(key)) is not None]
    live = [name for name in names if name != ProfileName.SANDBOX]
    for one_too_many in live[MOST_PROFILES : MOST_PROFILES + 1]:
        fields.wrong(one_too_many)
    for name in sorted({*names} - {*live[MOST_PROFILES:]}, key=names.index):
        section = fields.section(name)
        if section is not None:
            profiles[name] = read_profile(section)
    return profiles


def _read_active(fields: Fields, profiles: Mapping[ProfileName, Profile]) -> ProfileName:
    """One that can be used: a company file that is there rather than one that is to come."""
    chosen = fields.profile_name("activeProfile")
    if chosen is not None and (chosen in profiles or chosen == ProfileName.SANDBOX):
        return chosen
    return next((name for name in profiles if name != ProfileName.SANDBOX), ProfileName.LIVE)


def _read_previous(fields: Fields, profiles: Mapping[ProfileName, Profile]) -> ProfileName | None:
    chosen = fields.profile_name("previousProfile")
    return chosen if chosen in profiles and chosen != ProfileName.SANDBOX else None


def _read_background(fields: Fields | None) -> InBackground:
    if fields is None:
        return InBackground()
    return InBackground(
        keeps_watching=fields.flag("keepsWatching", usual=True),
        is_explained=fields.flag("isExplained", usual=False),
        is_start_asked=fields.flag("isStartAsked", usual=False),
        unknown=fields.rest,
    )


def _background_tree(chosen: InBackground) -> dict[str, object]:
    return {
        **chosen.unknown,
        "keepsWatching": chosen.keeps_watching,
        "isExplained": chosen.is_explained,
        "isStartAsked": chosen.is_start_asked,
    }


def _read_quiet(fields: Fields) -> QuietHours | None:
    start, end, days = fields.clock_time("start"), fields.clock_time("end"), fields.days("days")
    if start is None or end is None or days is None:
        return None
    return QuietHours(start, end, days, fields.rest)


def _quiet_tree(hours: QuietHours) -> dict[str, object]:
    return {
        **hours.unknown,
        "start": f"{hours.start:%H:%M}",
        "end": f"{hours.end:%H:%M}",
        "days": [DAYS[day] for day in sorted(hours.days)],
    }


def _section(unknown: Unknown, key: str) -> Mapping[str, object]:
    value = unknown.get(key)
    return value if isinstance(value, dict) else {}


def _document(data: bytes) -> dict[str, object]:
    try:
        # utf-8-sig: Notepad puts a mark in front when somebody saves the file by hand.
        document = json.loads(
            data.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite
        )
    except (ValueError, RecursionError) as error:
        raise BrokenSettings(type(error).__name__) from error
    if not isinstance(document, dict):
        raise BrokenSettings("not an object")
    if _depth(document) > _DEEPEST:
        raise BrokenSettings("nested too deep")  # it could be read, but not written back
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _depth(document: object) -> int:
    depth, level = 0, [document]
    while level and depth <= _DEEPEST:
        depth += 1
        deeper: list[object] = []
        for value in level:
            if isinstance(value, dict):
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
        level = deeper
    return depth
