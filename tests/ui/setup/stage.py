"""The guided setup's window on a real session, real services and a pretended web view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.assets import asset
from conductor_desktop.errors import AppError
from conductor_desktop.secret import Secret
from conductor_desktop.services.auth_link import AuthLink
from conductor_desktop.services.checks import PcChecks, Purpose
from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.services.setup import SetupService
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.storage.secrets import SecretStore
from conductor_desktop.ui.messages import Message, Messages
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.setup.assemble import bring_to_life
from conductor_desktop.ui.setup.controller import SetupController
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.tour.hands import can_click, click, find, sees, write
from conductor_desktop.ui.web.load_state import LOADED, LoadState
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.pc import Workstation
from tests.helpers import hands
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import sessions_in
from tests.helpers.web_connector_pc import web_connector_pc

if TYPE_CHECKING:
    from conductor_desktop.ui.web.view import AuthView

WAIT_MS = 20_000


class PretendedView(QWidget):
    """Has the signals of the real auth view and loads nothing."""

    load_state_changed = Signal(LoadState)
    connection_file_received = Signal(Path)
    download_refused = Signal(str)
    browser_requested = Signal(object)
    link_requested = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pretendedView")
        self.opened: list[Secret] = []
        self.is_closed = False

    def open(self, url: Secret) -> None:
        self.opened.append(url)

    def close_view(self) -> None:
        self.is_closed = True

    def show_a_page(self) -> None:
        """As if the flow had come to another page."""
        self.load_state_changed.emit(LOADED)


@dataclass
class Parts:
    """What the window stands on; kept between two windows like a PC's disk."""

    base_url: str = "http://127.0.0.1:9/v1"  # where nobody listens
    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)
    secrets: SecretStore | None = None
    sandbox: Access | None = None
    view_problem: AppError | None = None
    checked_pc: str = "sandbox"  # of those that are shipped with the app
    own_pc: Workstation = field(default_factory=web_connector_pc)
    opened: list[Path] = field(default_factory=list)  # what Windows was asked to open
    new_end_users: Callable[[Session], EndUsersService] = EndUsersService


class Stage:
    """One window from its opening to its closing."""

    def __init__(self, qtbot: QtBot, folder: Path, parts: Parts) -> None:
        self._qtbot = qtbot
        self.parts = parts
        self._is_closed = False
        self.sessions: Sessions = sessions_in(folder, keyring=parts.keyring, secrets=parts.secrets)
        self.files = folder / "connection-files"
        self.service = SetupService(
            self.sessions,
            start_sandbox=self._start_sandbox,
            connection_files=self.files,
            live_api=parts.base_url,
            new_end_users=parts.new_end_users,
            pc=lambda: parts.own_pc,
            open_file=parts.opened.append,
        )
        self.views: list[PretendedView] = []
        self.finished = 0
        self.left = 0
        self.told: list[Message] = []
        self.messages = Messages()
        self.messages.open_door()
        self.messages.shown.connect(self.told.append)
        self.runner = TaskRunner()
        self.window = SetupWindow(sandbox=self.session.is_sandbox)
        self.controller = SetupController(
            self.sessions, lambda: self.service, self._checks, self.runner, self.window
        )
        bring_to_life(self.window, self.controller, self._create_view, self.messages)
        self.controller.finished.connect(self._on_finished)
        self.controller.left.connect(self._on_left)
        qtbot.addWidget(self.window)
        hands.clear_the_screen()
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()  # it has looked for setup files

    # ---- hands

    def choose_keys(self, secret: str, publishable: str) -> None:
        click("doorKeys")
        write("secretKey", secret)
        write("publishableKey", publishable)

    def give_keys(self, access: Access) -> None:
        """Through the door for developers, up to the checks."""
        assert access.publishable_key is not None
        self.choose_keys(access.secret.reveal(), access.publishable_key.reveal())
        click("setupNext")
        self.wait_for_page("checksPage")

    def give_file(self, path: Path) -> None:
        """Through the vendor's door, up to the checks."""
        self.window.welcome.choose_file(path)
        click("setupNext")
        self.wait_for_page("checksPage")

    def next_to(self, page: str) -> None:
        """Next as soon as it can be clicked, then wait for ``page``."""
        self.wait_until_next()
        click("setupNext")
        self.wait_for_page(page)

    def go_to_connect(self, company: str = "Big Co.") -> None:
        """From the checks to the page that shows the auth flow, as a new company."""
        self.next_to("endUserPage")
        self.settle()  # the draft is there, so that typing is not overtaken by it
        write("endUserCompany", company)
        write("endUserEmail", "office@big.example")
        self.next_to("connectPage")
        self._qtbot.waitUntil(lambda: bool(self.views), timeout=WAIT_MS)

    def connect_existing(self, access: Access) -> None:
        """With keys, and the company that is connected already."""
        self.give_keys(access)
        self.next_to("endUserPage")
        self.settle()
        click("doorExisting")
        self.choose_first_entry()
        self.next_to("connectPage")

    def choose_first_entry(self) -> None:
        """Of the companies that exist already, by the keyboard."""
        entries = find("endUserList")
        assert entries is not None
        entries.setFocus()
        hands.press(entries, Qt.Key.Key_Down)
        hands.press(entries, Qt.Key.Key_Home)

    # ---- eyes

    @property
    def session(self) -> Session:
        """The profile in use."""
        return self.sessions.current

    @property
    def problem(self) -> str:
        """What the page in front says went wrong; "" while it says nothing."""
        panels = self.window.findChildren(MessagePanel)
        return " ".join(
            panel.text
            for panel in panels
            if panel.objectName().endswith("Problem") and panel.isVisible()
        ).strip()

    @property
    def can_go_next(self) -> bool:
        button = find("setupNext")
        return button is not None and button.isEnabled()

    @property
    def step(self) -> SetupStep:
        return self.controller.step

    @property
    def view(self) -> PretendedView:
        return self.views[-1]

    # ---- waiting

    def wait_for_page(self, name: str) -> None:
        self._qtbot.waitUntil(sees(name), timeout=WAIT_MS)

    def wait_until_next(self) -> None:
        self._qtbot.waitUntil(can_click("setupNext"), timeout=WAIT_MS)

    def wait_for_problem(self) -> str:
        self._qtbot.waitUntil(lambda: bool(self.problem), timeout=WAIT_MS)
        return self.problem

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self._qtbot.waitUntil(lambda: self.runner.is_idle, timeout=WAIT_MS)

    def close(self) -> None:
        """As if the person had closed the window and the app had ended."""
        if self._is_closed:
            return
        self._is_closed = True
        self.window.close()
        self.runner.shutdown()
        self.sessions.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # ---- what the app's composition does

    def _start_sandbox(self) -> Access:
        assert self.parts.sandbox is not None
        return self.parts.sandbox

    def _checks(self) -> PcChecks:
        pc = DescribedPc.load(asset(f"pcs/{self.parts.checked_pc}.json"))
        return PcChecks(pc, Purpose(self.parts.base_url))

    def _create_view(self, _link: AuthLink) -> AuthView:
        if self.parts.view_problem is not None:
            raise self.parts.view_problem
        view = PretendedView()
        self.views.append(view)
        return cast("AuthView", view)

    def _on_finished(self) -> None:
        self.finished += 1

    def _on_left(self) -> None:
        self.left += 1
