"""The band that says that this is somebody else's PC, above all that is shown of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import body, subtitle
from conductor_desktop.ui.theme import UNIT

_HEADING = "Somebody else’s PC"
_NOTHING_HERE = "Nothing here is about this PC."


class OtherPcBanner(QFrame):
    """Stays in sight however far the page below is scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("otherPcBanner")
        self._heading = subtitle(_HEADING, self)
        self._heading.setObjectName("otherPcHeading")
        self.back = link_button("Back to Support", "openedBack", self)
        self.back.setToolTip("Alt+Left")
        self.another = link_button("Open another…", "openedAnother", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 4, UNIT, UNIT * 2, UNIT)
        row.setSpacing(UNIT * 2)
        self._heading.setWordWrap(False)
        row.addWidget(self._heading)
        row.addWidget(body(_NOTHING_HERE, self), 1)
        row.addWidget(self.another)
        row.addWidget(self.back)
        self.say("")

    def say(self, support_code: str) -> None:
        """Whose bundle it is; "" while none is open."""
        code = f": {support_code}" if support_code else ""
        self._heading.setText(f"{_HEADING}{code}")
        self.setAccessibleName(f"{self._heading.text()}. {_NOTHING_HERE}")
        if support_code:
            announce(self, self.accessibleName())
