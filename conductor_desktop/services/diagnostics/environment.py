"""The system this runs on, in fields that name nobody."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
import time
from datetime import UTC, datetime

from conductor_desktop.services.diagnostics.plain import plain, told
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.storage.logs import log_files
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation


def environment(sources: Sources, _cancel: CancelToken) -> Draft:
    """Versions, rights, session, power and room; of variables only whether some are set."""
    pc = sources.pc()
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
        "logMegabytes": _log_megabytes(sources),
        "remoteSession": _is_remote(),
        "proxyInEnvironment": any(
            os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY")
        ),
        "appFolderChosen": bool(os.environ.get("CONDUCTOR_DESKTOP_HOME")),
        "policies": sources.policies,
        "windows": told(lambda: _windows(pc)),
        "elevated": told(lambda: pc.me().elevated),
        "power": told(lambda: _power(pc)),
    }
    return Draft(tree, "The system the app runs on.", "this PC")


def _windows(pc: Workstation) -> Tree:
    system = pc.system()
    return {
        "caption": system.caption,
        "build": system.build,
        "arch": system.arch,
        "server": system.is_server,
        "severalPeopleAtOnce": system.terminal_server,
        "remoteSession": system.remote_session,
    }


def _power(pc: Workstation) -> Tree:
    power = pc.power()
    return {
        "sleepsAfterMinutes": power.sleeps_after,
        "hibernatesAfterMinutes": power.hibernates_after,
        "hasLid": power.has_lid,
        "closingTheLid": plain(power.lid),
        "onBattery": power.on_battery,
    }


def _free_megabytes(sources: Sources) -> int | None:
    try:
        return shutil.disk_usage(sources.home.root).free // 1_000_000
    except OSError:
        return None


def _log_megabytes(sources: Sources) -> float | None:
    try:
        return round(sum(path.stat().st_size for path in log_files(sources.home.logs)) / 1e6, 1)
    except OSError:
        return None


def _is_remote() -> bool | None:
    # Windows names the console's session "Console" and a remote one "RDP-Tcp#…".
    session = os.environ.get("SESSIONNAME")
    return None if session is None else not session.casefold().startswith("console")
