"""A session over real files, a real store and, where a test wants one, a real sandbox."""

from __future__ import annotations

from pathlib import Path

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.secret import Secret
from conductor_desktop.services.kept_settings import KeptSettings
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.secrets import KeyringStore, SecretStore
from conductor_desktop.storage.settings import SettingsStore
from tests.helpers.keyring import MemoryKeyring


def session_in(
    folder: Path, *, keyring: MemoryKeyring | None = None, secrets: SecretStore | None = None
) -> Session:
    """The first profile as it is kept in ``folder``; open it again to see what a restart sees."""
    return sessions_in(folder, keyring=keyring, secrets=secrets).use(ProfileName.LIVE)


def sessions_in(
    folder: Path, *, keyring: MemoryKeyring | None = None, secrets: SecretStore | None = None
) -> Sessions:
    """The profiles as they are kept in ``folder``, with the one in use that was so before."""
    store = SettingsStore(folder / "settings.json")
    kept = secrets or KeyringStore(keyring or MemoryKeyring())
    settings = store.load().settings
    return Sessions(
        KeptSettings(store, settings),
        settings.active_profile,
        secrets=lambda: kept,
        new_client=lambda access: ConductorClient(access.base_url, access.secret),
    )


def access_to(sandbox: SandboxAccess) -> Access:
    """How the app reaches ``sandbox``."""
    return Access(sandbox.base_url, sandbox.secret_key, Secret(sandbox.publishable_key))
