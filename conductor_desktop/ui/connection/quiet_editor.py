"""Where quiet hours are set: whether, from when to when, and on which days."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.storage.profiles import QuietHours
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.texts import body, muted
from conductor_desktop.ui.theme import UNIT

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
USUAL = QuietHours(time(19), time(7), frozenset(range(7)))
"""What is offered to whoever has had none."""


class QuietEditor(QWidget):
    """Every change counts at once."""

    changed = Signal(object)  # QuietHours, or None for no such hours

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self._on = QCheckBox("Keep quiet hours", self)
        self._on.setObjectName("quietOn")
        self._start = self._time_field("quietStart", "Quiet from")
        self._end = self._time_field("quietEnd", "Quiet until")
        self._days = [self._day(number, name) for number, name in enumerate(_DAYS)]
        self._told = muted("", self)
        self._told.setObjectName("quietTold")
        self._fields = QWidget(self)
        self._build()
        self._fill(None)
        self._on.toggled.connect(self._on_edited)

    def show_hours(self, hours: QuietHours | None) -> None:
        """Show these; without any, all but the box is folded away."""
        if hours != self._hours():
            self._fill(hours)

    def _fill(self, hours: QuietHours | None) -> None:
        self._is_showing = True
        self._on.setChecked(hours is not None)
        shown = hours or USUAL
        _show_time(self._start, shown.start)
        _show_time(self._end, shown.end)
        for number, box in enumerate(self._days):
            box.setChecked(number in shown.days)
        self._is_showing = False
        self._tell()

    def _hours(self) -> QuietHours | None:
        days = frozenset(number for number, box in enumerate(self._days) if box.isChecked())
        if not self._on.isChecked() or not days:
            return None
        return QuietHours(_time(self._start), _time(self._end), days)

    def _on_edited(self) -> None:
        if not self._is_showing:
            self._tell()
            self.changed.emit(self._hours())

    def _tell(self) -> None:
        is_on, hours = self._on.isChecked(), self._hours()
        self._fields.setVisible(is_on)
        if not is_on:
            self._told.setText(
                "All day long Conductor is asked every few minutes whether QuickBooks answers."
            )
        elif hours is None:
            self._told.setText("Choose at least one day; until then there are no quiet hours.")
        else:
            next_day = " on the next day" if hours.end <= hours.start else ""
            self._told.setText(
                f"From {hours.start:%H:%M} to {hours.end:%H:%M}{next_day} nothing is asked but "
                "this PC. “Check now” works at any time."
            )

    def _time_field(self, name: str, spoken: str) -> Choice:
        field = Choice(name, spoken, self)
        for half in range(48):
            moment = time(half // 2, half % 2 * 30)
            field.addItem(f"{moment:%H:%M}", moment)
        field.currentIndexChanged.connect(self._on_edited)
        return field

    def _day(self, number: int, name: str) -> QCheckBox:
        box = QCheckBox(name[:3], self)
        box.setObjectName(f"quietDay{number}")
        box.setAccessibleName(f"Quiet on {name}")
        box.toggled.connect(self._on_edited)
        return box

    def _build(self) -> None:
        times = QHBoxLayout()
        times.setSpacing(UNIT)
        for part in (self._word("From"), self._start, self._word("to"), self._end):
            times.addWidget(part)
        times.addStretch(1)
        days = QHBoxLayout()
        days.setSpacing(UNIT // 2)
        for box in self._days:
            days.addWidget(box)
        days.addStretch(1)
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(UNIT * 3, 0, 0, 0)
        fields.setSpacing(UNIT)
        fields.addLayout(times)
        fields.addLayout(days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._on)
        column.addWidget(self._fields)
        column.addWidget(self._told)

    def _word(self, text: str) -> QLabel:
        label = body(text, self)
        label.setWordWrap(False)
        return label


def _time(field: Choice) -> time:
    moment: time = field.currentData()
    return moment


def _show_time(field: Choice, moment: time) -> None:
    """Also one that is in no list, because somebody has written it into the settings."""
    text = f"{moment:%H:%M}"
    if field.findText(text) < 0:
        field.addItem(text, moment)
    field.setCurrentIndex(field.findText(text))
