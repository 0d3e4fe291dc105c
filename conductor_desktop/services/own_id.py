"""The id that stands for this installation, and whether its settings came from another PC."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from conductor_desktop.services.session import Session
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Profile, Settings, new_installation_id


class OwnId:
    """Bound to the PC it is first used on: settings can be restored elsewhere or cloned.

    ``machine_id`` says which PC this is, None when nobody can tell; nothing is doubted then. Nor
    is it in the sandbox, where nothing is at stake.
    """

    def __init__(self, session: Session, machine_id: Callable[[], str | None]) -> None:
        self._session = session
        self._machine_id = machine_id

    @property
    def source_id(self) -> str:
        """What an EndUser is called by that nobody has given another id; one per profile."""
        number = self._session.profile_name.removeprefix(ProfileName.LIVE)
        own = "" if self._session.is_sandbox else number
        return f"pc-{self._session.settings.installation_id[:8]}{own}"

    @property
    def is_of_another_pc(self) -> bool:
        """Whether these settings were used on another PC than this one."""
        if self._session.is_sandbox or self._session.settings.machine is None:
            return False
        here = self._mark(self._session.settings.installation_id)
        return here is not None and here != self._session.settings.machine

    def bind(self) -> None:
        """From now on the settings belong to this PC, unless they have one already."""
        if not self._session.is_sandbox and self._session.settings.machine is None:
            self.bind_anew()

    def bind_anew(self) -> None:
        """The settings have come to this PC for good."""
        here = self._mark(self._session.settings.installation_id)
        self._session.change(lambda settings: replace(settings, machine=here))

    def replace(self) -> None:
        """This PC is for another company: it gets an id, and settles an EndUser, of its own."""
        new_id = new_installation_id()
        here, name = self._mark(new_id), self._session.profile_name

        def of_another_company(settings: Settings) -> Settings:
            profiles = {**settings.profiles, name: without_end_user(settings.of(name))}
            return replace(settings, installation_id=new_id, machine=here, profiles=profiles)

        self._session.change(of_another_company)

    def _mark(self, installation_id: str) -> str | None:
        """Of this PC under this installation: for nobody else of any use."""
        machine = self._machine_id()
        if machine is None:
            return None
        return hashlib.sha256(f"{installation_id} {machine}".encode()).hexdigest()[:32]


def without_end_user(profile: Profile) -> Profile:
    """What is left when it turns out to be about somebody else."""
    return replace(
        profile,
        end_user=None,
        pending_end_user=None,
        company_name=None,
        last_proof_at=None,
        application=None,
    )
