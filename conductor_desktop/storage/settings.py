"""Keeps the settings on the disk: whole or not at all, with the copy before, and never silently."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.storage.atomic import patiently, sweep_stale, write_atomically
from conductor_desktop.storage.errors import SettingsNotSaved, SettingsReadOnly
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.settings_format import BrokenSettings, NewerSettings, decode, encode
from conductor_desktop.storage.turns import holding, taking_turns
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

_LARGEST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class _Refusal:
    """Why nothing may be written, and what the person can do about it."""

    explanation: str
    next_step: str


_NEWER = _Refusal(
    "The settings were written by a newer version of Conductor Desktop. They are left as they "
    "are, and nothing that is changed now is kept.",
    "Install the newest Conductor Desktop, then open it again.",
)
_LOCKED = _Refusal(
    "The settings file cannot be read right now. It is left as it is, and nothing that is "
    "changed now is kept.",
    "Close other programs that may hold the file, then open Conductor Desktop again.",
)
_NOT_TRIED = _Refusal(
    "Reading the settings is what the app failed at. They are left as they are, and nothing that "
    "is changed now is kept.",
    "Save a support bundle and send it to whoever helps you.",
)


@dataclass(frozen=True)
class Loaded:
    """The settings, and a text for the person when they are not simply what was saved."""

    settings: Settings
    notice: str | None = None
    read_only: bool = False


class SettingsStore:
    """Reads and replaces ``settings.json``. Saving may block for about a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._backup = path.with_name(path.name + ".bak")
        self._turn = path.with_name(path.name + ".lock")
        self._read_only: _Refusal | None = None

    def load(self) -> Loaded:
        """What was saved, else the copy before it, else defaults. Never raises for a bad file."""
        sweep_stale(self._path.parent)
        self._read_only = None
        try:
            return self._load()
        except NewerSettings:
            return self._refuse_to_write(_NEWER)

    def leave_alone(self) -> Loaded:
        """Defaults, and nothing is written: for a run in which reading is what fails."""
        return self._refuse_to_write(_NOT_TRIED)

    def save(self, settings: Settings) -> None:
        """Replace the file and keep the one before as ``.bak``.

        Raises ``SettingsNotSaved``, with the old file unharmed, or ``SettingsReadOnly``.
        """
        if self._read_only is not None:
            raise self._refusal(self._read_only)
        data = encode(settings)
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            previous = self._good_bytes()
            if previous == data:
                return
            if previous is not None:
                write_atomically(self._backup, previous)
            write_atomically(self._path, data)
        except OSError as error:
            raise SettingsNotSaved(str(self._path), _reason(error)) from error

    def change(self, change: Callable[[Settings], Settings], mine: Settings) -> None:
        """Save what ``change`` makes of the settings on the disk, or of ``mine`` without any.

        What another process has saved since this one looked is kept, apart from what is changed
        here. Raises like ``save``.
        """
        with taking_turns(self._turn):
            self.save(change(self.saved() or mine))

    def alone(
        self, purpose: str, *, seconds: float, cancel: CancelToken
    ) -> AbstractContextManager[None]:
        """Keep everybody else on these settings from ``purpose`` meanwhile.

        Raises ``turns.Taken`` when somebody is at it for all of ``seconds``.
        """
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return holding(self._path.with_name(f"{purpose}.lock"), seconds=seconds, cancel=cancel)

    def leave_no_trace_of(self, purpose: str) -> None:
        """Have the copy before say the same as the settings, and the lock of ``purpose`` go.

        For what was removed and shall not be found on this PC any more. What cannot be done now
        is done by the next change.
        """
        with taking_turns(self._turn), contextlib.suppress(OSError, BrokenSettings):
            self._path.with_name(f"{purpose}.lock").unlink(missing_ok=True)
            data = _read(self._path)
            if data is not None:
                write_atomically(self._backup, data)

    def saved(self) -> Settings | None:
        """What is on the disk by now; None when nothing there can be used."""
        try:
            data = _read(self._path)
            return None if data is None else decode(data)[0]
        except (BrokenSettings, NewerSettings, OSError):
            return None  # saving will have its say about that

    def _load(self) -> Loaded:
        try:
            data = _read(self._path)
            if data is not None:
                settings, problems = decode(data)
                return Loaded(settings, _set_back(problems))
            kept = None
        except (BrokenSettings, OSError) as error:
            kept = self._put_aside(self._path, error)
            if kept is None:
                return self._refuse_to_write(_LOCKED)
        return self._load_backup(kept)

    def _load_backup(self, kept: str | None) -> Loaded:
        try:
            data = _read(self._backup)
            settings, problems = decode(data) if data is not None else (None, [])
        except (BrokenSettings, OSError) as error:
            kept = self._put_aside(self._backup, error) or kept
            settings, problems, data = None, [], None
        if settings is None or data is None:
            return Loaded(Settings(), _started_anew(kept))
        self._restore(data)
        notice = " ".join(filter(None, (_used_copy(kept), _set_back(problems))))
        return Loaded(settings, notice)

    def _restore(self, data: bytes) -> None:
        """Put the copy back in place, so that the next start has nothing to tell."""
        try:
            write_atomically(self._path, data)
        except OSError as error:
            log.warning("the settings could not be put back: %s", _reason(error))

    def _put_aside(self, path: Path, error: Exception) -> str | None:
        """Rename what cannot be used; its new name, or None when that is not possible either."""
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        for again in range(100):
            kept = path.with_name(f"{path.name}.corrupt-{stamp}" + (f"-{again}" if again else ""))
            if kept.exists():
                continue
            try:
                path.rename(kept)
            except OSError as refusal:
                log.warning("%s cannot be put aside: %s", path.name, _reason(refusal))
                return None
            log.warning("%s was not usable (%s) and is now %s", path.name, error, kept.name)
            return kept.name
        return None

    def _refuse_to_write(self, refusal: _Refusal) -> Loaded:
        self._read_only = refusal
        notice = f"{refusal.explanation} {refusal.next_step}"
        return Loaded(Settings(), notice, read_only=True)

    def _refusal(self, refusal: _Refusal) -> SettingsReadOnly:
        return SettingsReadOnly(str(self._path), refusal.explanation, refusal.next_step)

    def _good_bytes(self) -> bytes | None:
        """The saved bytes when they are worth keeping as the copy before."""
        try:
            data = _read(self._path)
            if data is not None:
                decode(data)
        except (BrokenSettings, OSError) as error:
            self._put_aside(self._path, error)
            return None
        except NewerSettings as error:
            # A newer version was installed and has saved while this one was running.
            self._read_only = _NEWER
            raise self._refusal(_NEWER) from error
        return data


def _read(path: Path) -> bytes | None:
    """The file's bytes, None when there is none. Raises ``BrokenSettings`` and ``OSError``."""
    if path.is_dir():
        raise BrokenSettings("a folder")
    try:
        data = patiently(lambda: _read_start(path))
    except FileNotFoundError:
        return None
    if len(data) > _LARGEST_BYTES:
        raise BrokenSettings("too large")
    return data


def _read_start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST_BYTES + 1)


def _set_back(problems: list[str]) -> str | None:
    if not problems:
        return None
    names = ", ".join(problems)
    return f"Some settings could not be used and were set back to their usual value: {names}."


def _used_copy(kept: str | None) -> str:
    if kept is None:
        return "The settings file was missing, so the copy saved before it was used."
    return (
        "The settings could not be read, so the copy saved before them was used. Check that the "
        f"connection is still the right one. The unreadable file was kept as “{kept}”."
    )


def _started_anew(kept: str | None) -> str | None:
    if kept is None:
        return None
    return (
        "The settings could not be read, so Conductor Desktop starts as if it were new. Nothing "
        "has changed in QuickBooks or at your vendor. Go through the guided setup again. The "
        f"unreadable file was kept as “{kept}”."
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
