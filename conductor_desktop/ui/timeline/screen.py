"""The Timeline screen: the last days as a strip, and below what happened, to be read aloud."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from conductor_desktop.services.history.entry import fitting
from conductor_desktop.services.history.service import History
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.fields import offer_clearing, search_by_keys
from conductor_desktop.ui.parts.panels import EmptyState
from conductor_desktop.ui.parts.texts import muted, title
from conductor_desktop.ui.theme import UNIT
from conductor_desktop.ui.timeline.choices import EVERYTHING, TROUBLE, Period, wanted
from conductor_desktop.ui.timeline.controller import TimelineController
from conductor_desktop.ui.timeline.model import TimelineModel
from conductor_desktop.ui.timeline.strip_card import StripCard
from conductor_desktop.ui.timeline.timeline_list import TimelineList
from conductor_desktop.ui.timeline.wording import copy_label, count_line, empty_words


class TimelineScreen(QWidget):
    """Shows what the controller has read, as far as the person wants to see it."""

    def __init__(self, controller: TimelineController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelineScreen")
        self._controller = controller
        self._model = TimelineModel(self)
        self._filter = QLineEdit(self)
        self._kind = Choice("timelineKind", "What to show", self)
        self._period = Choice("timelinePeriod", "Period", self)
        self._strip = StripCard("timelineStrip", controller, self)
        self._copy = plain_button("", "timelineCopy", self)
        self._count = muted("", self)
        self.list = TimelineList(self._model, self)
        self._empty = EmptyState("timelineEmpty", "", "", "Show everything", self)
        self._content = QStackedWidget(self)
        self._name()
        self._build()
        self._wire()
        self._render()

    def show_day(self, day: date) -> None:
        """Bring what happened on this day to the top, whatever was looked for before."""
        if not self.list.go_to_day(day):
            self._on_everything()
            self.list.go_to_day(day)
        self.list.setFocus()

    @property
    def model(self) -> TimelineModel:
        return self._model

    def _name(self) -> None:
        self._filter.setObjectName("timelineFilter")
        self._filter.setAccessibleName("Search the timeline")
        self._filter.setPlaceholderText("Search by any text")
        self._filter.setToolTip("Ctrl+F to write here, Esc to clear")
        offer_clearing(self._filter)
        self._count.setObjectName("timelineCount")
        self._count.setWordWrap(False)
        self._kind.addItems([EVERYTHING, TROUBLE])
        self._kind.setSizeAdjustPolicy(
            Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._kind.setMinimumContentsLength(16)
        self._period.addItems([period.value for period in Period])
        self._period.setCurrentIndex(list(Period).index(Period.MONTH))
        self._copy.setToolTip("As plain text, to be sent to whoever helps")

    def _build(self) -> None:
        heading = title("Timeline", self)
        heading.setWordWrap(False)
        self._filter.setMinimumWidth(UNIT * 18)
        self._filter.setMaximumWidth(UNIT * 32)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self._filter, 2)
        head.addWidget(self._kind)
        head.addWidget(self._period)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self._copy)
        self._content.addWidget(self.list)
        self._content.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT * 3 // 2)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addLayout(below)
        column.addWidget(self._content, 1)

    def _wire(self) -> None:
        self._controller.changed.connect(self._render)
        self._filter.textChanged.connect(self._render)
        self._kind.currentIndexChanged.connect(self._render)
        self._period.currentIndexChanged.connect(self._on_period)
        self._copy.clicked.connect(self._on_copy)
        self._empty.action_clicked.connect(self._on_everything)
        self._strip.trouble_chosen.connect(self.show_day)
        self.list.selection_changed.connect(self._label_copy)
        search_by_keys(self._filter, self, self.list)

    def _render(self) -> None:
        history = self._controller.history
        if history is not None:
            self._offer_causes(history)
            wants = wanted(self._kind.currentText(), self._chosen, self._filter.text(), history.now)
            self._model.show_entries(fitting(history.entries, wants), history.days)
        shown = len(self._model.entries)
        has_any = history is not None and bool(history.entries)
        heading, text = empty_words(history, self._controller.failure)
        self._empty.say(heading, text, offers_action=has_any)
        self._content.setCurrentWidget(self.list if shown else self._empty)
        self._count.setText(count_line(self._model.entries, history))
        self._label_copy()

    def _on_period(self) -> None:
        self._controller.look_back(self._chosen.length)
        self._render()

    @property
    def _chosen(self) -> Period:
        return list(Period)[self._period.currentIndex()]

    def _offer_causes(self, history: History) -> None:
        """All there ever were, to be chosen from; what is chosen stays so."""
        offered = [self._kind.itemText(at) for at in range(2, self._kind.count())]
        if history.titles == tuple(text for text in offered if text):
            return
        chosen = self._kind.currentText()
        self._kind.blockSignals(True)
        self._kind.clear()
        self._kind.addItems([EVERYTHING, TROUBLE])
        if history.titles:
            self._kind.insertSeparator(2)
            self._kind.addItems(history.titles)
        self._kind.setCurrentIndex(max(0, self._kind.findText(chosen)))
        self._kind.blockSignals(False)

    def _label_copy(self) -> None:
        self._copy.setText(copy_label(bool(self.list.selected_rows)))
        self._copy.setEnabled(bool(self._model.entries))

    def _on_copy(self) -> None:
        self.list.copy_selection()
        self._copy.setText("Copied")
        announce(self._copy, "Copied")

    def _on_everything(self) -> None:
        self._filter.clear()
        self._kind.setCurrentIndex(0)
        self._period.setCurrentIndex(list(Period).index(Period.ALL))
        self.list.setFocus()
