"""What the app remembers, as values. There is no field for a secret, and there must not be one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from conductor_desktop.storage.invoice_choice import InvoiceChoice
from conductor_desktop.storage.names import Mode, ProfileName, Redoing, SetupStep
from conductor_desktop.storage.table_view import TableView

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
class Told:
    """The person was told of a trouble at ``at`` (UTC), and perhaps it is over since."""

    at: datetime
    is_over: bool = False
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class Profile:
    """One connection. ``company_name`` is the proved one, ``expected_company`` the vendor's.

    ``redoing`` is set while ``setup_step`` is not "done" any more although it has been. ``told``
    are the troubles that the person was told of lately, by their names; ``invoice_view`` is how the
    person has arranged the table of invoices, ``invoice_choice`` which ones are asked for.
    """

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
    redoing: Redoing | None = None
    told: Mapping[str, Told] = field(default_factory=dict, hash=False)
    invoice_view: TableView | None = None
    invoice_choice: InvoiceChoice | None = None
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)

    @property
    def has_only_a_link(self) -> bool:
        """Whether the setup file gave a link but no token: this PC cannot ask Conductor."""
        return self.mode is Mode.SETUP_FILE and self.base_url is None

    @property
    def is_set_up(self) -> bool:
        """Whether the guided setup has been finished, with or without access to Conductor."""
        return self.setup_step is SetupStep.DONE and self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether it is known whose connection this is, here or at least at the vendor."""
        return self.end_user is not None or self.has_only_a_link

    @property
    def was_set_up(self) -> bool:
        """Whether the guided setup has been finished once, even if it is under way again."""
        return self.setup_step is SetupStep.DONE or self.redoing is not None

    @property
    def counts_as_finished(self) -> bool:
        """Whether it works as it did before whatever is under way, which can be given up."""
        return self.is_set_up or (self.redoing is Redoing.RECONNECT and self.is_settled)

    @property
    def is_nobodys(self) -> bool:
        """Whether nothing is settled or begun for anybody, so that it can become anybody's."""
        return not (self.is_settled or self.pending_end_user or self.redoing)


@dataclass(frozen=True)
class InBackground:
    """What the person chose of the app while its window is closed.

    ``is_explained``: that it goes on then, and how it is ended. ``is_start_asked``: whether it
    shall start with Windows; the answer is kept by Windows itself.
    """

    keeps_watching: bool = True
    is_explained: bool = False
    is_start_asked: bool = False
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True)
class QuietHours:
    """From ``start`` to ``end`` by the clock on the wall, on ``days`` (Monday is 0).

    An ``end`` that is not after ``start`` is on the next day; the night belongs to the day on
    which it begins.
    """

    start: time
    end: time
    days: frozenset[int]
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)


def new_installation_id() -> str:
    """Random, so that no two installations share one unless their settings were copied."""
    return os.urandom(16).hex()


@dataclass(frozen=True)
class Settings:
    """Everything in ``settings.json``.

    ``installation_id`` is random, made once and kept from the first save on. ``machine`` is a mark
    of the PC it was first used on, from which nobody can tell which PC that is.
    ``previous_profile`` is the company file that was looked at before the active profile.
    ``paused_until`` (UTC) may have passed long ago. ``quiet_hours`` are off without a value.
    ``window_geometry`` is base64 of Qt's own bytes. ``export_folder`` is where somebody has written
    a file last. ``unknown`` holds what a newer or older version wrote; it goes back into the file
    as it was.
    """

    active_profile: ProfileName = ProfileName.LIVE
    previous_profile: ProfileName | None = None
    profiles: Mapping[ProfileName, Profile] = field(default_factory=dict, hash=False)
    window_geometry: str | None = None
    export_folder: str | None = None
    paused_until: datetime | None = None
    quiet_hours: QuietHours | None = None
    installation_id: str = field(default_factory=new_installation_id)
    machine: str | None = None
    in_background: InBackground = field(default_factory=InBackground)
    unknown: Unknown = field(default_factory=dict, repr=False, hash=False)

    @property
    def profile(self) -> Profile:
        """The active profile; a fresh one when nothing is remembered of it."""
        return self.of(self.active_profile)

    @property
    def live(self) -> Mapping[ProfileName, Profile]:
        """The connections of company files, in the order in which they were added."""
        return {n: p for n, p in self.profiles.items() if n != ProfileName.SANDBOX}

    def of(self, name: ProfileName) -> Profile:
        """The profile of this name; a fresh one when nothing is remembered of it."""
        return self.profiles.get(name) or Profile()

    def changed(self, name: ProfileName, **changes: Any) -> Settings:
        """These with other values in one profile, which is made if there is none."""
        profile = replace(self.of(name), **changes)
        return replace(self, profiles={**self.profiles, name: profile})

    def activated(self, name: ProfileName) -> Settings:
        """These with another profile in use."""
        before = self.active_profile
        is_left = before != name and before in self.live
        previous = before if is_left else self.previous_profile
        return replace(self, active_profile=name, previous_profile=previous)

    def without(self, name: ProfileName) -> Settings:
        """These without one profile; another one is in use if it was that."""
        left = {key: profile for key, profile in self.profiles.items() if key != name}
        settings = replace(self, profiles=left)
        if name == self.active_profile:
            usual = next(iter(settings.live), ProfileName.LIVE)
            settings = replace(settings, active_profile=settings.other_than(name) or usual)
        if self.previous_profile in (name, settings.active_profile):
            settings = replace(settings, previous_profile=None)
        return settings

    def other_than(self, name: ProfileName) -> ProfileName | None:
        """Which finished connection is shown instead of ``name``; the sandbox is the last choice.

        None when there is no other.
        """
        latest = (self.active_profile, self.previous_profile)
        order = [*(one for one in latest if one is not None), *self.live, ProfileName.SANDBOX]
        return next((one for one in order if one != name and self.of(one).is_set_up), None)

    def name_for_another(self) -> ProfileName:
        """What the connection of another company file is to be called.

        One that has been begun without anything coming of it is used again.
        """
        free = next((name for name, profile in self.live.items() if profile.is_nobodys), None)
        if free is not None:
            return free
        kept = self.unknown.get("profiles")
        return ProfileName.not_in({*self.profiles, *(kept if isinstance(kept, dict) else ())})
