"""The page of the auth view: goes nowhere else, asks nothing, opens nothing.

Imports QtWebEngine: reach it through ``engine.create_auth_view``. Every signal carries plain
values and is meant to be connected queued: a receiver may then close the view, page and all,
without pulling the engine away under its own feet.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineLoadingInfo,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
)

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.console import clean_line, secret_parts
from conductor_desktop.ui.web.content_rules import content_rules_script
from conductor_desktop.ui.web.load_state import (
    LoadState,
    certificate_failure,
    network_failure,
    status_failure,
)
from conductor_desktop.ui.web.no_calls import no_calls_script
from conductor_desktop.ui.web.policy import AuthPolicy, is_within, origin_of
from conductor_desktop.ui.web.refusals import RefusalLog
from conductor_desktop.ui.web.request_refuser import RequestRefuser

_log = logging.getLogger(__name__)

_Status = QWebEngineLoadingInfo.LoadStatus
_Domain = QWebEngineLoadingInfo.ErrorDomain
_MAX_CONSOLE_LINES = 200
# Chromium lets a script close only a window it opened, or one without a history. The flow ends by
# closing its tab, so the attempt is what counts; the sentence is Chromium's and not translated.
# A page that writes it itself asks for the same thing.
_CLOSE_REFUSED = "Scripts may close only the windows that were opened by them."
# How Qt asks whether a page that would rather be kept may be left; it is translated as Qt does.
_LEAVE = "Are you sure you want to leave this page? Changes that you made may not be saved."


def encoded(url: QUrl | str) -> str:
    """The address as ASCII text, the form the policy judges."""
    return bytes(QUrl(url).toEncoded().data()).decode("ascii", "replace")


class AuthPage(QWebEnginePage):
    """One page on the auth flow; ``forget`` it with its profile, the page first."""

    load_started = Signal()
    load_succeeded = Signal()
    load_stopped = Signal()  # given up, by a refusal, a download or us; what was shown still is
    load_failed = Signal(LoadState)
    left_for = Signal(str)  # the host of a refused navigation, or "" when it has none
    window_refused = Signal(object)  # Secret: the allowed link that wanted a window, or None
    flow_ended = Signal()  # the done address was reached, or the page asked to be closed
    crashed = Signal()

    def __init__(
        self,
        policy: AuthPolicy,
        redirect_url: str | None,
        refusals: RefusalLog,
        profile: QWebEngineProfile,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(profile, parent)
        self._policy = policy
        self._redirect_url = redirect_url
        self._refusals = refusals
        self._secrets: frozenset[str] = frozenset()
        self._console_lines = 0
        self._visit_before = 0
        self._has_died = False
        self._bad_certificate = 0  # Chromium's code for what is wrong with it
        for script in (content_rules_script(policy), no_calls_script()):
            profile.scripts().insert(script)
        self.loadingChanged.connect(self._on_loading_changed)
        self.newWindowRequested.connect(self._on_new_window_requested)
        self.windowCloseRequested.connect(self.flow_ended)
        self.renderProcessTerminated.connect(self._on_render_process_terminated)
        self.certificateError.connect(self._on_certificate_error)
        RequestRefuser(self)

    @property
    def has_document(self) -> bool:
        """Whether there is a page to see since ``open``, complete or not."""
        return self._visit() != self._visit_before

    def open(self, url: Secret) -> None:
        """Load the link; it has been checked against the policy."""
        self._secrets = secret_parts(url)
        self.forget_document()
        self.load(QUrl(url.reveal(), QUrl.ParsingMode.StrictMode))

    def give_up(self) -> None:
        """Stop loading; what is there now is not worth showing."""
        self.forget_document()
        self.triggerAction(QWebEnginePage.WebAction.Stop)

    def forget_document(self) -> None:
        """What is there now does not count as a page of the flow."""
        self._visit_before = self._visit()

    def _visit(self) -> int:
        # No signal tells that a document has arrived; the history's clock does.
        return self.history().currentItem().lastVisited().toMSecsSinceEpoch()

    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        _log.warning(
            "The certificate of %s was refused: %s.", error.url().host(), error.type().name
        )
        if error.isMainFrame():
            self._bad_certificate = error.type().value
        error.rejectCertificate()

    def _on_new_window_requested(self, request: QWebEngineNewWindowRequest) -> None:
        """Not answered means refused; only a click of the person is worth an offer."""
        if not request.isUserInitiated():
            return
        url = encoded(request.requestedUrl())
        self.window_refused.emit(Secret(url) if self._policy.allows_page(url) else None)

    def _on_loading_changed(self, info: QWebEngineLoadingInfo) -> None:
        status = info.status()
        if status == _Status.LoadStartedStatus:
            self._has_died = False
            self._bad_certificate = 0
            self._console_lines = 0
            self.load_started.emit()
        elif self._has_died:
            pass  # the page's end has been told
        elif status == _Status.LoadSucceededStatus:
            self.load_succeeded.emit()
        elif status == _Status.LoadStoppedStatus and not self._bad_certificate:
            self.load_stopped.emit()
        else:
            state = self._failure(info)
            self.forget_document()
            _log.info("The auth page did not load: %s %d.", info.errorDomain(), info.errorCode())
            self.load_failed.emit(state)

    def _failure(self, info: QWebEngineLoadingInfo) -> LoadState:
        host = info.url().host() or "Conductor"
        if self._bad_certificate or info.errorDomain() == _Domain.CertificateErrorDomain:
            return certificate_failure(host, self._bad_certificate or info.errorCode())
        if info.errorDomain() == _Domain.HttpStatusCodeDomain:
            return status_failure(info.errorCode(), host)
        return network_failure(info.errorCode(), host)

    def _on_render_process_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, exit_code: int
    ) -> None:
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self._has_died = True
            _log.warning("The page's process ended: %s, code %d.", status.name, exit_code)
            self.crashed.emit()

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool, /
    ) -> bool:
        target = encoded(url)
        if not is_main_frame:
            return self._policy.allows_resource(target)
        is_end = self._redirect_url is not None and is_within(target, self._redirect_url)
        if is_end:
            self.flow_ended.emit()
        if self._policy.allows_page(target):
            return True
        if not is_end:
            origin = origin_of(target)
            self.left_for.emit(origin.host if origin else "")
        return False

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line_number: int,
        source_id: str,
        /,
    ) -> None:
        if message == _CLOSE_REFUSED:
            self.flow_ended.emit()
        self._refusals.report_console(message)
        self._console_lines += 1
        if _log.isEnabledFor(logging.DEBUG) and self._console_lines <= _MAX_CONSOLE_LINES:
            _log.debug("Page console: %s", clean_line(message, self._secrets))

    def javaScriptAlert(self, origin: QUrl | str, message: str, /) -> None:
        """Shows nothing: no page raises a window of this app."""

    def javaScriptConfirm(self, origin: QUrl | str, message: str, /) -> bool:
        """No to everything, except that no page can keep the person (``beforeunload``)."""
        return message == QCoreApplication.translate("QWebEnginePage", _LEAVE)

    def javaScriptPrompt(
        self, origin: QUrl | str, message: str, default: str, /
    ) -> tuple[bool, str]:
        return False, ""

    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,
        old_files: Sequence[str],
        mime_types: Sequence[str],
        /,
    ) -> list[str]:
        return []
