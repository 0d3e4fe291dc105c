"""What the app remembers, as values. There is no field for a secret, and there must not be one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep

Unknown = Mapping[str, object]


@dataclass(frozen=True)
class Vendor:
    """Who sent the setup file, and how to reach them."""

    name: str
    support_email: str | None = None
    support_url: str | None = None
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class EndUserRef:
    """The EndUser this PC works for, as Conductor knows it."""

    id: str
    source_id: str
    email: str
    company_name: str
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class PendingEndUser:
    """Written before an EndUser is created, so that a lost answer never makes a second one."""

    source_id: str
    company_name: str
    email: str
    started_at: datetime
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class OwnApplication:
    """Which application of the Web Connector is ours, by the names it may have in its list.

    Of its address only the host is kept: the rest may tell who somebody is.
    """

    name: str
    host: str
    unique_name: str | None = None
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class Profile:
    """One connection. ``company_name`` is the proved one, ``expected_company`` the vendor's."""

    mode: Mode | None = None
    base_url: str | None = None
    vendor: Vendor | None = None
    end_user: EndUserRef | None = None
    pending_end_user: PendingEndUser | None = None
    setup_step: SetupStep = SetupStep.WELCOME
    expected_company: str | None = None
    company_name: str | None = None
    last_proof_at: datetime | None = None
    application: OwnApplication | None = None
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)

    @property
    def has_only_a_link(self) -> bool:
        """Whether the setup file gave a link but no token: this PC cannot ask Conductor."""
        return self.mode is Mode.SETUP_FILE and self.base_url is None

    @property
    def is_set_up(self) -> bool:
        """Whether the guided setup has been finished, with or without access to Conductor."""
        settled = self.end_user is not None or self.has_only_a_link
        return self.setup_step is SetupStep.DONE and settled


def new_installation_id() -> str:
    """Random, so that no two installations share one unless their settings were copied."""
    return os.urandom(16).hex()


@dataclass(frozen=True)
class Settings:
    """Everything in ``settings.json``.

    ``installation_id`` is random, made once and kept from the first save on. ``machine`` is a mark
    of the PC it was first used on, from which nobody can tell which PC that is.
    ``window_geometry`` is base64 of Qt's own bytes. ``unknown`` holds what a newer or older
    version wrote; it goes back into the file as it was.
    """

    active_profile: ProfileName = ProfileName.LIVE
    profiles: Mapping[ProfileName, Profile] = field(default_factory=dict, hash=False)
    window_geometry: str | None = None
    installation_id: str = field(default_factory=new_installation_id)
    machine: str | None = None
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)

    @property
    def profile(self) -> Profile:
        """The active profile; a fresh one when nothing is remembered of it."""
        return self.profiles.get(self.active_profile) or Profile()
