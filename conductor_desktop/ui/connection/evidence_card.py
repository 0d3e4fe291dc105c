"""What was looked at to say what the state card says, folded away until somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.services.connection.sources import Source
from conductor_desktop.services.moments import ago
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

_SHOW, _HIDE = "Show what was looked at", "Hide what was looked at"
_COPY, _COPIED = "Copy all of it", "Copied"


class EvidenceCard(Card):
    """Three places, each with when it was looked at, what was seen, and what counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceCard")
        self._sources: tuple[Source, ...] = ()
        self._now: datetime | None = None
        self._toggle = link_button(_SHOW, "evidenceShow", self)
        self._copy = link_button(_COPY, "evidenceCopy", self)
        for link in (self._toggle, self._copy):
            link.setProperty("flush", True)
        self._toggle.clicked.connect(self._on_toggled)
        self._copy.clicked.connect(self._on_copied)
        self._places = [_Place(number, self) for number in range(3)]
        links = QHBoxLayout()
        links.setSpacing(UNIT * 3)
        links.addWidget(self._toggle)
        links.addWidget(self._copy)
        links.addStretch(1)
        self.column.addWidget(subtitle("How this is known", self))
        self.column.addWidget(
            muted(
                "What QuickBooks itself answered, what Conductor has noted and what this PC shows "
                "are put together. What is newer counts more.",
                self,
            )
        )
        for place in self._places:
            self.column.addWidget(place)
        self.column.addLayout(links)
        self._fold(folded=True)

    @property
    def is_folded(self) -> bool:
        """Whether only the heading is shown, so that nothing needs to be filled in."""
        return self._places[0].isHidden()

    @property
    def text(self) -> str:
        """All of it as it is copied."""
        if self._now is None:
            return ""
        now = self._now
        return "\n".join(line for source in self._sources for line in source.lines(now))

    def show_sources(self, sources: Sequence[Source], now: datetime) -> None:
        """Show these, told as of ``now``; folded or not stays as it is."""
        if tuple(sources) != self._sources:
            self._copy.setText(_COPY)
        self._sources, self._now = tuple(sources), now
        if not self.is_folded:
            self._fill()

    def _fill(self) -> None:
        if self._now is not None:
            for place, source in zip(self._places, self._sources, strict=True):
                place.show_source(source, self._now)

    def _on_toggled(self) -> None:
        self._fold(folded=not self.is_folded)

    def _fold(self, *, folded: bool) -> None:
        if not folded:
            self._fill()
        for widget in (*self._places, self._copy):
            widget.setVisible(not folded)
        self._toggle.setText(_SHOW if folded else _HIDE)

    def _on_copied(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._copy.setText(_COPIED)


class _Place(QWidget):
    """One place: its name and when, whether it counts, what was seen."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._head = body("", self)
        self._head.setProperty("kind", "strong")
        self._verdict = muted("", self)
        self._seen = selectable(body("", self))
        self._head.setObjectName(f"evidenceHead{number}")
        self._verdict.setObjectName(f"evidenceVerdict{number}")
        self._seen.setObjectName(f"evidenceSeen{number}")
        self._seen.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        column.setSpacing(UNIT // 4)
        for label in (self._head, self._verdict, self._seen):
            column.addWidget(label)

    def show_source(self, source: Source, now: datetime) -> None:
        when = f", {ago(source.at, now)}" if source.at else ""
        for label, text in (
            (self._head, f"{source.place}{when}"),
            (self._verdict, source.verdict),
            (self._seen, "\n".join(source.seen)),
        ):
            if label.text() != text:  # a selection is not to be lost
                label.setText(text)
            label.setVisible(bool(text))
