"""Which connection of this PC a setup file is for."""

from __future__ import annotations

from conductor_desktop.services.setup_file import SetupFile
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Profile, Settings


def profile_for(file: SetupFile, settings: Settings, in_use: ProfileName) -> ProfileName:
    """The connection that ``file`` renews, else ``in_use`` unless that is somebody else's.

    A vendor's file is for one company. Taken for another one's connection, it would put an end to
    that.
    """
    known = next((name for name, one in settings.live.items() if _is_about(one, file)), None)
    if known is not None:
        return known
    profile = settings.of(in_use)
    is_somebodys = profile.end_user is not None or profile.pending_end_user is not None
    if in_use == ProfileName.SANDBOX or (is_somebodys and _names_somebody(file)):
        return settings.name_for_another()
    return in_use


def _is_about(profile: Profile, file: SetupFile) -> bool:
    """By Conductor's id, else by the vendor's own, which other vendors may use as well."""
    end_user, pending = profile.end_user, profile.pending_end_user
    if end_user is not None and end_user.id == file.end_user_id:
        return True
    vendor = profile.vendor.name.casefold() if profile.vendor is not None else None
    source_ids = {one.source_id for one in (end_user, pending) if one is not None}
    return vendor == file.vendor.name.casefold() and file.source_id in source_ids - {""}


def _names_somebody(file: SetupFile) -> bool:
    return bool(file.end_user_id or file.source_id)
