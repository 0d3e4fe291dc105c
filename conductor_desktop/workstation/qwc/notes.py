"""What is unusual about a connection file that keeps every rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from conductor_desktop.workstation.qwc.brief import brief
from conductor_desktop.workstation.qwc.reading import QwcFile

OLD_DAYS = 7
"""A link works for seven days at most, and the password beside it is of the same visit."""
_SHORTEST_SECONDS = 60
_MOST_NAMES = 3


@dataclass(frozen=True)
class Note:
    """A sentence for the person; ``wants_a_look`` where something may go wrong because of it."""

    text: str
    wants_a_look: bool = False


def notes_on(
    file: QwcFile, *, added: Collection[str] = (), age_days: float = 0.0
) -> tuple[Note, ...]:
    """Everything worth saying, what matters most first.

    ``added`` are the applications that the Web Connector has already.
    """
    return tuple(
        note
        for note in (
            _added(file, added),
            _read_only(file),
            _old(age_days),
            _unattended(file),
            _busy(file),
            _elsewhere(file),
            _unknown(file),
        )
        if note is not None
    )


def is_added(file: QwcFile, added: Collection[str]) -> bool:
    """Whether the Web Connector has an application of this name, or of its other one."""
    names = {file.app_name.casefold(), (file.app_unique_name or file.app_name).casefold()}
    return not names.isdisjoint(name.casefold() for name in added)


def _added(file: QwcFile, added: Collection[str]) -> Note | None:
    if not is_added(file, added):
        return None
    replacing = (
        "It replaces the old entry without asking"
        if file.app_unique_name
        else "If it asks, replace the old entry"
    )
    return Note(
        f"“{brief(file.app_name)}” is in the Web Connector already. {replacing}; then the new "
        "password counts. If it says that this file was added before, skip it: nothing has to be "
        "added twice.",
        wants_a_look=True,
    )


def _read_only(file: QwcFile) -> Note | None:
    if not file.is_read_only:
        return None
    return Note(
        "It asks for reading only, and then the Web Connector may fail to add it (QBWC1080). If "
        "it does, send that to whoever sent you the setup.",
        wants_a_look=True,
    )


def _old(age_days: float) -> Note | None:
    if age_days <= OLD_DAYS:
        return None
    return Note(
        f"It is {int(age_days)} days old, so the password on this page may be of another file. If "
        "the password is refused, download the file again.",
        wants_a_look=True,
    )


def _unattended(file: QwcFile) -> Note | None:
    if not file.needs_unattended:
        return None
    return Note("QuickBooks takes no other answer than the last one: “Yes, always”.")


def _busy(file: QwcFile) -> Note | None:
    if file.every_seconds is None or file.every_seconds >= _SHORTEST_SECONDS:
        return None
    return Note(f"It wants to ask QuickBooks every {file.every_seconds} seconds, which is often.")


def _elsewhere(file: QwcFile) -> Note | None:
    if file.support_host == file.host:
        return None
    return Note(f"Its help page is at “{brief(file.support_host)}”.")


def _unknown(file: QwcFile) -> Note | None:
    names = [brief(name) for name in file.unknown_elements[:_MOST_NAMES]]
    if not names:
        return None
    more = " and more" if len(file.unknown_elements) > _MOST_NAMES else ""
    return Note(f"It has parts that this app does not know: {', '.join(names)}{more}.")
