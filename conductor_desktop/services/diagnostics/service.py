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
from conductor_desktop.services.diagnostics.bundle import Bundle
from conductor_desktop.services.diagnostics.collecting import Collecting
from conductor_desktop.services.diagnostics.errors import BundleNotWritten, BundleWouldLeak
from conductor_desktop.services.diagnostics.sources import (
    KeptSecrets,
    RunsChecks,
    Sources,
    aliases,
    company_of,
    private_values,
)
from conductor_desktop.services.diagnostics.versions import installed_versions
from conductor_desktop.storage.atomic import sweep_stale, write_atomically
from conductor_desktop.storage.names import ProfileName, SecretKind, entry_name
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import OwnApplication, Settings
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.storage.secrets import SecretStore
from conductor_desktop.work import Cancelled, CancelToken
from conductor_desktop.workstation.pc import Workstation

log = logging.getLogger(__name__)


class DiagnosticsService:
    """Makes bundles. Everything blocks (checks, password store): never on the UI thread.

    ``connection_snapshot`` gives the last connection report as a mapping with the names of its
    fields (``dataclasses.asdict``), plus ``end_user_id``; it may raise when there is none.
    ``versions`` adds what only the caller knows (Qt, web engine).
    """

    def __init__(
        self,
        home: AppHome,
        *,
        redactor: Redactor,
        settings: Callable[[], Settings],
        secret_store: Callable[[], SecretStore],
        checks_factory: Callable[[], RunsChecks],
        pc: Callable[[], Workstation],
        application: Callable[[], OwnApplication | None],
        connection_snapshot: Callable[[], Mapping[str, object]],
        versions: Mapping[str, str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        salt: Callable[[], bytes] = lambda: os.urandom(16),
    ) -> None:
        self._home = home
        self._redactor = redactor
        self._settings = settings
        self._secret_store = secret_store
        self._checks_factory = checks_factory
        self._pc = pc
        self._application = application
        self._connection_snapshot = connection_snapshot
        self._versions = dict(versions or {})
        self._now = now
        self._salt = salt

    def collect(self, cancel: CancelToken) -> Bundle:
        """The bundle with the very bytes that ``write`` writes. A file that fails is noted."""
        created_at, salt, settings = self._now(), self._salt(), self._settings()
        connection = self._snapshot()
        kept = self._kept_secrets()
        redactor = self._redactor.copy()
        redactor.hide(aliases(private_values(settings) | company_of(connection), salt))
        identity = hashlib.sha256(salt + created_at.isoformat().encode()).hexdigest()[:8]
        sources = Sources(
            home=self._home,
            versions=installed_versions() | self._versions,
            settings=settings,
            checks_factory=self._checks_factory,
            pc=self._pc,
            application=self._application(),
            connection=connection,
            kept_secrets=kept,
        )
        return Collecting(sources, redactor, identity, created_at).bundle(cancel)

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

    def _snapshot(self) -> Mapping[str, object] | Exception:
        try:
            return self._connection_snapshot()
        except Cancelled:
            raise
        except Exception as error:  # its file of the bundle will say so
            return error

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
