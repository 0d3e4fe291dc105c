"""The auth flow in a window of our own: the page, whose it is, and what went wrong with it.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.
"""

from __future__ import annotations

import logging
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.web import load_state
from conductor_desktop.ui.web.copies import CopiesOfPage
from conductor_desktop.ui.web.downloads import DOWNLOAD_SECONDS, DownloadCatcher, delete
from conductor_desktop.ui.web.load_state import LOADED, LOADING, LoadPhase, LoadState
from conductor_desktop.ui.web.origin_bar import OriginBar
from conductor_desktop.ui.web.page import AuthPage, encoded
from conductor_desktop.ui.web.policy import AuthPolicy, origin_of
from conductor_desktop.ui.web.problem_panel import ProblemPanel
from conductor_desktop.ui.web.profile import AuthProfile
from conductor_desktop.ui.web.pulse import BEAT_SECONDS, Pulse
from conductor_desktop.ui.web.refusals import RefusalLog
from conductor_desktop.ui.web.web_widget import AuthWebWidget

_log = logging.getLogger(__name__)

LOAD_SECONDS = 30.0
_ONLY_OURS = "Only Conductor’s own pages open here."
_QUEUED = Qt.ConnectionType.QueuedConnection


class AuthView(QWidget):
    """One auth flow. Call ``open`` with its link, and ``close_view`` when it is over.

    The link is a secret: it is shown as scheme and host alone, and is in no log, title or name.
    """

    load_state_changed = Signal(LoadState)
    connection_file_received = Signal(Path)  # at most 64 KiB, contents not looked at
    download_refused = Signal(str)  # whole sentences for the person
    browser_requested = Signal(object)  # Secret: the person asks for this link in their browser
    link_requested = Signal()  # the person asks for another link: this one will not open
    finished = Signal()  # a hint that the flow is over; only a health check proves it
    page_crashed = Signal()

    def __init__(
        self,
        policy: AuthPolicy,
        download_folder: Path,
        redirect_url: str | None = None,
        parent: QWidget | None = None,
        *,
        load_seconds: float = LOAD_SECONDS,
        beat_seconds: float = BEAT_SECONDS,
        download_seconds: float = DOWNLOAD_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._policy = policy
        self._url = Secret("")
        self._offered = Secret("")
        self._state: LoadState | None = None
        self._is_finished = self._is_closed = False
        self._left_for = ""
        self._crashes = 0
        self._watchdog = QTimer(self, singleShot=True, interval=round(load_seconds * 1000))
        self._watchdog.timeout.connect(self._on_load_timed_out)
        self._bar = OriginBar(self)
        self._notice = MessagePanel("webNotice", self)
        self._problem = ProblemPanel(self)
        # Children die in this order too, should the window go without a call of close_view.
        refusals = RefusalLog()
        self._profile = AuthProfile(policy, refusals, download_folder)
        self._page = AuthPage(policy, redirect_url, refusals, self._profile, self)
        Pulse(self._page, beat_seconds)
        self._web = AuthWebWidget(self)
        self._web.setPage(self._page)
        self._profile.setParent(self)
        self._copies = CopiesOfPage(self._web)
        self._downloads = DownloadCatcher(policy, download_folder, download_seconds, self)
        self._build()
        self._connect()

    @property
    def state(self) -> LoadState | None:
        """Where the page stands; ``None`` before anything was opened."""
        return self._state

    def open(self, url: Secret) -> None:
        """Start the flow at ``url``; whatever was shown before is left."""
        if self._is_closed:
            return
        self._url = url
        self._is_finished = False
        self._crashes = 0
        self._notice.clear()
        if self._policy.allows_page(url.reveal()):
            self._load()
        else:
            self._set_state(load_state.refused_link())

    def reload(self) -> None:
        """Load the page once more; the start of the flow when there is none."""
        if self._is_closed or not self._policy.allows_page(self._url.reveal()):
            return
        self._notice.clear()
        if self._page.has_document:
            self._page.triggerAction(QWebEnginePage.WebAction.Reload)
        else:
            self._load()

    def close_view(self) -> None:
        """End the page and everything it kept, in the order the engine needs."""
        if self._is_closed:
            return
        self._is_closed = True
        self._url = self._offered = Secret("")
        self._watchdog.stop()
        self._downloads.stop()
        self._copies.clear()
        self._web.hide()
        for part in (self._page, self._web, self._profile):
            shiboken6.delete(part)

    def _build(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self._web)
        self._stack.addWidget(self._problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._notice)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        # Queued, so that whoever listens may close the view: see the page module.
        page, downloads = self._page, self._downloads
        page.load_started.connect(self._on_load_started, _QUEUED)
        page.loadProgress.connect(self._on_load_progress, _QUEUED)
        page.load_succeeded.connect(self._on_load_succeeded, _QUEUED)
        page.load_stopped.connect(self._on_load_stopped, _QUEUED)
        page.load_failed.connect(self._on_load_failed, _QUEUED)
        page.left_for.connect(self._on_left_for, _QUEUED)
        page.window_refused.connect(self._on_window_refused, _QUEUED)
        page.flow_ended.connect(self._on_flow_ended, _QUEUED)
        page.crashed.connect(self._on_crashed, _QUEUED)
        downloads.caught.connect(self._on_caught, _QUEUED)
        downloads.refused.connect(self._on_download_refused, _QUEUED)
        self._profile.downloadRequested.connect(downloads.on_download_requested)
        self._web.reload_requested.connect(self.reload)
        self._problem.link_requested.connect(self.link_requested)
        self._problem.retry_requested.connect(self.reload)
        self._problem.browser_requested.connect(self._on_browser_requested)
        self._notice.action_clicked.connect(self._on_offer_taken)
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.close_view)

    def _load(self) -> None:
        self._left_for = ""
        self._set_state(LOADING)
        if not self._is_closed:  # whoever was told may have had enough
            self._page.open(self._url)

    def _set_state(self, state: LoadState) -> None:
        if self._is_closed:
            return
        is_loading = state.phase is LoadPhase.LOADING
        self._bar.show_progress(0 if is_loading else None)
        if is_loading:
            self._watchdog.start()
        else:
            self._watchdog.stop()
            self._show_result(state)
        if state != self._state:
            self._state = state
            self.load_state_changed.emit(state)

    def _show_result(self, state: LoadState) -> None:
        if state.phase is LoadPhase.LOADED:
            self._bar.show_origin(origin_of(encoded(self._page.url())))
            self._stack.setCurrentWidget(self._web)
            return
        can_load = not state.needs_link and self._policy.allows_page(self._url.reveal())
        can_browse = can_load and (self._crashes == 0 or self._crashes >= 2)
        self._problem.show_problem(
            state.title,
            state.reason,
            needs_link=state.needs_link,
            can_retry=can_load,
            can_browse=can_browse,
        )
        self._bar.show_origin(None)
        self._stack.setCurrentWidget(self._problem)

    def _on_load_started(self) -> None:
        self._set_state(LOADING)

    def _on_load_progress(self, percent: int) -> None:
        if not self._is_closed and self._state == LOADING:
            self._bar.show_progress(percent)

    def _on_load_succeeded(self) -> None:
        self._set_state(LOADED)

    def _on_load_stopped(self) -> None:
        """What was on the screen still is; without it, say why there is nothing."""
        if self._is_closed or self._state != LOADING:
            return
        if self._page.has_document or self._is_finished:
            self._set_state(LOADED)
        elif self._left_for:
            self._set_state(load_state.led_elsewhere(self._left_for))
        else:
            self._set_state(load_state.stopped())

    def _on_load_failed(self, state: LoadState) -> None:
        self._set_state(state)

    def _on_load_timed_out(self) -> None:
        _log.info("The auth page did not load in time.")
        self._page.give_up()
        origin = origin_of(self._url.reveal())
        self._set_state(load_state.slow_failure(origin.host if origin else "Conductor"))

    def _on_left_for(self, host: str) -> None:
        where = host or "another program"
        text = f"The page wanted to go to {where}. {_ONLY_OURS}"
        if self._left_for == where and self._notice.text.strip() == text:
            return  # it goes on trying
        _log.info("The auth page tried to leave for %s; refused.", where)
        self._left_for = where
        self._show_notice(text)

    def _on_window_refused(self, link: Secret | None) -> None:
        if link is None:
            self._show_notice(f"The page wanted to open another window. {_ONLY_OURS}")
            return
        self._offered = link
        self._show_notice("The page wants to open a link in a new window.", "Open in my browser")

    def _show_notice(self, text: str, action: str = "") -> None:
        if not self._is_closed and self._page.has_document:
            self._notice.show_message(Message(Kind.INFO, "", text), action)

    def _on_flow_ended(self) -> None:
        if not self._is_closed and not self._is_finished:
            self._is_finished = True
            self.finished.emit()

    def _on_crashed(self) -> None:
        if self._is_closed:
            return
        self._crashes += 1
        self._page.give_up()
        self._set_state(load_state.crashed(self._crashes))
        self.page_crashed.emit()

    def _on_caught(self, path: Path) -> None:
        if self._is_closed:
            delete(path)  # nobody is left to take it in
        else:
            self.connection_file_received.emit(path)

    def _on_download_refused(self, reason: str) -> None:
        if not self._is_closed:
            self.download_refused.emit(reason)

    def _on_browser_requested(self) -> None:
        self.browser_requested.emit(self._url)

    def _on_offer_taken(self) -> None:
        self._notice.clear()
        self.browser_requested.emit(self._offered)
