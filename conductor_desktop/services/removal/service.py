"""Looks at what is left of one connection, and removes what is ours to remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conductor_desktop.services.connection_names import company_of, name_of, names_of
from conductor_desktop.services.removal.evidence import (
    files_trace,
    history_trace,
    key_trace,
    settings_trace,
    web_connector_trace,
)
from conductor_desktop.services.removal.traces import Findings, Place, Standing, Trace
from conductor_desktop.services.session import Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import Mode
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.workstation.pc import Workstation


class RemovalService:
    """Of the connection of ``session``. Every call blocks.

    It goes on looking after the connection itself is gone from this PC. ``pc`` is where its Web
    Connector is.
    """

    def __init__(
        self,
        sessions: Sessions,
        session: Session,
        pc: Workstation,
        *,
        history: HistoryStore,
        connection_files: Path,
        forget_connection_files: Callable[[], None],
    ) -> None:
        self._sessions = sessions
        self._session = session
        self._profile = session.profile
        self._pc = pc
        self._history = history
        self._files = connection_files
        self._forget_files = forget_connection_files
        names = names_of(sessions.settings)
        self.name = names.get(self._session.profile_name) or name_of(self._profile)

    @property
    def is_sandbox(self) -> bool:
        return self._session.is_sandbox

    def look(self) -> Findings:
        """What the evidence says now, place by place."""
        here = (
            key_trace(self._session, self._profile),
            settings_trace(self._session, self._profile),
            history_trace(self._history, self._session.profile_name),
            files_trace(self._files),
        )
        if self.is_sandbox:
            # It has no key of its own, and plays everything that is elsewhere itself.
            return Findings(self.name, self._session.is_forgotten, here[1:])
        elsewhere = (self._web_connector(), self._quickbooks(), self._service())
        return Findings(self.name, self._session.is_forgotten, (*here, *elsewhere))

    def remove(self) -> Findings:
        """Remove keys, settings, history and files of the connection; another one is in use then.

        Raises ``SecretStoreProblem``, ``SettingsNotSaved`` and ``HistoryNotRemoved``; it can then
        be tried again.
        """
        self._history.forget(self._session.profile_name)
        if not self._session.is_forgotten:
            self._sessions.remove(self._session)
        self._forget_files()
        return self.look()

    def _web_connector(self) -> Trace:
        live = self._sessions.settings.live
        others = [
            profile.application
            for name, profile in live.items()
            if name != self._session.profile_name and profile.application is not None
        ]
        return web_connector_trace(self._pc, self._profile.application, others)

    def _quickbooks(self) -> Trace:
        application = self._profile.application
        which = f"“{application.name}”" if application is not None else "this connection"
        return Trace(
            Place.QUICKBOOKS,
            Standing.CANNOT_SEE,
            "In QuickBooks",
            "The permission that was given stays until somebody takes it away. Only QuickBooks "
            "shows whether that is done.",
            (
                "Sign in to QuickBooks as Admin, in single-user mode: File > Switch to "
                "Single-user Mode.",
                "Choose Edit > Preferences > Integrated Applications, then the tab Company "
                "Preferences.",
                f"Choose {which} in the list, click Remove and then OK.",
            ),
        )

    def _service(self) -> Trace:
        if self._profile.mode is Mode.SETUP_FILE and self._profile.vendor is not None:
            vendor = self._profile.vendor
            contact = vendor.support_email or vendor.support_url
            company = company_of(self._profile) or "this company"
            reach = f" ({contact})" if contact else ""
            return Trace(
                Place.SERVICE,
                Standing.CANNOT_SEE,
                f"At {vendor.name}",
                f"The entry of “{company}” stays there, and only {vendor.name} can delete it.",
                (
                    f"Tell {vendor.name}{reach} that this company is not to be connected any more, "
                    "and ask them to delete its entry.",
                ),
            )
        end_user = self._profile.end_user
        return Trace(
            Place.SERVICE,
            Standing.CANNOT_SEE,
            "At Conductor",
            "The EndUser stays in your Conductor project; without a key nothing can be seen of "
            "it from here.",
            _steps_at_conductor(end_user),
        )


def _steps_at_conductor(end_user: EndUserRef | None) -> tuple[str, ...]:
    which = f"“{end_user.id}”" if end_user is not None else "the one of this company"
    return (
        f"Delete the EndUser {which} with your Conductor project’s API, unless something else "
        "uses it.",
        "Revoke the secret key on the API keys page of your Conductor dashboard, if it was made "
        "for this PC alone.",
    )
