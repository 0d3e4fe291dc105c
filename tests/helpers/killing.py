"""Ends whoever creates an EndUser at a named step, by what it stores into and sends through."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.network.transport import HttpTransport, Transport
from conductor_desktop.conductor.wire import Outcome, Request
from conductor_desktop.services.kept_settings import KeptSettings
from conductor_desktop.services.session import Access, Session
from conductor_desktop.storage import atomic
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken

PATIENT_SECONDS = 60.0
_HURRIED_SECONDS = 0.5


class Step(enum.StrEnum):
    """Where it can end, in the order in which one create goes through them."""

    BEFORE_LOOKING = "before the list is looked at"
    BEFORE_INTENT = "before the intent is written"
    INTENT_HALF_WRITTEN = "while the intent is being written"
    AFTER_INTENT = "once the intent is written"
    BEFORE_SENDING = "before the request is sent"
    SENT = "once the request has arrived, before it is answered"  # by the one who serves it
    ANSWERED = "when the answer has come"
    BEFORE_SAVING = "before the id is saved"
    HALF_SAVED = "while the id is being saved"
    SAVED = "once the id is saved"


@dataclass(frozen=True)
class Fate:
    """Where to end, and how: by a real kill, or by an exception nobody catches."""

    step: Step | None
    end: Callable[[], None]

    def meet(self, step: Step) -> None:
        if self.step is step:
            self.end()


class MortalStore(SettingsStore):
    """Real settings whose writer may not live to the end of it."""

    def __init__(self, path: Path, fate: Fate) -> None:
        super().__init__(path)
        self._fate = fate

    def save(self, settings: Settings) -> None:
        before, half, after = _steps_of(settings)
        self._fate.meet(before)
        if self._fate.step is half:
            with mock.patch("conductor_desktop.storage.settings.write_atomically", self._tear):
                super().save(settings)
        super().save(settings)
        self._fate.meet(after)

    def _tear(self, path: Path, data: bytes) -> None:
        if path.suffix == ".bak":
            atomic.write_atomically(path, data)
        else:
            path.with_name(".conductor-torn.tmp").write_bytes(data[:-10])
            self._fate.end()


def _steps_of(settings: Settings) -> tuple[Step, Step, Step]:
    profile = settings.profiles.get(ProfileName.LIVE)
    if profile is not None and profile.pending_end_user is not None:
        return Step.BEFORE_INTENT, Step.INTENT_HALF_WRITTEN, Step.AFTER_INTENT
    return Step.BEFORE_SAVING, Step.HALF_SAVED, Step.SAVED


@dataclass(frozen=True)
class MortalTransport:
    """Real HTTP whose sender may not live to see the answer, and waits for it this long."""

    inner: Transport
    fate: Fate
    seconds: float

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        if request.method != "POST":
            self.fate.meet(Step.BEFORE_LOOKING)
            return self.inner.exchange(request, cancel)
        self.fate.meet(Step.BEFORE_SENDING)
        limits = replace(request.limits, read=self.seconds, total=self.seconds * 2)
        outcome = self.inner.exchange(replace(request, limits=limits), cancel)
        self.fate.meet(Step.ANSWERED)
        return outcome

    def close(self) -> None:
        self.inner.close()


def no_end() -> None:
    raise AssertionError("this one was to live")


def mortal_session(
    folder: Path,
    access: Access,
    step: Step | None = None,
    end: Callable[[], None] = no_end,
    *,
    post_seconds: float = _HURRIED_SECONDS,
    name: ProfileName = ProfileName.LIVE,
) -> Session:
    """A profile of ``folder``, opened by somebody who ends at ``step``."""
    fate = Fate(step, end)
    store = MortalStore(folder / "settings.json", fate)
    session = Session(
        KeptSettings(store, store.load().settings),
        name,
        secrets=SessionStore,
        new_client=lambda access: ConductorClient(
            access.base_url,
            access.secret,
            transport=MortalTransport(
                HttpTransport(access.base_url, access.secret), fate, post_seconds
            ),
            pause=lambda _cancel, _seconds: None,
        ),
    )
    session.use(access)
    return session
