"""The connections of this PC: which one is in use, and how another one comes to be used."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.kept_settings import KeptSettings
from conductor_desktop.services.session import Access, Session
from conductor_desktop.storage.names import MOST_PROFILES, ProfileName
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.work import Cancelled

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.storage.secrets import SecretStore


class Sessions:
    """One session is in use at a time. Safe to use from any thread.

    A profile that is to be added is in use before anything of it is kept; ``claim`` is what begins
    to keep it.
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
        self._secrets = secrets
        self._new_client = new_client
        self._lock = threading.RLock()
        self._current = self._session(profile_name)

    @property
    def current(self) -> Session:
        """The one in use at this moment; hold on to it for all of one piece of work."""
        return self._current

    @property
    def settings(self) -> Settings:
        return self._kept.now

    def update_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Change settings that belong to no profile, such as where the window is."""
        self._kept.change(change)

    def switch(self, name: ProfileName) -> Session:
        """Use another profile from now on; also at the next start.

        Raises ``SettingsNotSaved`` when the next start will not know; it is in use nevertheless.
        """
        with self._lock:
            self._kept.refresh()
            session = self._enter(name)
            self._kept.change(lambda settings: settings.activated(name))
            return session

    def use(self, name: ProfileName) -> Session:
        """Use another profile in this run; the next start knows nothing of it."""
        with self._lock:
            return self._enter(name)

    def begin_another(self) -> Session:
        """Use a profile for another company file; nothing is kept before ``claim``.

        Where settings may have been changed by others since, call ``refresh`` first.
        """
        with self._lock:
            return self._enter(self.settings.name_for_another())

    def refresh(self) -> None:
        """Learn what other processes have kept. Blocks for as long as the disk takes."""
        self._kept.refresh()

    def claim(self, session: Session) -> None:
        """Keep the profile of ``session`` from now on, and open with it at the next start.

        Raises ``Cancelled`` when another one has come into use meanwhile, and ``InvalidInput``
        when there are as many as there may be.
        """
        name, live = session.profile_name, self.settings.live
        if name not in self.settings.profiles and len(live) >= MOST_PROFILES:
            raise InvalidInput(
                "There are too many connections",
                f"This PC has {len(live)} connections, and more cannot be kept.",
                "Remove one that is not needed any more, then add the company file again.",
            )
        with self._lock:
            if session is not self._current:
                raise Cancelled
            self._kept.change(lambda settings: settings.changed(name).activated(name))

    # ---- leaving

    @property
    def can_leave_setup(self) -> bool:
        """Whether there is a finished connection to go back to from the guided setup."""
        session = self._current
        is_finished = session.profile.counts_as_finished
        return is_finished or self.settings.other_than(session.profile_name) is not None

    @property
    def loses_when_left(self) -> bool:
        """Whether giving up the guided setup removes more from this PC than a key."""
        profile = self._current.profile
        is_new = not self._current.is_sandbox and not profile.was_set_up
        return is_new and not profile.is_nobodys

    def leave_setup(self, *, for_later: bool = False) -> None:
        """Stop setting up, and go back to what is finished.

        Nothing is left of a connection that has never been finished, unless it is to be gone on
        with later. One that is set up again, with another key or file by now, is always left so.
        Blocks for as long as the password store takes, and raises as ``Session.forget`` does.
        """
        with self._lock:
            session = self._current
            profile = session.profile
            if profile.counts_as_finished:
                session.finish()
            elif session.is_sandbox or profile.was_set_up or for_later:
                self.switch(self.settings.other_than(session.profile_name) or ProfileName.LIVE)
            elif session.profile_name in self.settings.profiles:
                self.remove(session)
            else:
                self._enter(self.settings.active_profile)

    def leave_sandbox(self) -> None:
        """Go back to the company file that was looked at before, or to setting one up."""
        settings = self._kept.refresh()
        usual = next(iter(settings.live), ProfileName.LIVE)
        self.switch(settings.other_than(ProfileName.SANDBOX) or usual)

    def remove(self, session: Session) -> None:
        """Remove all that this PC holds for the profile of ``session``, and use another one.

        Raises as ``Session.forget`` does; the profile is then still there.
        """
        with self._lock:
            session.forget()
            if session is self._current:
                self._enter(self.settings.active_profile)

    def close(self) -> None:
        """Let go of connections."""
        with self._lock:
            self._current.close()

    def _enter(self, name: ProfileName) -> Session:
        if name != self._current.profile_name or self._current.is_forgotten:
            self._current.close()
            self._current = self._session(name)
        return self._current

    def _session(self, name: ProfileName) -> Session:
        return Session(self._kept, name, secrets=self._secrets, new_client=self._new_client)
