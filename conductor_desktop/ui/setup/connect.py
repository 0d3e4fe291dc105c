"""The fourth page: the auth flow in the embedded view, the guide beside it, the way around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.connect_watch import Answer
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.services.policies.auth_view import OnlyInApp, OnlyInBrowser
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup.connect_words import ADDED, ANSWERS, EXPIRED, NO_BROWSER, NOT_YET
from conductor_desktop.ui.setup.file_panel import FilePanel
from conductor_desktop.ui.setup.flow_area import FlowArea
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.link_bar import CONNECTION_SUFFIX, LinkBar
from conductor_desktop.ui.setup.link_expiry import LinkExpiry
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.theme import UNIT
from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
from conductor_desktop.ui.web.policy import LinkRefused

if TYPE_CHECKING:
    from conductor_desktop.secret import Secret
    from conductor_desktop.services.auth_link import AuthLink
    from conductor_desktop.services.connect_watch import Sight
    from conductor_desktop.services.connection_file import ConnectionFile
    from conductor_desktop.ui.web.view import AuthView

ViewFactory = Callable[["AuthLink"], "AuthView"]
"""Raises ``LinkRefused`` for a link that must not be opened, ``EngineMissing`` where none can be
in this window."""

_NEW_LINK = "New link"


class ConnectPage(SetupPage):
    """Shows the page of ``AuthLink``; Next only says "I have done it", evidence decides."""

    link_wanted = Signal(bool)  # whether a fresh one
    file_given = Signal(object)  # a Path: downloaded here, picked or dropped
    check_wanted = Signal()
    page_moved = Signal()  # the flow has come to another page; it may be the last one
    hand_over_wanted = Signal()
    file_awaited = Signal()  # somebody has gone to the browser for it

    mends = WayOut.CONNECT

    def __init__(
        self,
        create_view: ViewFactory,
        parent: QWidget | None = None,
        *,
        policies: Callable[[], Policies] = no_policies,
    ) -> None:
        super().__init__(
            "connectPage",
            "Connect",
            "Follow the page below. QuickBooks must be open with this company, and you must be "
            "signed in as its administrator.",
            parent,
        )
        self._create_view = create_view
        self._policies = policies
        self._view: AuthView | None = None
        self._link: AuthLink | None = None
        self._guide = Guide(self)
        self._answers: dict[GuideStep, Answer] = {}
        self._expiry = LinkExpiry(self)
        self._file_panel = FilePanel(self)
        self._file_panel.hand_over_wanted.connect(self.hand_over_wanted)
        self._link_bar = LinkBar(self)
        self._area = FlowArea(self._file_panel, self)
        self._build()
        self._connect()

    @property
    def drop_suffix(self) -> str:
        return CONNECTION_SUFFIX

    @property
    def next_text(self) -> str:
        return "I have finished in QuickBooks"

    @property
    def can_go_next(self) -> bool:
        return self._link is not None

    def on_next(self) -> None:
        self.problem.clear()
        self.check_wanted.emit()

    def on_drop(self, path: Path) -> None:
        self.file_given.emit(path)

    def on_enter(self) -> None:
        self.link_wanted.emit(False)

    def on_leave(self) -> None:
        self._link_bar.forget()
        self._set_link(None)
        self.close_view()

    def show_sandbox(self, on: bool) -> None:
        """Whether the page plays QuickBooks and the Web Connector."""
        self._guide.set_played(on)

    def show_error(self, error: AppError) -> None:
        self.tell(error, "" if self._link is not None else "Try again", self._on_try_again)

    def close_view(self) -> None:
        """Let go of the page and its engine."""
        if self._view is not None:
            self._area.take(self._view)
            self._view.close_view()
            self._view.deleteLater()
            self._view = None

    def show_link(self, link: AuthLink) -> None:
        """Load the auth flow."""
        self.problem.clear()
        self.close_view()
        self._set_link(link)
        self._guide.reset()
        self._answers.clear()
        self._file_panel.clear()
        self._area.promise(comes_here=True)
        self._link_bar.allow_browser(True)  # it is the only way on where there is no view
        try:
            view = self._create_view(link)
        except LinkRefused as error:  # no browser may open it either
            self._set_link(None)
            self.tell(error, "" if link.from_file else _NEW_LINK, self._on_fresh)
            return
        except OnlyInBrowser as only:  # as it is wanted, and nothing is wrong
            self._area.promise(comes_here=False)
            self.say(Message(Kind.INFO, only.title, f"{only.explanation} {only.next_step}"))
            return
        except AppError as error:  # no engine: the browser does as well
            self._area.promise(comes_here=False)
            self.tell(error)
            return
        view.setParent(self)
        view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        view.connection_file_received.connect(self._on_file)
        view.download_refused.connect(self._on_refused)
        view.link_requested.connect(self._on_fresh)
        view.finished.connect(self.check_wanted)
        view.browser_requested.connect(self._on_browser_requested)
        view.load_state_changed.connect(self._on_load_state)
        self._area.put(view)
        self._view = view
        self._link_bar.allow_browser(self._may_leave)
        view.open(link.url)

    def show_file_taken(self, file: ConnectionFile, can_hand_over: bool, was_found: bool) -> None:
        """The connection file is here and passed its checks."""
        self._guide.tick(GuideStep.DOWNLOAD)
        self._file_panel.show_taken(file, can_hand_over=can_hand_over, was_found=was_found)

    def show_file_refused(self, error: AppError, was_found: bool) -> None:
        """What was downloaded, picked or found is not a connection file one may use."""
        self._file_panel.show_refused(error, was_found=was_found, vendor=self.vendor)

    def show_handed_over(self, was_open: bool) -> None:
        """The Web Connector was given our file; whether it has it is seen by what it does."""
        self._file_panel.show_handed_over(was_open=was_open)

    def show_not_handed_over(self, error: AppError) -> None:
        """The Web Connector could not be given the file from here."""
        self._file_panel.show_not_handed_over(error, vendor=self.vendor)

    def show_sight(self, sight: Sight) -> None:
        """What this PC shows by now."""
        if sight.is_open:
            self._guide.tick(GuideStep.OPEN)
        if sight.is_added and self._guide.mark_of(GuideStep.ADDED) is not Mark.OK:
            self._guide.tick(GuideStep.ADDED)
            if sight.password is Answer.NOT_SEEN:
                self._file_panel.say(ADDED)
        self._show_answer(GuideStep.PASSWORD, sight.password)
        self._show_answer(GuideStep.PERMISSION, sight.permission)  # which is asked for later

    def _show_answer(self, step: GuideStep, answer: Answer) -> None:
        if answer is self._answers.get(step, Answer.NOT_SEEN):
            return
        self._answers[step] = answer
        if answer is Answer.TAKEN:
            self._guide.tick(step)
        elif answer is Answer.REFUSED:
            self._guide.warn(step)
        if (step, answer) in ANSWERS:
            self._file_panel.say(ANSWERS[step, answer])

    def show_connected(self) -> None:
        """QuickBooks has answered through the new connection."""
        self._guide.tick(GuideStep.CONNECTED)

    def show_not_yet(self) -> None:
        """Asked, and QuickBooks has not been authorised yet."""
        self.say(NOT_YET)

    def _build(self) -> None:
        side = ScrollColumn("What happens next", self)
        side.setFixedWidth(UNIT * 33)
        side.column.addWidget(self._guide)
        side.column.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self._expiry, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.insertLayout(0, top)
        middle = QHBoxLayout()
        middle.setSpacing(UNIT * 2)
        middle.addWidget(self._area, 1)
        middle.addWidget(side)
        self.column.addLayout(middle, 1)
        self.column.addWidget(self._link_bar)

    def _connect(self) -> None:
        self._expiry.expired.connect(self._on_expired)
        self._link_bar.browser_wanted.connect(self._on_browser)
        self._link_bar.fresh_wanted.connect(self._on_fresh)
        self._link_bar.file_picked.connect(self.file_given)

    def _set_link(self, link: AuthLink | None) -> None:
        self._link = link
        self._link_bar.set_link(link.url if link is not None else None)
        self._expiry.count_down_to(link.expires_at if link is not None else None)
        self.next_changed.emit()

    def _on_file(self, path: Path) -> None:
        self.file_given.emit(path)

    def _on_load_state(self, state: LoadState) -> None:
        if state.phase is LoadPhase.LOADED:
            self.page_moved.emit()

    def _on_refused(self, reason: str) -> None:
        self._file_panel.show_refused_download(reason)

    def _on_browser(self) -> None:
        if self._link is not None:
            self._on_browser_requested(self._link.url)

    @property
    def _may_leave(self) -> bool:
        """Whether the browser may be used instead of the view."""
        return self._view is None or not self._policies().only_in_app

    def _on_browser_requested(self, url: Secret) -> None:
        if not self._may_leave:
            self.tell(OnlyInApp())
            return
        works = self._open_in_browser(url)
        if works and self._link is not None and url == self._link.url:
            self._file_panel.show_waiting()
            self.file_awaited.emit()

    def _open_in_browser(self, url: Secret) -> bool:
        """The flow's own link, or one of its pages that wanted a window; whether that worked."""
        works = QDesktopServices.openUrl(QUrl(url.reveal()))
        if not works:
            self.say(NO_BROWSER)
        return works

    def _on_try_again(self) -> None:
        self.problem.clear()
        self.link_wanted.emit(False)

    def _on_fresh(self) -> None:
        self.link_wanted.emit(True)

    def _on_expired(self) -> None:
        """Nobody is sent to a page that does not open any more. Once the file is here, the link
        has served.
        """
        self._link_bar.set_link(None)
        if self._guide.mark_of(GuideStep.DOWNLOAD) is not Mark.OK:
            self.say(EXPIRED, _NEW_LINK, self._on_fresh)
