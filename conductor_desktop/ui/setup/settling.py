"""The step "Who is this for?": the list, the entry that is made or chosen, and what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from conductor_desktop.services.end_users import EndUsersService
    from conductor_desktop.services.setup import SetupService


class Settling(QObject):
    """``work`` is what the whole setup does one at a time."""

    failed = Signal(object)  # AppError; an EndUserQuestion where a person has to decide
    draft_ready = Signal(object)  # EndUserDraft
    listed = Signal(object)  # tuple of EndUser
    looking_again = Signal()  # an answer got lost; what it was is looked for, for half a minute
    settled = Signal()

    def __init__(
        self, setup: Callable[[], SetupService], work: OneAtATime, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._work = work

    def list_entries(self) -> None:
        """The draft for a new entry and the list of existing ones."""
        self._list(lambda _end_users, _task: None)

    def tell_company(self, is_same: bool) -> None:
        """Whether this PC is for the company that its settings, or an entry, are about."""

        def told(end_users: EndUsersService, task: Task) -> None:
            if is_same:
                end_users.same_company(task.token)
            else:
                end_users.another_company(task.token)

        self._list(told)

    def create(self, company_name: str, email: str, source_id: str) -> None:
        """Use the entry with this id, or make it."""
        self._create(company_name, email, source_id, anew=False)

    def create_anew(self, company_name: str, email: str, source_id: str) -> None:
        """Make it although it is not certain what became of an earlier one."""
        self._create(company_name, email, source_id, anew=True)

    def load(self, end_user_id: str) -> None:
        """Use an existing entry."""
        self._settle(lambda task: self._setup().end_users.load(end_user_id, task.token))

    def _list(self, first: Callable[[EndUsersService, Task], None]) -> None:
        def work(task: Task) -> object:
            end_users = self._setup().end_users
            first(end_users, task)
            task.report(end_users.draft())
            return end_users.existing(task.token)

        self._work.start(
            work,
            self.listed.emit,
            self.failed.emit,
            on_progress=self.draft_ready.emit,
            wait=waits.LISTING,
        )

    def _create(self, company_name: str, email: str, source_id: str, *, anew: bool) -> None:
        def work(task: Task) -> object:
            from conductor_desktop.services.end_user_draft import EndUserDraft

            return self._setup().end_users.create_or_load(
                EndUserDraft(company_name, email, source_id),
                task.token,
                anew=anew,
                on_patience=lambda: task.report(None),
            )

        self._settle(work)

    def _settle(self, work: Callable[[Task], object]) -> None:
        self._work.start(
            work,
            lambda _: self.settled.emit(),
            self.failed.emit,
            on_progress=lambda _: self._on_patience(),
            wait=waits.SETTLING,
        )

    def _on_patience(self) -> None:
        self._work.wait_for(waits.LOOKING_AGAIN)
        self.looking_again.emit()
