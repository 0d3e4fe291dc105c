"""Catches the connection file a page hands out, under our own name in our own folder.

Imports QtWebEngine: reach it through ``engine.create_auth_view``. The name a server suggests is
never used: it can be a path out of any folder. What is in the file is judged by its reader; here
only its size and its origin are.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest

from conductor_desktop.ui.web.page import encoded
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.workstation.qwc import MOST_BYTES

_log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 60.0

_State = QWebEngineDownloadRequest.DownloadState
# What servers call an XML file of a kind they do not know; its name need not end in .qwc then.
_PLAUSIBLE_TYPES = frozenset(
    {"", "application/octet-stream", "application/xml", "text/xml", "text/plain"}
)


class DownloadCatcher(QObject):
    """Takes one file at a time; connect its signals queued (see ``page``)."""

    caught = Signal(Path)
    refused = Signal(str)  # why, as whole sentences for the person

    def __init__(
        self,
        policy: AuthPolicy,
        folder: Path,
        timeout_seconds: float = DOWNLOAD_SECONDS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._policy = policy
        self._folder = folder
        self._request: QWebEngineDownloadRequest | None = None
        self._target = folder
        self._deadline = QTimer(self, singleShot=True, interval=round(timeout_seconds * 1000))
        self._deadline.timeout.connect(self._on_deadline)

    def on_download_requested(self, request: QWebEngineDownloadRequest) -> None:
        """Accept it into our folder, or refuse it and say why."""
        reason = self._reason_to_refuse(request) or self._prepare_folder()
        if reason:
            request.cancel()
            self._refuse(reason)
            return
        self._target = self._folder / f"conductor-{secrets.token_hex(4)}.qwc"
        request.setDownloadDirectory(str(self._folder))
        request.setDownloadFileName(self._target.name)
        request.receivedBytesChanged.connect(self._on_received_bytes_changed)
        request.isFinishedChanged.connect(self._on_finished)
        self._request = request
        self._deadline.start()
        request.accept()

    def stop(self) -> None:
        """Give up a download that is under way, and delete what there is of it."""
        self._drop("")

    def _reason_to_refuse(self, request: QWebEngineDownloadRequest) -> str:
        if not self._policy.allows_download(encoded(request.url())):
            return "The page offered a file from somewhere else, so it was not saved."
        if self._request is not None:
            return "One file is being saved already, so the second one was not."
        if request.isSavePageDownload() or not _may_be_connection_file(request):
            return (
                "The page offered a file that is not a connection file, so it was not saved. "
                "Open the page in your browser if you need that file."
            )
        if request.totalBytes() > MOST_BYTES:
            return _TOO_LARGE
        return ""

    def _prepare_folder(self) -> str:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            _log.warning("The folder for connection files cannot be made: %s", error)
            return (
                "The connection file could not be saved, because this app's folder cannot be "
                "written. Ask whoever looks after this PC."
            )
        return ""

    def _on_received_bytes_changed(self) -> None:
        if self._request is not None and self._request.receivedBytes() > MOST_BYTES:
            self._drop(_TOO_LARGE)

    def _on_deadline(self) -> None:
        self._drop("The connection file took too long to arrive. Ask the page for it once more.")

    def _on_finished(self) -> None:
        request = self._request
        if request is None or not request.isFinished():
            return
        if request.state() != _State.DownloadCompleted:
            _log.info("The download ended early: %s.", request.interruptReason().name)
            self._drop("The connection file did not arrive whole. Ask the page for it once more.")
            return
        size = _size(self._target)
        if not size:
            self._drop("The connection file was empty. Ask the page for it once more.")
        elif size > MOST_BYTES:
            self._drop(_TOO_LARGE)
        else:
            self._forget()
            self.caught.emit(self._target)

    def _drop(self, reason: str) -> None:
        request = self._request
        if request is None:
            return
        self._forget()
        request.cancel()
        for path in (self._target, self._target.with_name(f"{self._target.name}.download")):
            delete(path)
        if reason:
            self._refuse(reason)

    def _forget(self) -> None:
        self._deadline.stop()
        if self._request is not None:
            self._request.receivedBytesChanged.disconnect(self._on_received_bytes_changed)
            self._request.isFinishedChanged.disconnect(self._on_finished)
            self._request = None

    def _refuse(self, reason: str) -> None:
        _log.info("A download was refused: %s", reason)
        self.refused.emit(reason)


def _size(path: Path) -> int:
    """In bytes; none of a file that is gone, as one that an antivirus took away."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def delete(path: Path) -> None:
    """Delete a file of ours. What the engine or an antivirus still holds is swept up later."""
    with contextlib.suppress(OSError):
        path.unlink()


_TOO_LARGE = (
    "The page offered a file that is larger than a connection file can be, so it was not saved."
)


def _may_be_connection_file(request: QWebEngineDownloadRequest) -> bool:
    is_named = PurePosixPath(request.suggestedFileName()).suffix.lower() == ".qwc"
    return is_named or request.mimeType().partition(";")[0].strip() in _PLAUSIBLE_TYPES
