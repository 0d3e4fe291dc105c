"""Which connection is meant, and what opens it: options, environment, or what was set up."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import ProfileName

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.services.policies import Policies
    from conductor_desktop.services.session import Access, Session
    from conductor_desktop.storage.profiles import Settings

KEY_VARIABLE = "CONDUCTOR_SECRET_KEY"


class HasSandbox(Protocol):
    """``own_sandbox.OwnSandbox`` as it is used here."""

    def access(self) -> Access: ...

    def end_user_id(self) -> str: ...


class WayIn:
    """For one run of the program. A window has only what was set up in it, whatever a script has
    put into the environment; ``has_window`` says whether this is one."""

    def __init__(
        self,
        options: CommonOptions,
        sandbox: HasSandbox,
        has_window: Callable[[], bool],
        live_api: str | None,
        policies: Callable[[], Policies],
    ) -> None:
        self._options = options
        self._sandbox = sandbox
        self._has_window = has_window
        self._live_api = live_api
        self._policies = policies

    @property
    def live_api(self) -> str:
        """Where Conductor is, for a connection that does not say."""
        from conductor_desktop.services.setup import LIVE_API

        return self._options.base_url or self._live_api or LIVE_API

    def api_url(self, session: Session) -> str:
        """Where the API of this connection is."""
        return self._options.base_url or session.profile.base_url or self.live_api

    def profile_name(self, settings: Settings) -> ProfileName:
        """The connection to begin with. Raises ``SwitchedOff`` for a sandbox that may not be used.

        One that was in use before it was switched off is passed over.
        """
        name = self._named(settings)
        if name != ProfileName.SANDBOX or self._policies().may_use_sandbox:
            return name
        if self._options.sandbox or self._options.profile is not None:
            self._policies().require_sandbox()
        return settings.other_than(ProfileName.SANDBOX) or ProfileName.LIVE

    def _named(self, settings: Settings) -> ProfileName:
        from conductor_desktop.services.profile_choice import likely, profile_named

        options = self._options
        if options.profile is not None:
            return profile_named(settings, options.profile, sandbox=options.sandbox)
        if options.sandbox:
            return ProfileName.SANDBOX
        if self._has_window():
            return settings.active_profile
        live_only = bool(options.base_url or self._given_key())
        return likely(settings, options.end_user, live_only=live_only)

    def make_sure(self, session: Session) -> None:
        """Raises ``WhichConnection`` when a command could mean one or another connection."""
        from conductor_desktop.services.profile_choice import make_sure

        is_chosen = self._has_window() or self._options.profile is not None
        brings_its_own = bool(self._given_key() and self._options.end_user)
        if not is_chosen and not brings_its_own and not session.is_sandbox:
            make_sure(session.settings, self._options.end_user)

    def open(self, session: Session) -> tuple[ConductorClient, str]:
        """The client and the EndUser to ask for. Raises ``NotSetUp``."""
        from conductor_desktop.services.session import Access

        end_user = self._options.end_user
        key = self._given_key()
        if key is not None and not session.is_sandbox:
            session.use(Access(self.live_api, key))
            if end_user is None and session.profile.end_user is None:
                raise NotSetUp(
                    f"A key was given in {KEY_VARIABLE}, but not whose connection to ask about.",
                    "Name the EndUser with --end-user.",
                )
        elif session.is_sandbox:
            session.use_if_new(self._sandbox.access())
            if session.profile.end_user is None:
                end_user = end_user or self._sandbox.end_user_id()
        elif self._options.base_url and self._options.base_url != session.profile.base_url:
            raise NotSetUp(
                f"An address was given with --base-url, but no key for it in {KEY_VARIABLE}.",
                f"Put the secret key into the environment variable {KEY_VARIABLE}.",
            )
        return session.client, end_user or session.end_user_id

    def _given_key(self) -> Secret | None:
        key = "" if self._has_window() else os.environ.get(KEY_VARIABLE, "").strip()
        return Secret(key) if key else None
