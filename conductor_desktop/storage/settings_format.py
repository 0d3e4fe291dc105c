"""Turns settings into JSON and back, forgiving single values and refusing broken files."""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NoReturn, TypeVar

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import (
    EndUserRef,
    OwnApplication,
    PendingEndUser,
    Profile,
    Settings,
    Unknown,
    Vendor,
)
from conductor_desktop.storage.settings_values import as_address, as_host, as_moment, as_name

VERSION = 1
_DEEPEST = 40

_E = TypeVar("_E", bound=enum.StrEnum)
_T = TypeVar("_T")


class BrokenSettings(Exception):
    """Not a settings file at all; the message is for the log."""


class NewerSettings(Exception):
    """Written by a version of the app that this one knows nothing of."""


def encode(settings: Settings) -> bytes:
    """The bytes of ``settings.json``."""
    profiles: dict[str, object] = dict(_section(settings.unknown, "profiles"))
    profiles.update({name: _profile(profile) for name, profile in settings.profiles.items()})
    document: dict[str, object] = {
        **settings.unknown,
        "version": VERSION,
        "installationId": settings.installation_id,
        "machine": settings.machine,
        "activeProfile": settings.active_profile,
        "windowGeometry": settings.window_geometry,
        "profiles": profiles,
    }
    return (json.dumps(document, indent=2, allow_nan=False) + "\n").encode("ascii")


def decode(data: bytes) -> tuple[Settings, list[str]]:
    """The settings in ``data`` and the names of values that were set back to their default.

    Raises ``BrokenSettings`` and ``NewerSettings``.
    """
    fields = _Fields(_document(data), "", [])
    version = fields.take("version")
    if type(version) is int and version > VERSION:
        raise NewerSettings(f"version {version}")
    if version != VERSION or type(version) is not int:
        fields.wrong("version")
    defaults = Settings()
    raw_profiles = fields.section("profiles") or _Fields({}, "profiles.", fields.problems)
    profiles = {}
    for name in ProfileName:
        section = raw_profiles.section(name)
        if section is not None:
            profiles[name] = _read_profile(section)
    active = fields.choice("activeProfile", ProfileName) or defaults.active_profile
    geometry = fields.text("windowGeometry")
    installation = fields.text("installationId") or defaults.installation_id
    machine = fields.text("machine")
    unknown = dict(fields.rest)
    if raw_profiles.rest:
        unknown["profiles"] = dict(raw_profiles.rest)
    settings = Settings(active, profiles, geometry, installation, machine, unknown)
    return settings, fields.problems


class _Fields:
    """Takes known values out of a JSON object; what is left is ``rest``."""

    def __init__(self, raw: dict[str, object], where: str, problems: list[str]) -> None:
        self.rest = raw
        self._where = where
        self.problems = problems

    def take(self, key: str) -> object:
        return self.rest.pop(key, None)

    def wrong(self, key: str) -> None:
        self.problems.append(self._where + key)

    def text(self, key: str) -> str | None:
        return self._of(key, lambda value: value if isinstance(value, str) else None)

    def address(self, key: str) -> str | None:
        return self._of(key, as_address)

    def host(self, key: str) -> str | None:
        return self._of(key, as_host)

    def name(self, key: str) -> str | None:
        return self._of(key, as_name)

    def moment(self, key: str) -> datetime | None:
        return self._of(key, as_moment)

    def choice(self, key: str, kind: type[_E]) -> _E | None:
        return self._of(key, lambda value: next((one for one in kind if one == value), None))

    def section(self, key: str) -> _Fields | None:
        raw = self._of(key, lambda value: value if isinstance(value, dict) else None)
        return None if raw is None else _Fields(raw, f"{self._where}{key}.", self.problems)

    def whole(self, key: str, read: Callable[[_Fields], _T | None]) -> _T | None:
        """An object that is usable as a whole or not at all."""
        section = self.section(key)
        if section is None:
            return None
        before = len(self.problems)
        value = read(section)
        if value is None and len(self.problems) == before:
            self.wrong(key)
        return value

    def _of(self, key: str, read: Callable[[object], _T | None]) -> _T | None:
        value = self.take(key)
        if value is None:
            return None
        result = read(value)
        if result is None:
            self.wrong(key)
        return result


def _read_profile(fields: _Fields) -> Profile:
    return Profile(
        mode=fields.choice("mode", Mode),
        base_url=fields.address("baseUrl"),
        vendor=fields.whole("vendor", _read_vendor),
        end_user=fields.whole("endUser", _read_end_user),
        pending_end_user=fields.whole("pendingEndUser", _read_pending),
        setup_step=fields.choice("setupStep", SetupStep) or SetupStep.WELCOME,
        expected_company=fields.text("expectedCompany"),
        company_name=fields.text("companyName"),
        last_proof_at=fields.moment("lastProofAt"),
        application=fields.whole("application", _read_application),
        unknown=fields.rest,
    )


def _read_vendor(fields: _Fields) -> Vendor | None:
    name = fields.text("name")
    email, url = fields.text("supportEmail"), fields.text("supportUrl")
    return None if name is None else Vendor(name, email, url, fields.rest)


def _read_end_user(fields: _Fields) -> EndUserRef | None:
    identity, source = fields.text("id"), fields.text("sourceId")
    email, company = fields.text("email"), fields.text("companyName")
    if identity is None or source is None or email is None or company is None:
        return None
    return EndUserRef(identity, source, email, company, fields.rest)


def _read_pending(fields: _Fields) -> PendingEndUser | None:
    source, company = fields.text("sourceId"), fields.text("companyName")
    email, started = fields.text("email"), fields.moment("startedAt")
    if source is None or company is None or email is None or started is None:
        return None
    return PendingEndUser(source, company, email, started, fields.rest)


def _read_application(fields: _Fields) -> OwnApplication | None:
    name, unique_name = fields.name("name"), fields.name("uniqueName")
    host = fields.host("host")
    if name is None or host is None:
        return None
    return OwnApplication(name, host, unique_name, fields.rest)


def _profile(profile: Profile) -> dict[str, object]:
    vendor, user, pending = profile.vendor, profile.end_user, profile.pending_end_user
    application = profile.application
    return {
        **profile.unknown,
        "mode": profile.mode,
        "baseUrl": profile.base_url,
        "vendor": vendor
        and {
            **vendor.unknown,
            "name": vendor.name,
            "supportEmail": vendor.support_email,
            "supportUrl": vendor.support_url,
        },
        "endUser": user
        and {
            **user.unknown,
            "id": user.id,
            "sourceId": user.source_id,
            "email": user.email,
            "companyName": user.company_name,
        },
        "pendingEndUser": pending
        and {
            **pending.unknown,
            "sourceId": pending.source_id,
            "companyName": pending.company_name,
            "email": pending.email,
            "startedAt": _moment(pending.started_at),
        },
        "setupStep": profile.setup_step,
        "expectedCompany": profile.expected_company,
        "companyName": profile.company_name,
        "lastProofAt": profile.last_proof_at and _moment(profile.last_proof_at),
        "application": application
        and {
            **application.unknown,
            "name": application.name,
            "uniqueName": application.unique_name,
            "host": application.host,
        },
    }


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


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
