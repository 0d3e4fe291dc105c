"""Says no to everything that a page may ask of the person or of the PC, without a word on screen.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import (
    QWebEngineClientCertificateSelection,
    QWebEngineDesktopMediaRequest,
    QWebEngineFileSystemAccessRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineRegisterProtocolHandlerRequest,
    QWebEngineWebAuthUxRequest,
)

_log = logging.getLogger(__name__)


class RequestRefuser(QObject):
    """Lives as long as ``page``."""

    def __init__(self, page: QWebEnginePage) -> None:
        super().__init__(page)
        self._said: set[str] = set()
        page.permissionRequested.connect(self._on_permission_requested)
        page.fileSystemAccessRequested.connect(self._on_file_system_access_requested)
        page.registerProtocolHandlerRequested.connect(self._on_protocol_handler_requested)
        page.fullScreenRequested.connect(self._on_full_screen_requested)
        page.desktopMediaRequested.connect(self._on_desktop_media_requested)
        page.webAuthUxRequested.connect(self._on_web_auth_requested)
        page.selectClientCertificate.connect(self._on_client_certificate_requested)

    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        self._say(permission.permissionType().name)
        permission.deny()

    def _on_file_system_access_requested(self, request: QWebEngineFileSystemAccessRequest) -> None:
        self._say("files")
        request.reject()

    def _on_protocol_handler_requested(
        self, request: QWebEngineRegisterProtocolHandlerRequest
    ) -> None:
        self._say("a kind of link")
        request.reject()

    def _on_full_screen_requested(self, request: QWebEngineFullScreenRequest) -> None:
        self._say("the whole screen")
        request.reject()

    def _on_desktop_media_requested(self, request: QWebEngineDesktopMediaRequest) -> None:
        self._say("the picture of the screen")
        request.cancel()

    def _on_web_auth_requested(self, request: QWebEngineWebAuthUxRequest) -> None:
        self._say("a security key")
        request.cancel()

    def _on_client_certificate_requested(
        self, selection: QWebEngineClientCertificateSelection
    ) -> None:
        self._say("a certificate of the person")
        selection.selectNone()

    def _say(self, what: str) -> None:
        """Once for each, however often a page asks."""
        if what not in self._said:
            self._said.add(what)
            _log.info("The auth page asked for %s; refused.", what)
