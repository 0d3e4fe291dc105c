"""Somebody else's support bundle: how it stood there, what was looked at, and what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics.codes_met import Met
from conductor_desktop.services.diagnostics.reading import Reading, clock, line_of
from conductor_desktop.ui.connection.state_card import StateCard
from conductor_desktop.ui.opened_bundle.banner import OtherPcBanner
from conductor_desktop.ui.opened_bundle.controller import OpenedBundleController, Sent
from conductor_desktop.ui.opened_bundle.words import about, state_of
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.steps import Steps
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.shell.page import Page
from conductor_desktop.ui.support.contents import Contents
from conductor_desktop.ui.theme import UNIT

_MOST_LINES = 14


class OpenedBundleScreen(Page):
    """Shows what the controller opens; all texts in it are somebody else's, and stay plain."""

    back_wanted = Signal()
    another_wanted = Signal()

    def __init__(
        self,
        controller: OpenedBundleController,
        banner: OtherPcBanner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("openedBundleScreen", "A support bundle", parent)
        # Made in the order in which the Tab key visits them.
        self._banner = banner
        self._problem = MessagePanel("openedProblem", self)
        self._about = selectable(muted("", self))
        self._about.setObjectName("openedAbout")
        self._state = StateCard(self)
        self._evidence = _Lines("What was looked at there", "openedEvidence", self)
        self._timeline = _Lines("Timeline", "openedTimeline", self, newest_last=True)
        self._guide = QVBoxLayout()
        self._rest = _Lines("What is not in it", "openedMissing", self)
        self._files = Card(self)
        self._contents = Contents(self._files)
        self._told = (self._state, self._evidence, self._timeline, self._rest, self._files)
        self._build()
        banner.back.clicked.connect(self.back_wanted)
        banner.another.clicked.connect(self.another_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(
            self.back_wanted
        )
        controller.opened.connect(self._on_opened)
        controller.failed.connect(self._on_failed)
        self._show_nothing()

    def _build(self) -> None:
        self._guide.setSpacing(UNIT * 2)
        self._files.column.addWidget(subtitle("Its files", self._files))
        self._files.column.addWidget(self._contents)
        first: tuple[QWidget, ...] = (
            self._problem,
            self._about,
            self._state,
            self._evidence,
            self._timeline,
        )
        for widget in first:
            self.column.addWidget(widget)
        self.column.addLayout(self._guide)
        self.column.addWidget(self._rest)
        self.column.addWidget(self._files)
        self.column.addStretch(1)

    def _show_nothing(self) -> None:
        self._banner.say("")
        self._about.hide()
        for widget in self._told:
            widget.hide()
        while item := self._guide.takeAt(0):
            if (card := item.widget()) is not None:
                card.hide()
                card.deleteLater()

    def _on_failed(self, error: AppError) -> None:
        self._show_nothing()
        self._problem.show_error(error)

    def _on_opened(self, sent: Sent) -> None:
        self._problem.clear()
        self._show_nothing()
        reading = sent.reading
        self._about.setText(f"{sent.name}. {about(reading)}")
        self._about.show()
        self._banner.say(reading.support_code)
        self._state.show_text(state_of(reading, datetime.now(UTC)), "", busy=False)
        self._state.show()
        self._evidence.show_lines(reading.evidence)
        self._timeline.show_lines([line_of(entry) for entry in reading.timeline])
        for met in reading.codes:
            self._guide.addWidget(_GuideCard(met, self))
        self._rest.show_lines(_missing(reading))
        reasons = {one.rule: one.why for one in reading.removals}
        self._contents.show_files(sent.files, reasons)
        self._files.show()
        self.verticalScrollBar().setValue(0)


class _Lines(Card):
    """Lines to be read and copied; hidden without any. ``newest_last``: the end is in sight."""

    def __init__(
        self, heading: str, name: str, parent: QWidget, *, newest_last: bool = False
    ) -> None:
        super().__init__(parent)
        self._newest_last = newest_last
        self._text = QPlainTextEdit(self)
        self._text.setObjectName(name)
        self._text.setAccessibleName(heading)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self.column.addWidget(subtitle(heading, self))
        self.column.addWidget(self._text)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these instead."""
        self._text.setPlainText("\n".join(lines))
        line = self._text.fontMetrics().lineSpacing()
        self._text.setFixedHeight(line * min(len(lines) + 1, _MOST_LINES) + UNIT * 2)
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.maximum() if self._newest_last else bar.minimum())
        self.setVisible(bool(lines))


class _GuideCard(Card):
    """What the error guide says of one code that was met."""

    def __init__(self, met: Met, parent: QWidget) -> None:
        super().__init__(parent)
        entry = met.entry
        self.setObjectName("openedGuide")
        self.column.addWidget(selectable(subtitle(f"{met.code}: {entry.title}", self)))
        if met.when:
            self.column.addWidget(muted(f"Met {clock(met.when)}", self))
        self.column.addWidget(selectable(body(entry.meaning, self)))
        next_step = selectable(body(entry.next_step, self))
        next_step.setProperty("kind", "strong")
        self.column.addWidget(next_step)
        steps = Steps("openedGuideSteps", self)
        steps.show_steps(entry.steps, entry.if_that_fails, "\n".join(entry.steps))
        self.column.addWidget(steps)


def _missing(reading: Reading) -> list[str]:
    """What could not be collected there, and what the sender took out."""
    return [*reading.failures, *(f"{name}: left out by the sender" for name in reading.left_out)]
