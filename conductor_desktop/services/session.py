"""A profile: what is remembered of one connection, and the way to Conductor it gives."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conductor_desktop.errors import AppError, NotSetUp, Owner
from conductor_desktop.secret import Secret
from conductor_desktop.services.kept_settings import KeptSettings
from conductor_desktop.storage.names import (
    Mode,
    ProfileName,
    Redoing,
    SecretKind,
    SetupStep,
    entry_name,
)
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.work import Cancelled

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


class HeldByVendor(NotSetUp):
    """This PC was set up with a link alone: whoever sent the file has what it takes to ask."""

    def __init__(self, vendor: str) -> None:
        super().__init__(
            "It was set up with a sign-in link alone, so it holds no token for Conductor; "
            f"{vendor} has, and can see the connection and the invoices.",
            f"Ask {vendor} whether QuickBooks answers, or for a setup file with a token.",
            owner=Owner.VENDOR,
        )
        self.title = "This PC cannot ask Conductor"


class Session:
    """One profile for good, its settings and its secrets. Safe to use from worker threads.

    Whoever works on something keeps the session it has begun with: an answer that comes late is
    noted down where it belongs, whichever profile is in use by then.

    ``secrets`` is asked for at first use: reaching the credential store can take long or block.
    ``new_client`` makes a client for any access, to try one out before it is used.
    """

    def __init__(
        self,
        kept: KeptSettings,
        profile_name: ProfileName,
        *,
        secrets: Callable[[], SecretStore],
        new_client: Callable[[Access], ConductorClient],
    ) -> None:
        self._kept = kept
        self._name = profile_name
        self._open_secrets = secrets
        self.new_client = new_client
        self._lock = threading.RLock()
        self._storing = threading.Lock()  # held for as long as the credential store takes
        self._access: Access | None = None
        self._client: ConductorClient | None = None
        self._is_forgotten = False

    @property
    def profile_name(self) -> ProfileName:
        return self._name

    @property
    def is_sandbox(self) -> bool:
        return self._name == ProfileName.SANDBOX

    @property
    def settings(self) -> Settings:
        return self._kept.now

    @property
    def profile(self) -> Profile:
        """What is remembered of this profile; a fresh one when nothing is."""
        return self.settings.of(self._name)

    @property
    def is_forgotten(self) -> bool:
        """Whether the profile was removed, and nothing can be kept of it any more."""
        return self._is_forgotten

    def update(self, **changes: Any) -> Profile:
        """Change fields of the profile and save them at once; nothing of one that is forgotten."""
        with self._lock:
            if not self._is_forgotten:
                name = self._name
                self.change(lambda settings: settings.changed(name, **changes))
            return self.profile

    def go_to(self, step: SetupStep) -> None:
        """Note down where the guided setup is, so that it goes on there after a restart."""
        profile = self.profile
        redoing = Redoing.SETUP if profile.was_set_up else None
        if profile.redoing is Redoing.RECONNECT and step in (SetupStep.CONNECT, SetupStep.VERIFY):
            redoing = Redoing.RECONNECT
        self.update(setup_step=step, redoing=redoing)

    def go_to_reconnect(self) -> None:
        """The same EndUser is to be connected once more; the rest stays as it is."""
        self.update(setup_step=SetupStep.CONNECT, redoing=Redoing.RECONNECT)

    def finish(self) -> None:
        """The guided setup is done, or what was done before a reconnect counts."""
        self.update(setup_step=SetupStep.DONE, redoing=None)

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings, here and on the disk."""
        self._kept.change(change)

    @contextlib.contextmanager
    def settling_alone(self, *, seconds: float, cancel: CancelToken) -> Iterator[None]:
        """Keep other processes from settling this profile's EndUser meanwhile.

        Begins with learning what they have saved. Raises ``turns.Taken`` when one of them is at
        it for all of ``seconds``.
        """
        with self._kept.alone(self._purpose, seconds=seconds, cancel=cancel):
            yield

    def stored_kinds(self) -> frozenset[SecretKind]:
        """Which secrets the password store holds for this profile, even once it is forgotten.

        Raises ``SecretStoreProblem``.
        """
        if self.is_sandbox:
            return frozenset()
        secrets = self._open_secrets()
        return frozenset(kind for kind in SecretKind if secrets.get(self._entry(kind)) is not None)

    def forget(self) -> None:
        """Remove everything this PC holds for the profile, secrets first.

        Raises ``SecretStoreProblem`` and ``SettingsNotSaved``; the profile is then still there, to
        be tried again. Afterwards nothing can be kept through this session any more.
        """
        with self._storing:
            if not self.is_sandbox:
                secrets = self._open_secrets()
                for kind in SecretKind:
                    secrets.delete(self._entry(kind))
            with self._lock:
                self.close()
                name = self._name
                self.change(lambda settings: settings.without(name))
                self._is_forgotten = True
        self._kept.leave_no_trace_of(self._purpose)

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
            if self._is_forgotten:
                return
            try:
                self.change(lambda settings: _with_proof(settings, name, end_user, proof))
            except AppError as error:
                log.warning("a proof could not be kept: %s", error.title)

    def keep(self, access: Access, mode: Mode) -> bool:
        """Talk through ``access`` and store its secrets; False when only for this run.

        Raises ``SecretStoreProblem`` when a store exists but refuses; what was kept before is
        then still in use.
        """
        with self._storing:
            if self._is_forgotten:
                raise Cancelled
            secrets, before = self._open_secrets(), self.profile
            # Whatever ends this halfway: a token is never left beside the address of another
            # service.
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
        self.close()
        if before.mode is not None and before.base_url is not None:
            self._remove(SecretKind)

    @property
    def access(self) -> Access:
        """The way to Conductor. Raises ``NotSetUp`` when this profile has none."""
        while True:
            with self._lock:
                if self._access is not None:
                    return self._access
                asked = self.profile.mode, self.profile.base_url
            # Without the lock: the store may wait for a person, and nobody else has to.
            access = self._stored_access(*asked)
            with self._lock:
                current = self.profile.mode, self.profile.base_url
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
    def sender(self) -> str:
        """Who sent the setup file, as it is said in the middle of a sentence."""
        vendor = self.profile.vendor
        return vendor.name if vendor is not None else "your software vendor"

    @property
    def end_user_id(self) -> str:
        """Whose connection this is. Raises ``NotSetUp`` before setup has settled it."""
        end_user = self.profile.end_user
        if end_user is None:
            raise NotSetUp
        return end_user.id

    def close(self) -> None:
        """Let go of connections, and of what opens Conductor."""
        with self._lock:
            self._drop_client()
            self._access = None

    def _stored_access(self, mode: Mode | None, base_url: str | None) -> Access:
        if self.has_only_a_link:
            raise HeldByVendor(self.sender)
        if self.is_sandbox or base_url is None or mode is None:
            raise NotSetUp
        secrets = self._open_secrets()
        secret = secrets.get(self._entry(_kind_of(mode)))
        if secret is None:
            raise NotSetUp(
                "The key for this connection is not on this PC any more.",
                "Run the guided setup again and give the key or the setup file once more.",
            )
        return Access(base_url, secret, secrets.get(self._entry(SecretKind.PUBLISHABLE_KEY)))

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

    @property
    def _purpose(self) -> str:
        return f"end-user-{self._name}"

    def _entry(self, kind: SecretKind) -> str:
        return entry_name(self._name, kind)

    def _drop_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _with_proof(
    settings: Settings, name: ProfileName, end_user: EndUserRef | None, proof: Proof
) -> Settings:
    """Unless these settings are about somebody else by now."""
    profile = settings.of(name)
    if (profile.end_user and profile.end_user.id) != (end_user and end_user.id):
        return settings
    company = proof.company or profile.company_name
    return settings.changed(name, company_name=company, last_proof_at=proof.at)


def _kind_of(mode: Mode) -> SecretKind:
    """What opens Conductor in this mode: the vendor's token, or the developer's key."""
    return SecretKind.TOKEN if mode is Mode.SETUP_FILE else SecretKind.SECRET_KEY
