"""The profile in use: what is remembered of it, and the way to Conductor it gives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import Mode, ProfileName, SecretKind, entry_name
from conductor_desktop.storage.profiles import Profile, Settings
from conductor_desktop.storage.settings import SettingsStore

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.connection import Proof
    from conductor_desktop.storage.secrets import SecretStore


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Access:
    """What one must know to talk to Conductor for this profile."""

    base_url: str
    secret: Secret
    publishable_key: Secret | None = None


class Session:
    """One profile, its settings and its secrets. Safe to use from worker threads.

    ``secrets`` is asked for at first use: reaching the credential store can take long or block.
    ``new_client`` makes a client for any access, to try one out before it is used.
    """

    def __init__(
        self,
        store: SettingsStore,
        settings: Settings,
        profile_name: ProfileName,
        *,
        secrets: Callable[[], SecretStore],
        new_client: Callable[[Access], ConductorClient],
    ) -> None:
        self._store = store
        self._settings = settings
        self._name = profile_name
        self._open_secrets = secrets
        self.new_client = new_client
        self._lock = threading.RLock()
        self._access: Access | None = None
        self._client: ConductorClient | None = None

    @property
    def profile_name(self) -> ProfileName:
        return self._name

    @property
    def is_sandbox(self) -> bool:
        return self._name is ProfileName.SANDBOX

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def profile(self) -> Profile:
        """What is remembered of this profile; a fresh one when nothing is."""
        return self._settings.profiles.get(self._name) or Profile()

    def update(self, **changes: Any) -> Profile:
        """Change fields of the profile and save them at once."""
        with self._lock:
            profile = replace(self.profile, **changes)
            profiles = {**self._settings.profiles, self._name: profile}
            self.update_settings(profiles=profiles)
            return profile

    def update_settings(self, **changes: Any) -> None:
        """Change settings that belong to no profile (window, which profile is active)."""
        with self._lock:
            settings = replace(self._settings, **changes)
            if settings != self._settings:
                self._store.save(settings)
                self._settings = settings

    def switch(self, name: ProfileName) -> None:
        """Use another profile from now on; also at the next start."""
        with self._lock:
            self._drop_client()
            self._access = None
            self._name = name
            self.update_settings(active_profile=name)

    def forget_profile(self) -> None:
        """Remove everything this PC holds for the profile, secrets first."""
        with self._lock:
            if not self.is_sandbox:
                secrets = self._open_secrets()
                for kind in SecretKind:
                    secrets.delete(self._entry(kind))
            self._drop_client()
            self._access = None
            profiles = {k: v for k, v in self._settings.profiles.items() if k != self._name}
            self.update_settings(profiles=profiles)

    def use(self, access: Access) -> None:
        """Talk through ``access`` in this run only; nothing is stored."""
        with self._lock:
            self._drop_client()
            self._access = access

    def use_if_new(self, access: Access) -> None:
        """Like ``use``, without dropping the client when nothing has changed."""
        with self._lock:
            if self._access != access:
                self.use(access)

    def remember_proof(self, proof: Proof) -> None:
        """QuickBooks has answered; kept as the last known good across restarts.

        Not being able to keep it takes nothing from the answer, so that is only logged.
        """
        company = proof.company or self.profile.company_name
        try:
            self.update(company_name=company, last_proof_at=proof.at)
        except AppError as error:
            log.warning("a proof could not be kept: %s", error.title)

    def keep(self, access: Access, mode: Mode) -> bool:
        """Talk through ``access`` and store its secrets; False when only for this run.

        Raises ``SecretStoreProblem`` when a store exists but refuses.
        """
        secrets = self._open_secrets()
        secrets.set(self._entry(_kind_of(mode)), access.secret)
        if access.publishable_key is not None:
            secrets.set(self._entry(SecretKind.PUBLISHABLE_KEY), access.publishable_key)
        self.update(mode=mode, base_url=access.base_url)
        self.use(access)
        return secrets.persistent

    @property
    def access(self) -> Access:
        """The way to Conductor. Raises ``NotSetUp`` when this profile has none."""
        with self._lock:
            if self._access is None:
                self._access = self._stored_access()
            return self._access

    @property
    def client(self) -> ConductorClient:
        """A client for ``access``, made once. Raises ``NotSetUp``."""
        with self._lock:
            if self._client is None:
                self._client = self.new_client(self.access)
            return self._client

    @property
    def has_only_a_link(self) -> bool:
        """Whether the setup file gave a link but no token: this PC cannot ask Conductor."""
        return self.profile.mode is Mode.SETUP_FILE and self.profile.base_url is None

    @property
    def end_user_id(self) -> str:
        """Whose connection this is. Raises ``NotSetUp`` before setup has settled it."""
        end_user = self.profile.end_user
        if end_user is None:
            raise NotSetUp
        return end_user.id

    def close(self) -> None:
        """Let go of connections."""
        with self._lock:
            self._drop_client()

    def _stored_access(self) -> Access:
        profile = self.profile
        if self.is_sandbox or profile.base_url is None or profile.mode is None:
            raise NotSetUp
        secrets = self._open_secrets()
        secret = secrets.get(self._entry(_kind_of(profile.mode)))
        if secret is None:
            raise NotSetUp(
                "The key for this connection is not on this PC any more.",
                "Run the guided setup again and give the key or the setup file once more.",
            )
        return Access(
            profile.base_url, secret, secrets.get(self._entry(SecretKind.PUBLISHABLE_KEY))
        )

    def _entry(self, kind: SecretKind) -> str:
        return entry_name(self._name, kind)

    def _drop_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _kind_of(mode: Mode) -> SecretKind:
    """What opens Conductor in this mode: the vendor's token, or the developer's key."""
    return SecretKind.TOKEN if mode is Mode.SETUP_FILE else SecretKind.SECRET_KEY
