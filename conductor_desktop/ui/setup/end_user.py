"""The third page: whose books these are; a new EndUser or one that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QLineEdit, QWidget

from conductor_desktop.services.end_user_questions import (
    Choice,
    EndUserQuestion,
    SeveralEntries,
)
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.setup.doors import Door
from conductor_desktop.ui.setup.end_user_list import EndUserList
from conductor_desktop.ui.setup.page import ScrollColumn, SetupPage
from conductor_desktop.ui.setup.question import QuestionPanel
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.conductor.models import EndUser
    from conductor_desktop.errors import AppError
    from conductor_desktop.services.end_user_draft import EndUserDraft

_LOOKING = Message(
    Kind.INFO,
    "Looking whether it worked",
    "The answer to a request to make this entry got lost. Before anything else is done, the app "
    "looks whether there is an entry now. This takes up to half a minute.",
)


class EndUserPage(SetupPage):
    """Create from three fields, or choose from the list."""

    list_wanted = Signal()
    create_wanted = Signal(str, str, str)  # company name, e-mail, own id
    create_anew_wanted = Signal(str, str, str)  # the same, although there may be one already
    load_wanted = Signal(str)  # EndUser id
    company_told = Signal(bool)  # whether this PC is for the company that was asked about

    mends = WayOut.END_USER

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "endUserPage",
            "Who is this for?",
            "Conductor keeps one entry for each company file. If this company has one already, "
            "it is used again; nothing is made twice.",
            parent,
        )
        self._company = _field("endUserCompany", "As the company calls itself")
        self._email = _field("endUserEmail", "office@company.example")
        self._source = _field("endUserSource", "The id of this customer in your own system")
        self._wanted_id = ""  # to be selected once the list is there
        self._is_listed = False
        self._question = QuestionPanel("endUserQuestion", self)
        self._found_id = ""  # what the question is about
        self.column.addWidget(self._question)
        self._new_door = self._build_new_door()
        self._list = EndUserList(self)
        self._old_door = self._build_old_door()
        group = QButtonGroup(self)
        self._scroll = ScrollColumn("A new company or an existing one", self)
        for door in (self._new_door, self._old_door):
            group.addButton(door.radio)
            self._scroll.column.addWidget(door)
        self._scroll.column.addStretch(1)
        self.column.addWidget(self._scroll, 1)
        self._connect()
        self._new_door.radio.setChecked(True)

    @property
    def next_text(self) -> str:
        return "Use this one" if self._old_door.radio.isChecked() else "Create and continue"

    @property
    def can_go_next(self) -> bool:
        if self._old_door.radio.isChecked():
            return self._list.chosen_id != ""
        return all(f.text().strip() for f in (self._company, self._email, self._source))

    def on_next(self) -> None:
        self._say_nothing()
        if self._old_door.radio.isChecked():
            self.load_wanted.emit(self._list.chosen_id)
        else:
            self.create_wanted.emit(*self._fields())

    def on_enter(self) -> None:
        self._is_listed = False
        self._say_nothing()
        self.list_wanted.emit()

    def show_error(self, error: AppError) -> None:
        self._say_nothing()
        if isinstance(error, SeveralEntries):
            self._old_door.radio.setChecked(True)
            self._list.show_all()
            self.show_end_users(error.users)
        if isinstance(error, EndUserQuestion):
            self._found_id = error.found_id
            self._question.ask(error)
        else:
            self.tell(error, "" if self._is_listed else "Try again", self._on_try_again)

    def show_looking(self) -> None:
        """An answer got lost; this takes a while and nobody has to do anything."""
        self.say(_LOOKING)

    def forget(self) -> None:
        """What is shown was of another way in."""
        for field in (self._company, self._email, self._source):
            field.clear()
        self._list.show_all()
        self._list.show_users(())
        self._new_door.radio.setChecked(True)

    def offer(self, draft: EndUserDraft) -> None:
        """Fill in what is known, without touching what the person has typed."""
        if draft.id:
            self._wanted_id = draft.id
            self._old_door.radio.setChecked(True)
        for field, value in (
            (self._company, draft.company_name),
            (self._email, draft.email),
            (self._source, draft.source_id),
        ):
            if not field.text():
                field.setText(value)

    def show_end_users(self, users: tuple[EndUser, ...]) -> None:
        """The existing entries, newest first."""
        self._is_listed = True
        wanted, self._wanted_id = self._wanted_id, ""
        self._list.show_users(users, choose=wanted)

    def _build_new_door(self) -> Door:
        door = Door("doorNew", "A new company", "Make a new entry in Conductor.", self)
        form = QGridLayout()
        form.setHorizontalSpacing(UNIT * 2)
        form.setVerticalSpacing(UNIT)
        for row, (text, field) in enumerate(
            (
                ("Company name", self._company),
                ("E-mail", self._email),
                ("Your own id for it", self._source),
            )
        ):
            label = QLabel(text, door)
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        door.fields.addLayout(form)
        door.fields.addWidget(
            muted("The e-mail address is for telling entries apart; nothing is sent to it.")
        )
        return door

    def _build_old_door(self) -> Door:
        door = Door("doorExisting", "One that exists already", "Choose it from the list.", self)
        door.fields.addWidget(self._list, 1)
        return door

    def _connect(self) -> None:
        for field in (self._company, self._email, self._source):
            field.textChanged.connect(self._on_changed)
        for door in (self._new_door, self._old_door):
            door.chosen.connect(self._on_door)
        self._question.answered.connect(self._on_answered)
        self._list.changed.connect(self._on_changed)

    def _fields(self) -> tuple[str, str, str]:
        return self._company.text(), self._email.text(), self._source.text()

    def _say_nothing(self) -> None:
        self.problem.clear()
        self._question.clear()

    def _on_try_again(self) -> None:
        self.problem.clear()
        self.list_wanted.emit()

    def _on_answered(self, choice: Choice) -> None:
        match choice:
            case Choice.LOOK_AGAIN:
                self.create_wanted.emit(*self._fields())
            case Choice.CREATE_ANEW:
                self.create_anew_wanted.emit(*self._fields())
            case Choice.USE_FOUND:
                self.load_wanted.emit(self._found_id)
            case Choice.SAME_COMPANY:
                self.company_told.emit(True)
            case Choice.ANOTHER_COMPANY:
                self._source.clear()  # a new one will be offered
                self.company_told.emit(False)

    def _on_door(self) -> None:
        """A list has the room there is; fields stand at the top."""
        column, has_list = self._scroll.column, self._old_door.radio.isChecked()
        column.setStretchFactor(self._old_door, int(has_list))
        column.setStretch(column.count() - 1, int(not has_list))
        self._on_changed()

    def _on_changed(self) -> None:
        self._say_nothing()
        self.next_changed.emit()


def _field(name: str, example: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setPlaceholderText(example)
    field.setMaxLength(200)
    return field
