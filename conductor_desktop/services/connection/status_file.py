"""How the connection stands, in a file for scripts and monitoring: written by the running app.

docs/for-it.md has every field. There is no secret in it, and of companies only the name of the one
that is connected.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conductor_desktop import __version__
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis, Suspect
from conductor_desktop.services.connection.report import ConnectionReport, ConnectionState
from conductor_desktop.services.connection.rest import Resting
from conductor_desktop.services.connection.watch import Watch
from conductor_desktop.storage.atomic import write_atomically
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.settings_values import as_moment

log = logging.getLogger(__name__)

VERSION = 1
WRITTEN_EVERY = timedelta(minutes=2)
"""At least so often, whatever happens or does not."""
COUNTS_FOR = timedelta(minutes=5)
"""An older one was left by an app that has ended."""
_LARGEST = 100_000

_EXIT_CODES = {
    ConnectionState.CONNECTED: ExitCode.OK,
    ConnectionState.LAST_KNOWN_GOOD: ExitCode.OK,
    ConnectionState.OFFLINE: ExitCode.OFFLINE,
    ConnectionState.KEY_PROBLEM: ExitCode.CREDENTIALS,
    ConnectionState.NOT_SET_UP: ExitCode.NOT_SET_UP,
    ConnectionState.STARTED: ExitCode.NOT_SET_UP,
}


def exit_code(state: ConnectionState) -> ExitCode:
    """What a script is told; a passive "last known good" is fine."""
    return _EXIT_CODES.get(state, ExitCode.ATTENTION)


Tree = dict[str, object]


def status_tree(watch: Watch, profile: ProfileName) -> Tree:
    """What is written of ``watch``, but for the moment of writing."""
    told, diagnosis = watch.told, watch.diagnosis
    state = told.state if told else ConnectionState.UNKNOWN
    pause = watch.rest.pause if watch.resting is Resting.PAUSED else None
    owner = diagnosis.turn(told)
    return {
        "version": VERSION,
        "appVersion": __version__,
        "process": os.getpid(),
        "profile": str(profile),
        "state": state.value,
        "exitCode": int(exit_code(state)),
        "phase": watch.phase.value,
        "since": iso(watch.since),
        "headline": told.headline if told else "Nothing is known yet",
        "cause": _suspect(diagnosis.cause) if diagnosis.cause else None,
        "likely": [_suspect(one) for one in diagnosis.likely],
        "owner": owner.value if owner else None,
        "company": told.company if told else None,
        "lastProofAt": iso(told.last_proof_at) if told else None,
        "resting": watch.resting.value if watch.resting else None,
        "pausedUntil": iso(pause.until) if pause else None,
    }


def _suspect(suspect: Suspect) -> Tree:
    owner = suspect.owner.value if suspect.owner else None
    return {"id": suspect.id.value, "title": suspect.title, "owner": owner}


def iso(moment: datetime | None) -> str | None:
    """A moment as all of our JSON has it: ISO in UTC, to the millisecond."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Noted:
    """What the running app has written lately, as far as it is used here."""

    profile: str
    state: str
    cause: str | None
    since: datetime | None

    def since_of(
        self, profile: ProfileName, report: ConnectionReport, diagnosis: Diagnosis
    ) -> datetime | None:
        """Since when it is as ``report`` has it; ``None`` where the app has seen something else."""
        cause = diagnosis.cause.id if diagnosis.cause else None
        is_same = self.profile == profile and self.cause == cause
        if not is_same or (cause is None and self._sort != _sort(report.state)):
            return None
        return self.since

    @property
    def _sort(self) -> str:
        return _sort(self.state)


def _sort(state: str) -> str:
    """Whether it was proven now or before makes no difference here."""
    good = (ConnectionState.CONNECTED, ConnectionState.LAST_KNOWN_GOOD)
    return "good" if state in good else state


class StatusFile:
    """Blocks for as long as the disk takes. What goes wrong takes nothing from the app."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._has_failed = False

    def write(self, tree: Tree, now: datetime) -> None:
        """Replace the file as a whole. A failure is logged, once in a row."""
        document = {**tree, "writtenAt": iso(now)}
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps(document, indent=2).encode() + b"\n")
        except OSError as error:
            if not self._has_failed:
                log.warning("the status file was not written: %s", type(error).__name__)
            self._has_failed = True
        else:
            self._has_failed = False

    def remove(self) -> None:
        """Nobody watches any more."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def read(self, now: datetime) -> Noted | None:
        """What the running app says; ``None`` without one, or for anything else in that place."""
        try:
            with self._path.open("rb") as file:
                document = json.loads(file.read(_LARGEST))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(document, dict) or document.get("version") != VERSION:
            return None
        written_at = as_moment(document.get("writtenAt"))
        if written_at is None or not -COUNTS_FOR < now - written_at < COUNTS_FOR:
            return None
        profile, state, cause = (document.get(key) for key in ("profile", "state", "cause"))
        if not isinstance(profile, str) or not isinstance(state, str):
            return None
        cause_id = cause.get("id") if isinstance(cause, dict) else None
        known = cause_id if cause_id in list(CauseId) else None
        return Noted(profile, state, known, as_moment(document.get("since")))
