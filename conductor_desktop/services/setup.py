"""The guided setup without its window: take a way in, settle the EndUser, connect, prove it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.conductor.errors import ConnectionNotSetUp
from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.services.auth_link import AuthLink, is_good, new_link
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
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.services.setup_file import SetupFile, read_setup_file
from conductor_desktop.services.setup_file.found import (
    FoundFile,
    Place,
    find_setup_files,
    usual_places,
)
from conductor_desktop.services.trusted_hosts import may_have_the_books
from conductor_desktop.services.whose_profile import profile_for
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import Workstation

_log = logging.getLogger(__name__)

LIVE_API = "https://api.conductor.is/v1"


@dataclass
class _Begun:
    """What is known of setting up one profile, in this run."""

    session: Session
    end_users: EndUsersService
    link: AuthLink | None = None


def _this_pc() -> Workstation:
    from conductor_desktop.workstation.this_pc import ThisPc  # slow to import

    return ThisPc()


def _downloads_alone(downloads: Path | None) -> Sequence[Place]:
    return usual_places(None, downloads)


class SetupService:
    """Every step blocks, may raise ``AppError`` and keeps what it settled before it returns."""

    def __init__(
        self,
        sessions: Sessions,
        *,
        start_sandbox: Callable[[], Access],
        connection_files: Path,
        live_api: str = LIVE_API,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_end_users: Callable[[Session], EndUsersService] = EndUsersService,
        pc: Callable[[], Workstation] = _this_pc,
        open_file: Callable[[Path], None] = open_with_windows,
        places: Callable[[Path | None], Sequence[Place]] = _downloads_alone,
    ) -> None:
        self._sessions = sessions
        self._new_end_users = new_end_users
        self._lock = threading.Lock()
        self._begun = _Begun(sessions.current, new_end_users(sessions.current))
        self._start_sandbox = start_sandbox
        self._pc = pc
        self._files = ConnectionFiles(connection_files, self._pc_of_web_connector, open_file)
        self._places = places
        self._live_api = live_api
        self._now = now
        self.is_access_kept = True  # False once this PC could hold a key for this run only

    @property
    def end_users(self) -> EndUsersService:
        """Settles the EndUser of the profile in use."""
        return self._in_use.end_users

    def find_setup_files(self, downloads: Path | None) -> tuple[FoundFile, ...]:
        """Files to be offered, from beside the installer, the app, and in ``downloads``."""
        return find_setup_files(self._places(downloads))

    def take_setup_file(self, path: Path) -> SetupFile:
        """Read and keep a setup file. Raises ``InvalidInput`` naming the field that is wrong.

        A file for a connection that this PC has renews that one; a file for somebody else than
        the connection in use is for becomes a connection of its own.
        """
        file = read_setup_file(path)
        self._sessions.refresh()
        name = profile_for(file, self._sessions.settings, self._session.profile_name)
        begun = self._take(self._sessions.use(name))
        if file.token is not None and file.api_base_url is not None:
            access = Access(file.api_base_url, file.token, file.publishable_key)
            self.is_access_kept = begun.session.keep(access, Mode.SETUP_FILE)
        else:
            self.is_access_kept = True  # there is nothing to keep
            begun.session.keep_no_access()
        begun.session.update(vendor=file.vendor, expected_company=file.expected_company)
        begun.link = (
            AuthLink(file.auth_flow_url, None, from_file=True) if file.auth_flow_url else None
        )
        begun.end_users.offered = EndUserDraft(
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
        session = self._session
        access = Access(self._live_api, keys.secret, keys.publishable)
        with closing(session.new_client(access)) as client:
            client.list_end_users(token)
        token.raise_if_cancelled()
        if session.is_sandbox:
            self._sessions.refresh()
            session = self._sessions.begin_another()
        begun = self._take(session)
        self.is_access_kept = begun.session.keep(access, Mode.API_KEYS)
        begun.session.update(vendor=None, expected_company=None)
        begun.end_users.offered = None
        return self.is_access_kept

    def take_sandbox(self) -> None:
        """Start the local sandbox and use it; it has a profile of its own."""
        if not self._session.is_sandbox:
            self._sessions.switch(ProfileName.SANDBOX)
        begun = self._in_use
        begun.session.use_if_new(self._start_sandbox())
        begun.session.update(mode=Mode.SANDBOX)
        self.is_access_kept = True  # it is made anew for every run
        begun.end_users.offered = None

    def reconnect(self) -> None:
        """Begin to connect the same EndUser once more, with a link of its own."""
        begun = self._in_use
        begun.session.go_to_reconnect()
        begun.link = None

    def leave(self, *, for_later: bool = False) -> None:
        """Stop setting up; nothing is left of what has never been finished, unless ``for_later``.

        Raises ``SecretStoreProblem`` and ``SettingsNotSaved``; it is then as it was before.
        """
        self._sessions.leave_setup(for_later=for_later)
        self._files.forget()

    def auth_link(self, token: CancelToken, *, fresh: bool = False) -> AuthLink:
        """The address of the auth flow; the same one again until it expires.

        ``fresh`` asks for another. Raises ``NotSetUp`` when a link-only setup file has to be
        opened again, because its link is never written down.
        """
        begun = self._in_use
        link = begun.link
        if fresh or link is None or not is_good(link, begun.session.profile, self._now()):
            link = begun.link = new_link(begun.session, token)
        return link

    def take_connection_file(self, path: Path) -> ConnectionFile:
        """Check a .qwc that was downloaded or picked, and keep its bytes.

        From now on the application that it adds is ours, however it is added.
        """
        session = self._session
        base_url = None if session.has_only_a_link else session.access.base_url
        trusted = may_have_the_books(base_url, is_sandbox=session.is_sandbox)
        file = self._files.take(path, trusted)
        content = file.content
        application = OwnApplication(content.app_name, content.host, content.app_unique_name)
        try:
            session.update(application=application)
        except AppError as error:  # it takes nothing from the file
            _log.warning("the application could not be noted down: %s", error.title)
        return file

    def hand_over(self, file: ConnectionFile) -> bool:
        """Open the kept file in the Web Connector; whether that was open before."""
        return self._files.hand_over(file)

    def forget_connection_files(self) -> None:
        """Delete what was kept of them; the connection is made."""
        self._files.forget()

    def forget_unused_files(self) -> None:
        """Delete those that were never given out; the step is left."""
        self._files.forget_unused()

    def watch(self, downloads: Path | None) -> ConnectWatch:
        """Begin to look at this PC, and into the folder a browser downloads to."""
        self._files.forget_old()
        return ConnectWatch(self._pc_of_web_connector(), downloads, LogOfApplication)

    def is_connected(self, token: CancelToken) -> bool:
        """Whether QuickBooks answers through the new connection; False while not set up.

        Before the flow is finished Conductor itself answers, without touching the PC.
        """
        session = self._session
        try:
            session.client.health_check(session.end_user_id, token)
        except ConnectionNotSetUp:
            return False
        return True

    def prove(
        self,
        report: Callable[[ProofProgress], None],
        token: CancelToken,
        *,
        accepted: str | None = None,
    ) -> ProvenConnection:
        """Read the company's name and one invoice; see ``services.proof``."""
        return prove(self._session, report, token, accepted=accepted)

    def _pc_of_web_connector(self) -> Workstation | None:
        """None in the sandbox, which plays the Web Connector itself."""
        return None if self._session.is_sandbox else self._pc()

    @property
    def _session(self) -> Session:
        return self._sessions.current

    @property
    def _in_use(self) -> _Begun:
        with self._lock:
            session = self._session
            if self._begun.session is not session:
                self._begun = _Begun(session, self._new_end_users(session))
            return self._begun

    def _take(self, session: Session) -> _Begun:
        """From here on something of ``session`` is kept."""
        self._sessions.claim(session)
        return self._in_use
