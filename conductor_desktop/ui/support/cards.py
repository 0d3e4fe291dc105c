"""Two small cards: who to send the bundle to, and what runs here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from conductor_desktop.services.letter import can_be_written_to
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import link_button, plain_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.path_field import PathField
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.support.about import Facts
from conductor_desktop.ui.theme import UNIT

_FOLDER = "The app's folder"
_ADDRESS, _LETTER = "Copy address", "Copy text"
_COPY, _COPIED = "Copy these lines", "Copied"
_NO_MAIL = (
    "This PC has no program for e-mail, or it did not open. Copy the address and the text, and "
    "write from wherever you read your mail."
)


class VendorCard(Card):
    """The vendor's own contact data; links are text, and an e-mail is only ever begun here."""

    letter_wanted = Signal(str)  # the address

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("vendorCard")
        self.column.addWidget(subtitle("Who to send it to", self))
        self._text = selectable(body("", self))
        self._text.setObjectName("vendorContact")
        self._write = link_button("Write an e-mail…", "vendorWrite", self)
        self._write.setProperty("flush", True)
        self._write.setToolTip(
            "Opens your mail program with the summary. Attach the saved bundle there; nothing is "
            "sent by itself."
        )
        self._address = self._letter = ""
        self._trouble = MessagePanel("vendorTrouble", self)
        self._ways = (
            plain_button(_ADDRESS, "vendorCopyAddress", self),
            plain_button(_LETTER, "vendorCopyLetter", self),
        )
        for button in self._ways:
            button.hide()
            button.clicked.connect(self._on_copy)
        self._write.clicked.connect(lambda: self.letter_wanted.emit(self._address))
        self.column.addWidget(self._text)
        self.column.addWidget(self._write, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._trouble)
        self.column.addStretch(1)
        self.show_vendor(None)

    def offer_letter(self, offered: bool) -> None:
        """Whether there is a summary to write."""
        self._write.setEnabled(offered)

    def tell_no_mail(self, letter: str) -> None:
        """No mail program opened for ``letter``: offer the pieces of it."""
        self._letter = letter
        address, text = self._ways
        address.setText(_ADDRESS)
        text.setText(_LETTER)
        message = Message(Kind.LOOK, "No mail program opened", _NO_MAIL)
        self._trouble.show_message(message, buttons=self._ways)

    def mail_opened(self) -> None:
        """Nothing to be said of it any more."""
        self._trouble.clear()

    def show_vendor(self, vendor: Vendor | None) -> None:
        """None when no setup file named one."""
        address = vendor.support_email if vendor else None
        self._address = address if address and can_be_written_to(address) else ""
        self._write.setVisible(bool(self._address))
        self._trouble.clear()
        if vendor is None:
            self._text.setText(
                "Send the file to whoever asked you for it: mostly that is the maker of the "
                "software that QuickBooks is connected to."
            )
            return
        lines = (vendor.name, vendor.support_email, vendor.support_url)
        self._text.setText("\n".join(line for line in lines if line))

    def _on_copy(self) -> None:
        address, text = self._ways
        is_address = self.sender() is address
        QGuiApplication.clipboard().setText(self._address if is_address else self._letter)
        (address if is_address else text).setText(_COPIED)


class AboutCard(Card):
    """Name and value per line, to be copied into a mail, and the way to the log."""

    log_wanted = Signal()

    def __init__(self, home: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutCard")
        self._home = home
        self._facts: Facts = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._grid.setColumnStretch(1, 1)
        self._copy = link_button(_COPY, "aboutCopy", self)
        self._copy.setProperty("flush", True)
        self._copy.clicked.connect(self._on_copy)
        log = link_button("Look at the log", "supportLog", self)
        log.setProperty("flush", True)
        log.clicked.connect(self.log_wanted)
        links = QHBoxLayout()
        links.setSpacing(UNIT * 2)
        links.addWidget(self._copy)
        links.addWidget(log)
        links.addStretch(1)
        self.column.addWidget(subtitle("About this app", self))
        self.column.addLayout(self._grid)
        self.column.addLayout(links)
        self.column.addStretch(1)

    @property
    def text(self) -> str:
        """The lines as they are copied."""
        lines = (*self._facts, (_FOLDER, str(self._home)))
        return "\n".join(f"{name}: {value}" for name, value in lines)

    def show_facts(self, facts: Facts) -> None:
        """Show these instead."""
        if facts == self._facts:
            return
        self._facts = facts
        self._copy.setText(_COPY)
        while item := self._grid.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            self._grid.addWidget(self._label(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(selectable(body(value, self)), row, 1)
        path = PathField("aboutFolder", _FOLDER, self)
        path.show_path(str(self._home))
        row = len(facts)
        self._grid.addWidget(self._label(_FOLDER), row, 0)
        self._grid.addWidget(path, row + 1, 0, 1, 2)

    def _label(self, name: str) -> QLabel:
        label = muted(name, self)
        label.setWordWrap(False)
        return label

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._copy.setText(_COPIED)
