"""What only a person can decide before an EndUser is used or made, and the possible answers."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.errors import AppError, Owner

if TYPE_CHECKING:
    from conductor_desktop.conductor.models import EndUser
    from conductor_desktop.storage.profiles import EndUserRef

_LONGEST_NAME = 80


class Choice(enum.Enum):
    """An answer, as it is written on its button."""

    LOOK_AGAIN = "Look again"
    CREATE_ANEW = "Create a new one"
    USE_FOUND = "Use this entry"
    SAME_COMPANY = "Yes, the same company"
    ANOTHER_COMPANY = "No, another company"


class EndUserQuestion(AppError):
    """Nothing was changed, and nothing is until a person has answered.

    ``choices`` has the careful answer first; without any the list of entries is the answer.
    ``found_id`` is the EndUser that ``Choice.USE_FOUND`` means.
    """

    choices: tuple[Choice, ...] = ()
    found_id: str = ""


class PerhapsCreated(EndUserQuestion):
    """A request to create was sent, and neither its answer nor its EndUser has turned up."""

    choices = (Choice.LOOK_AGAIN, Choice.CREATE_ANEW)

    def __init__(self, company: str, refusal: AppError | None = None) -> None:
        known = (
            "The request to make it was sent, but the answer got lost on the way"
            if refusal is None
            else "Conductor says that there is an entry with this id already"
        )
        super().__init__(
            f"Is there an entry for “{company}”?",
            f"{known}, and the entry does not show up in Conductor's list. It was looked for "
            "several times.",
            "Look again in a minute or two. Create a new one only if it still does not show up: "
            "two entries for one company cannot be joined later.",
            details=refusal.details if refusal is not None else None,
        )


class EndUserGone(EndUserQuestion):
    """The EndUser this PC was connected as is unknown to Conductor now."""

    owner = Owner.VENDOR
    choices = (Choice.LOOK_AGAIN, Choice.CREATE_ANEW)

    def __init__(self, company: str) -> None:
        super().__init__(
            f"The entry of “{company}” is gone",
            "This PC was set up with it, but Conductor does not know it any more. It may have "
            "been removed, or it belongs to another key.",
            "Ask your vendor whether it was removed. If it was, create a new one and connect "
            "QuickBooks again.",
        )


class SeveralEntries(EndUserQuestion):
    """Two or more EndUsers share one ``sourceId``: nobody but a person can tell them apart."""

    def __init__(self, source_id: str, users: tuple[EndUser, ...]) -> None:
        super().__init__(
            "Two entries have this id" if len(users) == 2 else "Several entries have this id",
            f"There are {len(users)} entries in Conductor with the id “{source_id}”, so this "
            "app cannot know which one is meant. Nothing was changed.",
            "Choose the right one from the list below; ask your vendor if you are not sure.",
            details={"endUsers": ", ".join(user.id for user in users)},
        )
        self.users = users


class OtherCompany(EndUserQuestion):
    """The EndUser with this ``sourceId`` has quite another company's name."""

    def __init__(self, found: EndUser, company: str, *, is_own_id: bool) -> None:
        theirs = plain_text(found.company_name, _LONGEST_NAME)
        super().__init__(
            f"Is “{theirs}” the same company?",
            f"The entry with the id “{found.source_id}” is for “{theirs}”, not for “{company}”.",
            "Use this entry if both names mean the same company."
            if is_own_id
            else "Use this entry if both names mean the same company. If not, correct the id "
            "below, or ask your vendor for the right one.",
            details={"endUser": found.id},
        )
        self.found_id = found.id
        self.choices = (
            (Choice.USE_FOUND, Choice.ANOTHER_COMPANY) if is_own_id else (Choice.USE_FOUND,)
        )


class SettledMeanwhile(EndUserQuestion):
    """Another window on the same settings has settled an EndUser since this one looked."""

    choices = (Choice.USE_FOUND, Choice.CREATE_ANEW)

    def __init__(self, found: EndUserRef) -> None:
        super().__init__(
            f"Another window has chosen “{found.company_name}”",
            "While this window was open, this PC was set up for that entry in another one.",
            "Use this entry, unless this PC is for another company.",
            details={"endUser": found.id},
        )
        self.found_id = found.id


class OtherPc(EndUserQuestion):
    """The settings come from another PC: a restored backup, or a cloned one."""

    choices = (Choice.SAME_COMPANY, Choice.ANOTHER_COMPANY)

    def __init__(self, company: str | None) -> None:
        there = f" for “{company}”" if company else ""
        super().__init__(
            "Is this PC for the same company?",
            f"The settings of this app come from another PC, where it was used{there}. They may "
            "have been restored from a backup, or the PC was renamed or copied.",
            "Answer “No” if this PC is for another company, and it gets an entry of its own.",
        )


class AlreadyUnderWay(AppError):
    """Another process on the same settings is at it, so this one has done nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Another window is doing this",
            "Conductor Desktop is open a second time on this PC and is creating or choosing an "
            "entry at this moment. Nothing was done here.",
            "Go on in the other window, or close it and try again here in a minute.",
        )


class HasConnection(AppError):
    """Another connection of this PC is for the same EndUser."""

    def __init__(self, company: str) -> None:
        super().__init__(
            "This company is connected already",
            f"This PC has a connection for “{company}” with this very entry.",
            "Cancel this setup and choose that connection from the list at the top left. To make "
            "it work again, use “Reconnect…” there.",
        )


class NothingSent(AppError):
    """The intent to create could not be kept, and without it nothing is asked of Conductor."""

    def __init__(self, cause: AppError) -> None:
        super().__init__(
            "No entry was made",
            "Before it asks for a new entry, this app notes down that it is about to. That could "
            f"not be kept, so nothing was sent. {cause.explanation}",
            cause.next_step,
            details=cause.details,
        )
        self.owner = cause.owner


class NotNotedDown(AppError):
    """The EndUser is settled at Conductor, and this PC could not keep that."""

    def __init__(self, company: str, cause: AppError) -> None:
        super().__init__(
            "The entry exists, but is not saved here",
            f"Conductor has the entry for “{company}”, but this PC could not note it down. "
            f"{cause.explanation}",
            "Free some disk space if the disk is full, then try again: the entry will be found, "
            "and no second one is made.",
            details=cause.details,
        )
