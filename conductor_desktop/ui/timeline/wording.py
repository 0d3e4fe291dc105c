"""What the Timeline screen says beside its list: pure functions, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from conductor_desktop.errors import AppError
from conductor_desktop.services.history.entry import Entry
from conductor_desktop.services.history.service import History


def count_line(shown: Sequence[Entry], history: History | None) -> str:
    """How much of all that happened is shown."""
    if history is None or not history.entries:
        return ""
    outages = sum(entry.is_trouble for entry in shown)
    rest = len(shown) - outages
    parts = [_count(outages, "outage"), _count(rest, "other entry", "other entries")]
    text = ", ".join(parts)
    hidden = len(history.entries) - len(shown)
    return f"{text}; {hidden} more not shown" if hidden else text


def empty_words(history: History | None, failure: AppError | None) -> tuple[str, str]:
    """Heading and text for a list with nothing in it."""
    if failure is not None:
        return failure.title, f"{failure.explanation} {failure.next_step}"
    if history is None:
        return "Reading what was noted down…", ""
    if history.since is None:
        return (
            "Nothing was noted down yet",
            "From now on, what happens to the connection stands here: what was wrong, since when, "
            "and when it was fixed.",
        )
    if not history.entries:
        return "Nothing went wrong", f"There was no trouble since {_date(history.since)}."
    return (
        "Nothing like that happened",
        "There are other entries, at other times or of other kinds.",
    )


def copy_label(has_selection: bool) -> str:
    """What the button copies."""
    return "Copy selection" if has_selection else "Copy all"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _date(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"
