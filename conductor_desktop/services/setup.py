"""The guided setup without its window: take a way in, settle the EndUser, connect, prove it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.conductor.errors import ConnectionNotSetUp
from conductor_desktop.errors import AppError, InvalidInput, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connect_watch import ConnectWatch
from conductor_desktop.services.connection_file import (
    ConnectionFile,
    ConnectionFiles,
    open_with_windows,
)
from conductor_desktop.services.connector_log import LogOfApplication
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.services.keys import ApiKeys, check_keys
from conductor_desktop.services.proof import ProofProgress, ProvenConnection, prove
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.setup_file import SetupFile, read_setup_file
from conductor_desktop.services.trusted_hosts import may_have_the_books
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation

_log = logging.getLogger(__name__)

LIVE_API = "https://api.conductor.is/v1"


@dataclass(frozen=True)
class AuthLink:
    """The auth flow's address, which carries a client secret, and when it stops working."""

    url: Secret
    expires_at: datetime | None
    from_file: bool = False  # a link-only setup file gave it
    end_user_id: str | None = None


def _this_pc() -> Workstation:
    from conductor_desktop.workstation.this_pc import ThisPc  # slow to import

    return ThisPc()


class SetupService:
    """Every step blocks, may raise ``AppError`` and keeps what it settled before it returns."""

    def __init__(
        self,
        session: Session,
        *,
        start_sandbox: Callable[[], Access],
        connection_files: Path,
        live_api: str = LIVE_API,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        machine_id: Callable[[], str | None] = lambda: None,
        pc: Callable[[], Workstation] = _this_pc,
        open_file: Callable[[Path], None] = open_with_windows,
    ) -> None:
        self._session = session
        self._start_sandbox = start_sandbox
        self._pc = pc
        self._files = ConnectionFiles(connection_files, self._pc_of_web_connector, open_file)
        self._live_api = live_api
        self._now = now
        self._link: AuthLink | None = None
        self.is_access_kept = True  # False once this PC could hold a key for this run only
        self.end_users = EndUsersService(session, now=now, machine_id=machine_id)

    def take_setup_file(self, path: Path) -> SetupFile:
        """Read and keep a setup file. Raises ``InvalidInput`` naming the field that is wrong."""
        file = read_setup_file(path)
        self._leave_sandbox()
        if file.token is not None and file.api_base_url is not None:
            access = Access(file.api_base_url, file.token, file.publishable_key)
            self.is_access_kept = self._session.keep(access, Mode.SETUP_FILE)
        else:
            self.is_access_kept = True  # there is nothing to keep
            self._session.keep_no_access()
        self._session.update(vendor=file.vendor, expected_company=file.expected_company)
        self._link = (
            AuthLink(file.auth_flow_url, None, from_file=True) if file.auth_flow_url else None
        )
        self.end_users.offered = EndUserDraft(
            file.company_name, file.email, file.source_id, file.end_user_id or ""
        )
        return file

    def take_keys(self, keys: ApiKeys, token: CancelToken) -> bool:
        """Check keys by one cheap request, then store them; False when only for this run.

        Raises ``InvalidInput`` for a shape that cannot be right, ``KeyRejected`` and ``Offline``
        as Conductor answers. Nothing is changed unless Conductor accepts the secret key.
        """
        problems = check_keys(keys)
        if problems:
            raise InvalidInput(
                "Check the keys",
                problems.secret or problems.publishable,
                "Copy the key again from the API keys page of your Conductor dashboard.",
            )
        access = Access(self._live_api, keys.secret, keys.publishable)
        with closing(self._session.new_client(access)) as client:
            client.list_end_users(token)
        self._leave_sandbox()
        self.is_access_kept = self._session.keep(access, Mode.API_KEYS)
        self._session.update(vendor=None, expected_company=None)
        self.end_users.offered = None
        return self.is_access_kept

    def take_sandbox(self) -> None:
        """Start the local sandbox and use it; it has a profile of its own."""
        if not self._session.is_sandbox:
            self._session.switch(ProfileName.SANDBOX)
        self._session.use_if_new(self._start_sandbox())
        self._session.update(mode=Mode.SANDBOX)
        self.is_access_kept = True  # it is made anew for every run
        self.end_users.offered = None

    def auth_link(self, token: CancelToken, *, fresh: bool = False) -> AuthLink:
        """The address of the auth flow; the same one again until it expires.

        ``fresh`` asks for another. Raises ``NotSetUp`` when a link-only setup file has to be
        opened again, because its link is never written down.
        """
        link = self._link
        if link is not None and not fresh and self._is_good(link):
            return link
        if self._session.has_only_a_link:
            raise NotSetUp(
                "The link of your setup file is not kept on this PC, and it works once only.",
                "Go back and open the setup file again, or ask your vendor for a new one.",
            )
        publishable = self._session.access.publishable_key
        if publishable is None:
            raise NotSetUp(
                "The setup file has no publishable key, so no link can be made.",
                "Ask the vendor who sent it for a new setup file.",
            )
        end_user_id = self._session.end_user_id
        made = self._session.client.create_auth_session(
            publishable_key=publishable.reveal(), end_user_id=end_user_id, cancel=token
        ).value
        self._link = AuthLink(made.auth_flow_url, made.expires_at, end_user_id=end_user_id)
        return self._link

    def take_connection_file(self, path: Path) -> ConnectionFile:
        """Check a .qwc that was downloaded or picked, and keep its bytes.

        From now on the application that it adds is ours, however it is added.
        """
        base_url = None if self._session.has_only_a_link else self._session.access.base_url
        file = self._files.take(path, may_have_the_books(base_url))
        content = file.content
        application = OwnApplication(content.app_name, content.host, content.app_unique_name)
        try:
            self._session.update(application=application)
        except AppError as error:  # it takes nothing from the file
            _log.warning("the application could not be noted down: %s", error.title)
        return file

    def hand_over(self, file: ConnectionFile) -> bool:
        """Open the kept file in the Web Connector; whether that was open before."""
        return self._files.hand_over(file)

    def forget_connection_files(self) -> None:
        """Delete what was kept of them; the connection is made."""
        self._files.forget()

    def watch(self, downloads: Path | None) -> ConnectWatch:
        """Begin to look at this PC, and into the folder a browser downloads to."""
        self._files.forget_old()
        return ConnectWatch(self._pc_of_web_connector(), downloads, LogOfApplication)

    def is_connected(self, token: CancelToken) -> bool:
        """Whether QuickBooks answers through the new connection; False while not set up.

        Before the flow is finished Conductor itself answers, without touching the PC.
        """
        try:
            self._session.client.health_check(self._session.end_user_id, token)
        except ConnectionNotSetUp:
            return False
        return True

    def prove(
        self,
        report: Callable[[ProofProgress], None],
        token: CancelToken,
        *,
        accept_company: bool = False,
    ) -> ProvenConnection:
        """Read the company's name and one invoice; see ``services.proof``."""
        return prove(self._session, report, token, accept_company=accept_company)

    def _pc_of_web_connector(self) -> Workstation | None:
        """None in the sandbox, which plays the Web Connector itself."""
        return None if self._session.is_sandbox else self._pc()

    def _leave_sandbox(self) -> None:
        if self._session.is_sandbox:
            self._session.switch(ProfileName.LIVE)

    def _is_good(self, link: AuthLink) -> bool:
        if link.from_file:
            return self._session.has_only_a_link
        end_user = self._session.profile.end_user
        same_user = end_user is not None and end_user.id == link.end_user_id
        return same_user and link.expires_at is not None and link.expires_at > self._now()
