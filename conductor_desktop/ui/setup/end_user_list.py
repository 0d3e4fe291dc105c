"""The entries that exist already: thousands of them, narrowed by words, one of them chosen."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.fields import offer_clearing
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.conductor.models import EndUser


class EndUserModel(QStringListModel):
    """Shows those of its entries that have all of the words in them.

    A list of texts, because Qt asks a model that is written in Python so often that laying out
    5,000 rows took a tenth of a second, and a whole one where rows differ in height (measured).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._shown: list[_Row] = []

    @property
    def total(self) -> int:
        return len(self._rows)

    @property
    def has_twins(self) -> bool:
        """Whether two have the same id of the vendor's, and a second line tells them apart."""
        return any(row.has_twin for row in self._rows)

    def replace(self, users: tuple[EndUser, ...], words: str) -> None:
        """Other entries, narrowed in the same way."""
        ids = Counter(user.source_id for user in users)
        self._rows = [_Row(user, has_twin=ids[user.source_id] > 1) for user in users]
        self.narrow(words)

    def narrow(self, words: str) -> None:
        """Show what has all of ``words``, in any order and case; everything for none."""
        wanted = words.casefold().split()
        self._shown = [row for row in self._rows if row.has(wanted)]
        self.setStringList([row.text for row in self._shown])

    def id_at(self, index: QModelIndex) -> str:
        """The EndUser's id; "" where there is none."""
        return self._shown[index.row()].user.id if index.isValid() else ""

    def index_of(self, end_user_id: str) -> QModelIndex:
        """Where it is shown; an invalid index where it is not."""
        ids = (row.user.id for row in self._shown)
        place = next((n for n, one in enumerate(ids) if one == end_user_id), -1)
        return self.index(place) if place >= 0 else QModelIndex()


class EndUserList(QWidget):
    """Search field, list, and how many are shown. What is hidden by the search is not chosen."""

    changed = Signal()  # another one is chosen, or none any more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("endUserExisting")
        self._chosen = ""
        self._model = EndUserModel(self)
        self._search = QLineEdit(self)
        self._search.setObjectName("endUserSearch")
        self._search.setPlaceholderText("Search by name, e-mail or id")
        self._search.setAccessibleName("Search the existing entries")
        offer_clearing(self._search)
        self._list = QListView(self)
        self._list.setObjectName("endUserList")
        self._list.setAccessibleName("Existing entries")
        self._list.setModel(self._model)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setMinimumHeight(UNIT * 15)
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._note = muted("", self)
        self._note.setObjectName("endUserListNote")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)
        self._search.textChanged.connect(self._on_search)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def chosen_id(self) -> str:
        """The id of the EndUser that is chosen and shown; "" for none."""
        return self._model.id_at(self._list.currentIndex())

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return self._model.total

    def show_users(self, users: tuple[EndUser, ...], choose: str = "") -> None:
        """Other entries; ``choose`` is the id of the one to choose, else it stays as it was."""
        self._chosen = choose or self._chosen
        self._model.replace(users, self._search.text())
        self._list.setUniformItemSizes(not self._model.has_twins)
        self._after_reset()

    def show_all(self) -> None:
        """Search for nothing, and choose none."""
        self._chosen = ""
        self._search.clear()
        self._list.setCurrentIndex(QModelIndex())

    def _on_search(self, text: str) -> None:
        self._model.narrow(text)
        self._after_reset()

    def _after_reset(self) -> None:
        index = self._model.index_of(self._chosen) if self._chosen else QModelIndex()
        if index.isValid():
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
        self._say_how_many()
        self.changed.emit()

    def _say_how_many(self) -> None:
        shown, total = self._model.rowCount(), self._model.total
        if not total:
            self._note.setText("There are none yet.")
        elif shown == total:
            self._note.setText(f"{QLocale().toString(total)} in all.")
        else:
            self._note.setText(f"{QLocale().toString(shown)} of {QLocale().toString(total)} shown.")

    def _on_current_changed(self, now: QModelIndex) -> None:
        if now.isValid():
            self._chosen = self._model.id_at(now)
        self.changed.emit()


class _Row:
    """One entry, and what it is found by; put together when it is first looked at."""

    def __init__(self, user: EndUser, *, has_twin: bool) -> None:
        self.user = user
        self.has_twin = has_twin

    def has(self, words: list[str]) -> bool:
        return all(word in self._found_by for word in words)

    @cached_property
    def _found_by(self) -> str:
        user = self.user
        fields = (user.company_name, user.email, user.source_id, user.id)
        return "\n".join(fields).casefold()

    @cached_property
    def text(self) -> str:
        """In a second line what tells it from another one with its id."""
        user = self.user
        words = _line(user.company_name, user.email, user.source_id)
        if not self.has_twin:
            return words
        created = QDateTime.fromSecsSinceEpoch(int(user.created_at.timestamp()))
        made = QLocale().toString(created, QLocale.FormatType.ShortFormat)
        return f"{words}\n{_line(f'made {made}', user.id)}"


def _line(*parts: str) -> str:
    return "   ·   ".join(parts)
