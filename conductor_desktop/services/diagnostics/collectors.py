"""One function per file of the bundle. Each names the fields it takes; nothing else gets in."""

from __future__ import annotations

import enum
import locale
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from conductor_desktop.services.diagnostics.log_tail import log_tail
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.services.diagnostics.web_connector import web_connector
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, Profile, Vendor
from conductor_desktop.storage.settings_format import VERSION
from conductor_desktop.work import CancelToken


def checks(sources: Sources, cancel: CancelToken) -> Draft:
    """Each check's answer, without the names it came across."""
    report = sources.checks_factory().run(lambda _result: None, cancel)
    rows = [result.masked().as_json() for result in report.results]
    return Draft({"verdict": str(report.verdict), "checks": rows}, "What was found on this PC.")


# What a connection report may tell: states, times and ids, no text that came from QuickBooks.
_CONNECTION_FIELDS = (
    "state",
    "headline",
    "owner",
    "code",
    "company",
    "end_user_id",
    "last_proof_at",
    "checked_at",
    "request_id",
    "seconds",
    "active",
)


def connection(sources: Sources, _cancel: CancelToken) -> Draft:
    """The state of the connection as the app last saw it."""
    snapshot = sources.connection
    if isinstance(snapshot, Exception):
        raise snapshot
    tree = {name: _plain(snapshot[name]) for name in _CONNECTION_FIELDS if name in snapshot}
    return Draft(tree, "How the connection to QuickBooks stands.")


def environment(sources: Sources, _cancel: CancelToken) -> Draft:
    """The system this runs on, in fields that name nobody."""
    offset = datetime.now(UTC).astimezone().utcoffset()
    tree = {
        "system": platform.system(),
        "release": platform.release(),
        "version": platform.version(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "builtProgram": bool(getattr(sys, "frozen", False)),
        "locale": locale.getlocale()[0],
        "timeZone": time.tzname[0],
        "utcOffsetMinutes": None if offset is None else int(offset.total_seconds() // 60),
        "processors": os.cpu_count(),
        "freeDiskMegabytes": _free_megabytes(sources),
        "remoteSession": _is_remote(),
        "proxyInEnvironment": any(
            os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY")
        ),
        "appFolderChosen": bool(os.environ.get("CONDUCTOR_DESKTOP_HOME")),
    }
    return Draft(tree, "The system the app runs on.")


def settings(sources: Sources, _cancel: CancelToken) -> Draft:
    """The known settings; of a secret only whether there is one."""
    chosen, kept = sources.settings, sources.kept_secrets
    tree = {
        "version": VERSION,
        "activeProfile": chosen.active_profile,
        "windowGeometry": _is_set(chosen.window_geometry),
        "profiles": {name: _profile(profile) for name, profile in chosen.profiles.items()},
        "passwordStore": kept.store,
        "secrets": kept.states,
    }
    return Draft(tree, "The app's settings; of keys only whether there is one.")


def app_log(sources: Sources, _cancel: CancelToken) -> Draft:
    """The newest part of the app's own log."""
    return Draft(log_tail(sources.home.logs), "The newest part of the app's log, at most 2 MB.")


Collector = Callable[[Sources, CancelToken], Draft]
COLLECTORS: Mapping[str, Collector] = {
    "checks.json": checks,
    "connection.json": connection,
    "environment.json": environment,
    "logs/app.log": app_log,
    "settings.json": settings,
    "web-connector.json": web_connector,
}


def _profile(profile: Profile) -> Tree:
    return {
        "mode": profile.mode,
        "apiHost": urlsplit(profile.base_url).netloc if profile.base_url else None,
        "vendor": _vendor(profile.vendor),
        "endUser": _end_user(profile.end_user),
        "createUnfinished": profile.pending_end_user is not None,
        "setupStep": profile.setup_step,
        "expectedCompany": profile.expected_company,
        "companyName": profile.company_name,
        "lastProofAt": _plain(profile.last_proof_at),
        "application": _application(profile.application),
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
        "email": _is_set(user.email),
    }


def _plain(value: object) -> object:
    """What JSON can say of a value of a known kind; of any other only its kind."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, str):
        return value
    return f"({type(value).__name__})"


def _is_set(value: object) -> str:
    return "set" if value else "unset"


def _free_megabytes(sources: Sources) -> int | None:
    try:
        return shutil.disk_usage(sources.home.root).free // 1_000_000
    except OSError:
        return None


def _is_remote() -> bool | None:
    # Windows names the console's session "Console" and a remote one "RDP-Tcp#…".
    session = os.environ.get("SESSIONNAME")
    return None if session is None else not session.casefold().startswith("console")
