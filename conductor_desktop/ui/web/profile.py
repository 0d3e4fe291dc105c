"""The browser profile of the auth view: off the record, hardened, and deaf to other hosts.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWebEngineCore import (
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from conductor_desktop.ui.web.engine_environment import add_our_flags
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.refusals import RefusalLog

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanPaste,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.AllowGeolocationOnInsecureOrigins,
    _Attribute.AllowWindowActivationFromJavaScript,
    _Attribute.ErrorPageEnabled,
    _Attribute.AutoLoadIconsForPage,
)
_ON = (
    _Attribute.WebRTCPublicInterfacesOnly,
    # Without it the page's button that copies the Web Connector's password does nothing. Reading
    # the clipboard is a permission of its own, and refused.
    _Attribute.JavascriptCanAccessClipboard,
)
_Request = QWebEngineUrlRequestInfo.ResourceType
_MAIN_FRAME = (_Request.ResourceTypeMainFrame, _Request.ResourceTypeNavigationPreloadMainFrame)


class HostGuard(QWebEngineUrlRequestInterceptor):
    """Blocks every request to an address the policy does not allow, frames and scripts included."""

    def __init__(self, policy: AuthPolicy, refusals: RefusalLog, parent: QWebEngineProfile) -> None:
        super().__init__(parent)
        self._policy = policy
        self._refusals = refusals

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = bytes(info.requestUrl().toEncoded().data()).decode("ascii", "replace")
        is_page = info.resourceType() in _MAIN_FRAME
        allowed = self._policy.allows_page(url) if is_page else self._policy.allows_resource(url)
        if not allowed:
            info.block(True)
            self._refusals.report(url)


class AuthProfile(QWebEngineProfile):
    """Nothing of it is on disk; it must outlive its page (the view deletes them in order)."""

    def __init__(self, policy: AuthPolicy, refusals: RefusalLog, download_folder: Path) -> None:
        add_our_flags(os.environ)
        super().__init__()
        self._guard = HostGuard(policy, refusals, self)
        self.setUrlRequestInterceptor(self._guard)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setPersistentPermissionsPolicy(
            QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime
        )
        self.setSpellCheckEnabled(False)
        self.setPushServiceEnabled(False)
        self.setDownloadPath(str(download_folder))
        harden(self.settings())


def harden(settings: QWebEngineSettings) -> None:
    """Switch off what the auth flow does not need, and on what it does."""
    for attribute in _OFF:
        settings.setAttribute(attribute, False)
    for attribute in _ON:
        settings.setAttribute(attribute, True)
    settings.setUnknownUrlSchemePolicy(
        QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
    )
