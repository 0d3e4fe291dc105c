"""Collects the support bundle, and writes it only when nothing in it may not leave."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics.api_errors import errors_in_log
from conductor_desktop.services.diagnostics.asking import Shared
from conductor_desktop.services.diagnostics.bundle import Bundle
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.collecting import (
    LARGEST_BYTES,
    SECONDS,
    Arrived,
    Collecting,
)
from conductor_desktop.services.diagnostics.collectors import USUAL_DAYS
from conductor_desktop.services.diagnostics.errors import BundleNotWritten, BundleWouldLeak
from conductor_desktop.services.diagnostics.sources import (
    Answer,
    History,
    KeptSecrets,
    KnowsConnection,
    RunsChecks,
    Sources,
    Tree,
    aliases,
    company_of,
    marks,
)
from conductor_desktop.services.diagnostics.timeline import kept_since
from conductor_desktop.services.diagnostics.versions import installed_versions
from conductor_desktop.storage.atomic import sweep_stale, write_atomically
from conductor_desktop.storage.names import ProfileName, SecretKind, entry_name
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.private_settings import private_values
from conductor_desktop.storage.profiles import OwnApplication, Settings
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.secrets import SecretStore
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation

log = logging.getLogger(__name__)

_SHARE_OF_WAITING = 0.6
"""Of the time for a bundle: a file that waits for another one longer may not be done in time."""


class DiagnosticsService:
    """Makes bundles about one connection. Everything blocks: never on the UI thread.

    ``profile`` and ``application`` are that connection's, ``api_url`` is the service it goes to,
    and ``connection`` knows Conductor's notes of it, or raises where there is none. ``history`` is
    how it stood before. ``versions`` adds what only the caller knows (Qt, web engine).
    ``policies`` are what an IT admin has set.
    """

    def __init__(
        self,
        home: AppHome,
        *,
        redactor: Redactor,
        settings: Callable[[], Settings],
        profile: Callable[[], ProfileName],
        secret_store: Callable[[], SecretStore],
        checks_factory: Callable[[], RunsChecks],
        pc: Callable[[], Workstation],
        application: Callable[[], OwnApplication | None],
        connection: Callable[[], KnowsConnection],
        api_url: Callable[[], str | None] = lambda: None,
        history: History | None = None,
        versions: Mapping[str, str] | None = None,
        policies: Callable[[], Tree] = dict,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        salt: Callable[[], bytes] = lambda: os.urandom(16),
        seconds: float = SECONDS,
        largest_bytes: int = LARGEST_BYTES,
    ) -> None:
        self._home = home
        self._redactor = redactor
        self._settings = settings
        self._profile = profile
        self._secret_store = secret_store
        self._checks_factory = checks_factory
        self._pc = pc
        self._application = application
        self._connection = connection
        self._api_url = api_url
        self._history = history
        self._versions = dict(versions or {})
        self._policies = policies
        self._now = now
        self._salt = salt
        self._seconds = seconds
        self._largest_bytes = largest_bytes

    def collect(
        self,
        cancel: CancelToken,
        *,
        log_days: int = USUAL_DAYS,
        arrived: Arrived = lambda _one: None,
    ) -> Bundle:
        """The bundle with the very bytes that ``write`` writes. A file that fails is noted.

        ``log_days`` are those of the app's log. ``arrived`` hears of each file when it is there, on
        this thread; what is learnt later may still be taken out of it. Takes ten seconds at most.
        Raises ``Cancelled``.
        """
        created_at, salt = self._now(), self._salt()
        identity = hashlib.sha256(salt + created_at.isoformat().encode()).hexdigest()[:8]
        inner = CancelToken()
        forget = cancel.on_cancel(inner.cancel)
        sources = self._sources(created_at, log_days, inner)

        def new_cleaner() -> Cleaner:
            redactor = self._redactor.copy(marks(salt))
            private = private_values(sources.settings) | company_of(sources.answer.found)
            redactor.hide(aliases(private, salt))
            return Cleaner(redactor)

        collecting = Collecting(
            sources,
            identity,
            seconds=self._seconds,
            largest_bytes=self._largest_bytes,
            new_cleaner=new_cleaner,
            arrived=arrived,
        )
        try:
            drafts = collecting.drafts(cancel)
        finally:
            inner.cancel()  # what is still at it is not waited for
            forget()
        return collecting.bundle(drafts, cancel)

    def _sources(self, created_at: datetime, log_days: int, cancel: CancelToken) -> Sources:
        name, history = self._profile(), self._history

        def ask() -> Answer:
            service = self._connection()
            return Answer(service.end_user_id, service.passive(cancel))

        return Sources(
            home=self._home,
            created_at=created_at,
            log_days=log_days,
            patience=self._seconds * _SHARE_OF_WAITING,
            versions=installed_versions() | self._versions,
            settings=self._settings(),
            profile=name,
            application=self._application(),
            api_url=self._api_url(),
            policies=self._policies(),
            pc=Shared(self._pc),
            checks=Shared(lambda: self._checks_factory().run(lambda _result: None, cancel)),
            answer=Shared(ask),
            kept_secrets=Shared(self._kept_secrets),
            api_errors=Shared(lambda: errors_in_log(self._home.logs, kept_since(created_at))),
            history=Shared(lambda: history(name, kept_since(created_at))) if history else None,
        )

    def write(self, bundle: Bundle, target: Path | None = None, *, replace: bool = True) -> Path:
        """Write the archive and give its path; ``target`` as for ``place``.

        Raises ``BundleNotWritten`` (also for an existing file unless ``replace``) and
        ``BundleWouldLeak``; either way nothing is left behind.
        """
        path = self.place(bundle.default_name, target, replace=replace)
        data = bundle.archive()
        self._refuse_leaks(data, path.name)
        try:
            write_atomically(path, data)
        except (OSError, ValueError) as error:
            raise BundleNotWritten(str(path), _reason(error)) from error
        log.info("support bundle %s written, %d bytes", bundle.identity, len(data))
        return path

    def place(self, name: str, target: Path | None = None, *, replace: bool = True) -> Path:
        """Where a bundle called ``name`` goes: ``target`` is a folder unless it ends in ``.zip``.

        Really tries a write, so that nobody waits for a bundle that cannot be kept. Raises
        ``BundleNotWritten``.
        """
        folder = self._home.exports if target is None else target
        try:
            if target is None:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_file = folder.suffix.lower() == ".zip" and not folder.is_dir()
            path = (folder if is_file else folder / name).absolute()
            if not path.parent.is_dir():
                raise BundleNotWritten(str(path), "there is no such folder")
            if path.is_dir() or (path.exists() and not replace):
                raise BundleNotWritten(str(path), "there is something of that name already")
            sweep_stale(path.parent)
            probe = path.parent / f".conductor-{os.urandom(6).hex()}.tmp"
            probe.write_bytes(b"")
            probe.unlink()
        except (OSError, ValueError) as error:
            raise BundleNotWritten(str(folder), _reason(error)) from error
        return path

    def _kept_secrets(self) -> KeptSecrets:
        """Which secrets lie in the password store; from now on they are known and looked for."""
        states: dict[str, str] = {}
        try:
            store = self._secret_store()
            for entry in self._entries():
                secret = store.get(entry)
                states[entry] = "unset" if secret is None else "set"
                if secret is not None:
                    self._redactor.register(secret)
        except AppError as error:
            log.warning("the password store was not read for the bundle: %s", error.title)
            return KeptSecrets("could not be asked", states)
        return KeptSecrets("this PC's" if store.persistent else "for one run only", states)

    def _entries(self) -> list[str]:
        """Of every profile, and of the first one even if the settings were lost."""
        names = dict.fromkeys((ProfileName.LIVE, *self._settings().profiles))
        return [entry_name(name, kind) for name in names for kind in SecretKind]

    def _refuse_leaks(self, archive: bytes, name: str) -> None:
        gate = self._redactor.copy()
        gate.hide(private_values(self._settings()))
        if gate.holds_secret(archive) or gate.holds_secret(name.encode("utf-8", "replace")):
            raise BundleWouldLeak(name)
        with zipfile.ZipFile(io.BytesIO(archive)) as finished:
            for entry in finished.namelist():
                data = finished.read(entry)
                if gate.holds_secret(data) or gate.holds_private(data):
                    raise BundleWouldLeak(entry)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
