"""The known settings of one connection; of a secret only whether there is one."""

from __future__ import annotations

from urllib.parse import urlsplit

from conductor_desktop.services.diagnostics.plain import is_set, plain
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, Profile, Vendor
from conductor_desktop.storage.settings_format import VERSION
from conductor_desktop.work import CancelToken


def settings(sources: Sources, _cancel: CancelToken) -> Draft:
    """The connection that the bundle is about in full; the others have vendors of their own."""
    chosen, kept = sources.settings, sources.kept_secrets()
    others = {name: one for name, one in chosen.profiles.items() if name != sources.profile}
    tree = {
        "version": VERSION,
        "profile": str(sources.profile),
        "activeProfile": str(chosen.active_profile),
        "windowGeometry": is_set(chosen.window_geometry),
        "exportFolder": is_set(chosen.export_folder),
        "keepsWatching": chosen.in_background.keeps_watching,
        "profiles": {str(sources.profile): _profile(chosen.of(sources.profile))},
        "otherConnections": {str(name): _in_short(one) for name, one in others.items()},
        "passwordStore": kept.store,
        "secrets": {
            entry: state
            for entry, state in kept.states.items()
            if ProfileName.parse(entry.partition("/")[0]) == sources.profile
        },
    }
    note = "The app's settings; of keys only whether there is one."
    return Draft(tree, note, "the app's settings, the password store")


def _profile(profile: Profile) -> Tree:
    return {
        "mode": plain(profile.mode),
        "apiHost": urlsplit(profile.base_url).netloc if profile.base_url else None,
        "vendor": _vendor(profile.vendor),
        "endUser": _end_user(profile.end_user),
        "createUnfinished": profile.pending_end_user is not None,
        "setupStep": plain(profile.setup_step),
        "redoing": plain(profile.redoing),
        "expectedCompany": profile.expected_company,
        "companyName": profile.company_name,
        "lastProofAt": plain(profile.last_proof_at),
        "application": _application(profile.application),
    }


def _in_short(profile: Profile) -> Tree:
    return {
        "mode": plain(profile.mode),
        "setupStep": plain(profile.setup_step),
        "lastProofAt": plain(profile.last_proof_at),
    }


def _vendor(vendor: Vendor | None) -> Tree | None:
    # The vendor is who the bundle is for, so its name is no secret; its people are.
    return None if vendor is None else {"name": vendor.name}


def _application(ours: OwnApplication | None) -> Tree | None:
    return None if ours is None else {"name": ours.name, "host": ours.host}


def _end_user(user: EndUserRef | None) -> Tree | None:
    if user is None:
        return None
    return {
        "id": user.id,
        "sourceId": user.source_id,
        "companyName": user.company_name,
        "email": is_set(user.email),
    }
