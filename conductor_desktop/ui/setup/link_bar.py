"""Under the auth page: the ways around it. One's own browser, another link, a file one has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.services.policies.errors import SWITCHED_OFF
from conductor_desktop.ui.parts.buttons import link_button, plain_button
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.private_clipboard import PrivateClipboard
from conductor_desktop.ui.theme import UNIT

CONNECTION_SUFFIX = ".qwc"


class LinkBar(QWidget):
    """What needs a link waits for one."""

    browser_wanted = Signal()
    fresh_wanted = Signal()
    file_picked = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = Secret("")
        self._may_leave = True
        self._clipboard = PrivateClipboard(self)
        self._browser = plain_button("Open in my browser", "openInBrowser", self)
        self._copy = plain_button("Copy link", "copyLink", self)
        self._fresh = plain_button("New link", "newLink", self)
        self._have_file = link_button("I have the file already…", "haveFile", self)
        self._copied = muted("Copied, for one minute.", self)
        self._copied.setObjectName("linkCopied")
        self._copied.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        for button in (self._browser, self._copy, self._fresh, self._have_file):
            row.addWidget(button)
        row.addWidget(self._copied, 1)
        row.addStretch()
        self._connect()
        self.set_link(None)

    def set_link(self, url: Secret | None) -> None:
        """The link there is now; the one before may stay on the clipboard for its minute."""
        self._url = url or Secret("")
        self._show()

    def allow_browser(self, allowed: bool) -> None:
        """Whether the link may be taken to a browser."""
        self._may_leave = allowed
        for button in (self._browser, self._copy):
            button.setToolTip("" if allowed else SWITCHED_OFF)
            button.setAccessibleDescription("" if allowed else SWITCHED_OFF)
        self._show()

    def forget(self) -> None:
        """The page is left: nothing of a link stays, here or on the clipboard."""
        for dialog in self.findChildren(QFileDialog):
            dialog.reject()
        self._clipboard.clear()
        self.set_link(None)

    def _show(self) -> None:
        for button in (self._browser, self._copy):
            button.setEnabled(bool(self._url) and self._may_leave)

    def _connect(self) -> None:
        self._browser.clicked.connect(self.browser_wanted)
        self._copy.clicked.connect(self._on_copy)
        self._fresh.clicked.connect(self.fresh_wanted)
        self._have_file.clicked.connect(self._on_have_file)
        self._clipboard.cleared.connect(self._copied.hide)

    def _on_copy(self) -> None:
        self._clipboard.copy(self._url)
        self._copied.show()

    def _on_have_file(self) -> None:
        dialog = QFileDialog(self, "Choose the connection file")
        dialog.setObjectName("connectionFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"Web Connector files (*{CONNECTION_SUFFIX});;All files (*)")
        dialog.fileSelected.connect(self._on_selected)
        dialog.open()

    def _on_selected(self, name: str) -> None:
        self.file_picked.emit(Path(name))
