"""The profile in use: what is remembered of it, and the way to Conductor it gives."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import Mode, ProfileName, SecretKind, entry_name
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.connection import Proof
    from conductor_desktop.storage.secrets import SecretStore
    from conductor_desktop.work import CancelToken


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
            name = self._name
            self.change(lambda settings: _with_profile(settings, name, changes))
            return self.profile

    def update_settings(self, **changes: Any) -> None:
        """Change settings that belong to no profile (window, which profile is active)."""
        self.change(lambda settings: replace(settings, **changes))

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings, here and on the disk.

        Applied to each by itself: a command beside the window, or a second window, may have
        saved something else meanwhile, which must not be undone.
        """
        with self._lock:
            settings = change(self._settings)
            if settings != self._settings:
                self._store.change(change, self._settings)
                self._settings = settings

    @contextlib.contextmanager
    def settling_alone(self, *, seconds: float, cancel: CancelToken) -> Iterator[None]:
        """Keep other processes from settling this profile's EndUser meanwhile.

        Begins with learning what they have saved. Raises ``turns.Taken`` when one of them is at
        it for all of ``seconds``.
        """
        purpose = f"end-user-{self._name}"
        with self._store.alone(purpose, seconds=seconds, cancel=cancel):
            with self._lock:
                self._settings = self._store.saved() or self._settings
            yield

    def switch(self, name: ProfileName) -> None:
        """Use another profile from now on; also at the next start."""
        with self._lock:
            self._let_go()
            self._name = name
            self.update_settings(active_profile=name)

    def forget_profile(self) -> None:
        """Remove everything this PC holds for the profile, secrets first."""
        if not self.is_sandbox:
            secrets = self._open_secrets()
            for kind in SecretKind:
                secrets.delete(self._entry(kind))
        with self._lock:
            self._let_go()
            name = self._name
            self.change(lambda settings: _without_profile(settings, name))

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
        with self._lock:
            name, end_user = self._name, self.profile.end_user
            try:
                self.change(lambda settings: _with_proof(settings, name, end_user, proof))
            except AppError as error:
                log.warning("a proof could not be kept: %s", error.title)

    def keep(self, access: Access, mode: Mode) -> bool:
        """Talk through ``access`` and store its secrets; False when only for this run.

        Raises ``SecretStoreProblem`` when a store exists but refuses; what was kept before is
        then still in use.
        """
        secrets, before = self._open_secrets(), self.profile
        # Whatever ends this halfway: a token is never left beside the address of another service.
        self.update(mode=None, base_url=None)
        try:
            self._store_secrets(secrets, access, _kind_of(mode))
        except AppError:
            self.update(mode=before.mode, base_url=before.base_url)
            raise
        self.update(mode=mode, base_url=access.base_url)
        self.use(access)
        return secrets.persistent

    def keep_no_access(self) -> None:
        """From now on this PC has only a link; what opened Conductor before, and for whom, goes."""
        before = self.profile
        self.update(
            mode=Mode.SETUP_FILE,
            base_url=None,
            end_user=None,
            pending_end_user=None,
            company_name=None,
            last_proof_at=None,
            application=None,
        )
        with self._lock:
            self._let_go()
        if before.mode is not None and before.base_url is not None:
            self._remove(SecretKind)

    @property
    def access(self) -> Access:
        """The way to Conductor. Raises ``NotSetUp`` when this profile has none."""
        while True:
            with self._lock:
                if self._access is not None:
                    return self._access
                asked = self._name, self.profile.mode, self.profile.base_url
            # Without the lock: the store may wait for a person, and nobody else has to.
            access = self._stored_access(*asked)
            with self._lock:
                current = self._name, self.profile.mode, self.profile.base_url
                if self._access is None and asked == current:
                    self._access = access

    @property
    def client(self) -> ConductorClient:
        """A client for ``access``, made once. Raises ``NotSetUp``."""
        while True:
            access = self.access
            with self._lock:
                if access is self._access:
                    if self._client is None:
                        self._client = self.new_client(access)
                    return self._client

    @property
    def has_only_a_link(self) -> bool:
        """Whether the setup file gave a link but no token: this PC cannot ask Conductor."""
        return self.profile.has_only_a_link

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

    def _stored_access(self, name: ProfileName, mode: Mode | None, base_url: str | None) -> Access:
        if name is ProfileName.SANDBOX or base_url is None or mode is None:
            raise NotSetUp
        secrets = self._open_secrets()
        secret = secrets.get(entry_name(name, _kind_of(mode)))
        if secret is None:
            raise NotSetUp(
                "The key for this connection is not on this PC any more.",
                "Run the guided setup again and give the key or the setup file once more.",
            )
        return Access(base_url, secret, secrets.get(entry_name(name, SecretKind.PUBLISHABLE_KEY)))

    def _store_secrets(self, secrets: SecretStore, access: Access, kind: SecretKind) -> None:
        """The one that opens Conductor comes last, so that a refusal before changes little."""
        publishable = self._entry(SecretKind.PUBLISHABLE_KEY)
        if access.publishable_key is not None:
            secrets.set(publishable, access.publishable_key)
        else:
            secrets.delete(publishable)  # one of another project would make links for that
        secrets.set(self._entry(kind), access.secret)
        self._remove({SecretKind.TOKEN, SecretKind.SECRET_KEY} - {kind})

    def _remove(self, kinds: Iterable[SecretKind]) -> None:
        """Remove what nothing uses any more. That it could not be is no reason to stop."""
        try:
            secrets = self._open_secrets()
            for kind in kinds:
                secrets.delete(self._entry(kind))
        except AppError as error:
            log.warning("a key that is not used any more is still stored: %s", error.title)

    def _entry(self, kind: SecretKind) -> str:
        return entry_name(self._name, kind)

    def _let_go(self) -> None:
        self._drop_client()
        self._access = None

    def _drop_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _with_profile(settings: Settings, name: ProfileName, changes: Mapping[str, Any]) -> Settings:
    profile = replace(settings.profiles.get(name) or Profile(), **changes)
    return replace(settings, profiles={**settings.profiles, name: profile})


def _without_profile(settings: Settings, name: ProfileName) -> Settings:
    profiles = {key: value for key, value in settings.profiles.items() if key != name}
    return replace(settings, profiles=profiles)


def _with_proof(
    settings: Settings, name: ProfileName, end_user: EndUserRef | None, proof: Proof
) -> Settings:
    """Unless these settings are about somebody else by now."""
    profile = settings.profiles.get(name) or Profile()
    if (profile.end_user and profile.end_user.id) != (end_user and end_user.id):
        return settings
    company = proof.company or profile.company_name
    return _with_profile(settings, name, {"company_name": company, "last_proof_at": proof.at})


def _kind_of(mode: Mode) -> SecretKind:
    """What opens Conductor in this mode: the vendor's token, or the developer's key."""
    return SecretKind.TOKEN if mode is Mode.SETUP_FILE else SecretKind.SECRET_KEY
