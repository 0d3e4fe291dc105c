"""The Company page: names and values, to be read and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.services.company.facts import Fact, facts_of
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.ui.company.controller import CompanyController, Seen
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.copying import as_lines
from conductor_desktop.ui.parts.export_desk import ExportDesk, Words
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card, EmptyState, centred
from conductor_desktop.ui.parts.reading_tools import ReadingTools
from conductor_desktop.ui.parts.texts import body, breakable, muted, selectable
from conductor_desktop.ui.theme import UNIT

_LONGEST = 1000  # laying out a text of a megabyte would stop the window
_NO_NUMBERS = "Tax numbers (EIN and SSN) are neither read nor shown by this app."


def _counted(count: int, formats: Formats) -> str:
    return "1 detail" if count == 1 else f"{formats.count(count)} details"


DETAILS = Words("company", "company details", "Company", _counted)


class CompanyScreen(QWidget):
    """Says what is wanted to the controller and shows its state. Nothing is asked until opened."""

    def __init__(
        self,
        controller: CompanyController,
        formats: Callable[[], Formats],
        parent: QWidget | None = None,
        *,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._facts: tuple[Fact, ...] = ()
        self.setObjectName("companyScreen")
        self.setAccessibleName("Company")
        # Made in the order in which the Tab key visits them.
        self._copy = plain_button("Copy", "companyCopy", self)
        self.export_desk = ExportDesk(
            controller.exporter,
            self._seen,
            formats,
            DETAILS,
            self,
            policies=policies,
            folder=folder,
        )
        self._reading = ReadingTools("company", "Asking about the company", self)
        self._line = muted("", self)
        self._problem = MessagePanel("companyProblem", self)
        self._sheet = _Sheet(self)
        self._empty = EmptyState("companyEmpty", "", "", "Ask QuickBooks", self)
        self._content = QStackedWidget(self)
        self._name()
        self._build()
        self._wire()
        self._on_state_changed(controller.state)

    @property
    def facts(self) -> Sequence[Fact]:
        """What is shown."""
        return self._facts

    def begin(self) -> None:
        """Opening the page is asking; after that only a click asks again."""
        if self._controller.state.phase is Phase.EMPTY_START:
            self._controller.load()

    def copy(self) -> None:
        """Put names and values on the clipboard, a line each, apart by tabs."""
        rows = [(fact.name, ", ".join(fact.text.splitlines())) for fact in self._facts]
        QGuiApplication.clipboard().setText(as_lines(rows, (True, True)))

    def _seen(self) -> Seen:
        company = self._controller.company
        if company is None:  # the button is off
            raise RuntimeError("there is nothing to export")
        return Seen(company)

    def _name(self) -> None:
        self._copy.setToolTip("Put all of it on the clipboard")
        self._line.setObjectName("companyLine")

    def _build(self) -> None:
        self._line.setWordWrap(False)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._line)
        head.addWidget(self._reading.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for widget in (
            self._copy,
            self.export_desk.button,
            self._reading.refresh,
            self._reading.cancel,
        ):
            head.addWidget(widget)
        self._content.addWidget(self._sheet)
        self._content.addWidget(centred(self._empty, self._content))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT, UNIT * 4, UNIT * 3)
        column.setSpacing(UNIT)
        column.addLayout(head)
        column.addWidget(self._problem)
        column.addWidget(self.export_desk.panel)
        column.addWidget(self._content, 1)

    def _wire(self) -> None:
        self._copy.clicked.connect(self.copy)
        self._reading.wire(self._controller.load, self._controller.cancel)
        self._empty.action_clicked.connect(self._controller.load)
        self._problem.action_clicked.connect(self._controller.load)
        self._controller.state_changed.connect(self._on_state_changed)

    def _on_state_changed(self, state: State) -> None:
        loading = state.phase is Phase.LOADING
        company = self._controller.company
        self._facts = () if company is None else facts_of(company)
        self._reading.show_state(state)
        self._line.setText("Asking QuickBooks…" if loading else "")
        if state.problem is None:
            self._problem.clear()
        else:
            self._problem.show_error(state.problem, "Try again")
        self._copy.setEnabled(bool(self._facts))
        self.export_desk.offer(bool(self._facts))
        self._sheet.show_facts(self._facts)
        self._say_why_empty(state)
        self._content.setVisible(bool(self._facts) or state.problem is None)
        self._content.setCurrentIndex(0 if self._facts else 1)

    def _say_why_empty(self, state: State) -> None:
        if state.unavailable is not None:
            why = state.unavailable
            self._empty.say(why.heading, why.text, offers_action=False)
        elif state.phase is Phase.LOADING:
            self._empty.say(
                "Asking QuickBooks about the company…",
                "If invoices or customers are being read, this comes after them.",
                offers_action=False,
            )
        elif state.phase is Phase.READY:
            self._empty.say(
                "Nothing is known",
                "QuickBooks answered: the company file says nothing about its company.",
                offers_action=False,
            )
        else:
            self._empty.say("The company is one click away", "It is read when you ask for it.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.export_desk.look_again()
        # What was missing may be there by now, after the guided setup for example.
        if self._controller.state.phase is Phase.UNAVAILABLE:
            self._controller.reset()


class _Sheet(QScrollArea):
    """Names on the left, values beside them, on a card that scrolls where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("companySheet")
        self.setAccessibleName("What the company file says")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[Fact, ...] = ()
        inside = QWidget(self)
        self._card = Card(inside)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(UNIT * 4)
        self._form.setVerticalSpacing(UNIT)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._card.column.addLayout(self._form)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        column.addWidget(muted(_NO_NUMBERS, inside))
        column.addStretch(1)
        self.setWidget(inside)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """These instead of what was there."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        while self._form.rowCount():
            self._form.removeRow(0)
        for fact in facts:
            name = muted(fact.name, self._card)
            name.setWordWrap(False)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._form.addRow(name, _value(fact, self._card))


def _value(fact: Fact, parent: QWidget) -> QLabel:
    text = fact.text if len(fact.text) <= _LONGEST else f"{fact.text[:_LONGEST]}…"
    label = selectable(body(breakable(text), parent))
    label.setAccessibleName(f"{fact.name}: {fact.text[:_LONGEST]}")
    return label
