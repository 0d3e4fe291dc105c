"""The app's own sandbox: a made-up Conductor, started when it is needed, and the PC beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from conductor_desktop.once import Once
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import ProfileName, SetupStep

if TYPE_CHECKING:
    from conductor_desktop.sandbox.host import SandboxHost
    from conductor_desktop.sandbox.options import KnownEndUser
    from conductor_desktop.services.session import Access
    from conductor_desktop.storage.profiles import Settings
    from conductor_desktop.workstation.pc import Workstation


class OwnSandbox:
    """``settings`` say who was set up in it before, so that it is known there again.

    ``require_allowed`` raises where it may not be used.
    """

    def __init__(
        self, settings: Callable[[], Settings], require_allowed: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._require_allowed = require_allowed
        self._host = Once(self._make_host)
        self._pc = "sandbox"

    def access(self) -> Access:
        """The way in; starts it if it does not run."""
        from conductor_desktop.services.session import Access

        self._require_allowed()
        given = self._host().start()
        return Access(given.base_url, given.secret_key, Secret(given.publishable_key))

    def end_user_id(self) -> str:
        """Of the EndUser that is connected there from the start."""
        self._require_allowed()
        return self._host().start().end_user_id

    def stop(self) -> None:
        """Stop it if it runs; blocks until its port is free."""
        if self._host.made is not None:
            self._host.made.stop()

    def pc(self) -> Workstation:
        """The PC that it is on."""
        from conductor_desktop.assets import asset
        from conductor_desktop.workstation.described_pc import DescribedPc

        return DescribedPc.load(asset(f"pcs/{self._pc}.json"))

    def put_on(self, pc: str) -> None:
        """From the next checks on, it is on another of the made-up PCs."""
        self._pc = pc

    def _make_host(self) -> SandboxHost:
        from conductor_desktop.sandbox.host import SandboxHost

        return SandboxHost(self._known)

    def _known(self) -> list[KnownEndUser]:
        from conductor_desktop.sandbox.options import KnownEndUser

        profile = self._settings().profiles.get(ProfileName.SANDBOX)
        if profile is None or profile.end_user is None:
            return []
        end_user = profile.end_user
        return [
            KnownEndUser(
                id=end_user.id,
                source_id=end_user.source_id,
                company_name=end_user.company_name,
                email=end_user.email,
                connected=profile.setup_step in (SetupStep.VERIFY, SetupStep.DONE),
            )
        ]
