"""Puts a secret on the clipboard so that nothing keeps it, and takes it off again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from conductor_desktop.secret import Secret

SECONDS = 60.0

# What Windows calls a format goes into quotes after this, and Qt puts it there under that name.
_WINDOWS_FORMAT = 'application/x-qt-windows-mime;value="{}"'
_YES, _NO = (number.to_bytes(4, "little") for number in (1, 0))  # as a DWORD

HINTS = {
    # https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
    _WINDOWS_FORMAT.format("ExcludeClipboardContentFromMonitorProcessing"): _YES,
    _WINDOWS_FORMAT.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS_FORMAT.format("CanUploadToCloudClipboard"): _NO,
    # Klipper of KDE, and those that have learned it from there.
    "x-kde-passwordManagerHint": b"secret",
}
"""What tells histories and clouds to leave it alone: format and content."""


def is_private(data: QMimeData) -> bool:
    """Whether histories and clouds are told to leave ``data`` alone."""
    return any(data.hasFormat(name) for name in HINTS)


class PrivateClipboard(QObject):
    """One secret at a time, for ``seconds``; what somebody else copies meanwhile is left alone."""

    cleared = Signal()  # it is not there any more, by whoever's doing

    def __init__(self, parent: QObject, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._copied = Secret("")
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.setInterval(round(seconds * 1000))
        self._minute.timeout.connect(self.clear)
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)
        # Windows would keep what is there when the app ends.
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.clear)

    def copy(self, secret: Secret) -> None:
        """Have ``secret`` ready to be pasted, from now on for its time."""
        data = QMimeData()
        data.setText(secret.reveal())
        for name, content in HINTS.items():
            data.setData(name, content)
        self._copied = Secret("")  # what is told of now is our own doing
        QGuiApplication.clipboard().setMimeData(data)
        self._copied = secret
        self._minute.start()

    def clear(self) -> None:
        """Take it off the clipboard if it is still there."""
        if self._is_there():
            QGuiApplication.clipboard().clear()
        self._forget()

    def _is_there(self) -> bool:
        return bool(self._copied) and QGuiApplication.clipboard().text() == self._copied.reveal()

    def _on_changed(self) -> None:
        if self._copied and not self._is_there():
            self._forget()

    def _forget(self) -> None:
        self._minute.stop()
        if self._copied:
            self._copied = Secret("")
            self.cleared.emit()
