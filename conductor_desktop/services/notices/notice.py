"""What a notice says: the trouble and the one thing to do, or that it is over."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.errors import Owner
from conductor_desktop.services.connection.evidence import PC_SAYS_FOR
from conductor_desktop.services.connection.watch import Phase, Watch


@dataclass(frozen=True)
class Notice:
    """A title of some words and a text of one or two sentences. ``owner`` is whose turn it is."""

    title: str
    text: str
    owner: Owner | None = None

    @property
    def is_good_news(self) -> bool:
        """Whether there is nothing to do for anybody."""
        return self.owner is None


@dataclass(frozen=True)
class Show:
    """Say it, in the place of what was said before."""

    notice: Notice


@dataclass(frozen=True)
class Withdraw:
    """Take back what was said before, where it can still be seen."""


Effect = Show | Withdraw


def trouble_in(watch: Watch) -> str | None:
    """What is wrong and needs somebody, by a name that stays; None for what passes by itself."""
    told, diagnosis = watch.told, watch.diagnosis
    if told is None or not (watch.phase.is_red or watch.phase is Phase.UNCONFIGURED):
        return None
    if diagnosis.turn(told) is None:
        return None
    return str(diagnosis.cause.id if diagnosis.cause is not None else told.said.name.lower())


def is_well(watch: Watch) -> bool:
    """Whether nothing is wrong by what is known of now; QuickBooks need not have answered yet.

    A PC that may not ask Conductor knows only of itself.
    """
    told, look = watch.told, watch.evidence.pc
    if watch.diagnosis.first is not None or not (told is None or told.said.is_good):
        return False
    was_looked_at = look is not None and watch.seen.wall - look.at <= PC_SAYS_FOR
    return was_looked_at or is_proven(watch)


def is_proven(watch: Watch, since: float | None = None) -> bool:
    """Whether QuickBooks answered lately, and nothing speaks against it.

    An answer from before ``since``, on the monotonic clock, does not count.
    """
    at = watch.proven_at
    is_new = since is None or (at is not None and at >= since)
    return watch.phase is Phase.HEALTHY and is_new


def notice_of(watch: Watch) -> Notice:
    """The trouble of ``watch`` as it is told. Only where ``trouble_in`` finds one."""
    told, likely = watch.told, watch.diagnosis.likely
    if told is None:
        raise ValueError("nothing is known that could be told")
    if watch.diagnosis.cause is None and likely:
        first = likely[0]
        return Notice(told.headline, f"Most likely: {first.title}. {first.next_step}", first.owner)
    return Notice(told.headline, told.next_step, told.owner)


def over(watch: Watch) -> Notice:
    """It works again."""
    company = watch.told.company if watch.told is not None else None
    title = f"“{company}” works again" if company else "The connection works again"
    return Notice(title, "The trouble is over, and there is nothing to do.")
