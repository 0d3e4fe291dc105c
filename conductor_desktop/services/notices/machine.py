"""Decides what is said of a watched connection: pure, it shows nothing itself.

One notice for one event, and none before it has lasted. The event ends when the connection is
known to be well, not when the trouble merely changes its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from conductor_desktop.services.connection.watch import Moment, Watch
from conductor_desktop.services.notices.notice import (
    Effect,
    Show,
    Withdraw,
    is_proven,
    is_well,
    notice_of,
    over,
    trouble_in,
)
from conductor_desktop.storage.profiles import Told

LASTING_SECONDS = 300.0
"""Most troubles are over before that, and nobody has to hear of them."""
GAP_SECONDS = 60.0
"""Nobody watched for longer than this: the PC slept, and what was before says nothing of now."""
NOT_AGAIN_FOR = timedelta(days=1)
"""How long one who was told knows it, however often the app is started meanwhile."""
NOT_AT_ONCE_AGAIN_FOR = timedelta(hours=1)
"""The same of what was over since: something may come and go all day."""
KEPT_FOR = timedelta(days=7)
_CLOCK_ERROR = timedelta(hours=1)


@dataclass(frozen=True)
class Notices:
    """``told`` is kept across restarts, by the name of the trouble.

    ``telling`` is the trouble that the person was told of and that is not over. Once it is,
    ``owes_good_news`` until QuickBooks has answered after it ``began``. ``since`` and
    ``trouble_since`` are on the monotonic clock as well: since when something is wrong, and since
    when it is ``trouble``.
    """

    told: Mapping[str, Told] = field(default_factory=dict)
    telling: str | None = None
    owes_good_news: bool = False
    began: float = 0.0
    trouble: str | None = None
    trouble_since: float = 0.0
    since: float | None = None
    seen: float | None = None


Step = tuple[Notices, tuple[Effect, ...]]


def step(
    notices: Notices, watch: Watch, now: Moment, *, is_quiet: bool = False, is_paused: bool = False
) -> Step:
    """What becomes of ``notices``, and what is to be shown or taken back. Never raises.

    While paused nothing is known; in quiet hours it is known, and kept for later.
    """
    notices = _after_time(notices, now)
    if is_paused:
        withdrawn = (Withdraw(),) if notices.telling is not None else ()
        notices = replace(notices, telling=None, owes_good_news=False, trouble=None, since=None)
        return notices, withdrawn
    if is_well(watch):
        return _at_the_end(notices, watch, is_quiet=is_quiet)
    trouble = trouble_in(watch)
    if trouble is None:
        return replace(notices, trouble=None, since=None), ()
    if notices.since is None:
        notices = replace(notices, since=now.monotonic)
    if notices.trouble != trouble:
        notices = replace(notices, trouble=trouble, trouble_since=now.monotonic)
    if is_quiet or not _has_lasted(notices, now):
        return notices, ()
    return _in_trouble(notices, trouble, watch, now)


def _after_time(notices: Notices, now: Moment) -> Notices:
    before = notices.seen
    notices = replace(notices, seen=now.monotonic)
    if before is not None and now.monotonic - before > GAP_SECONDS:
        return replace(notices, trouble=None, since=None)
    return notices


def _has_lasted(notices: Notices, now: Moment) -> bool:
    """One that was told of another trouble hears of this once it has lasted by itself."""
    since = notices.since if notices.telling is None else notices.trouble_since
    return since is not None and now.monotonic - since >= LASTING_SECONDS


def _in_trouble(notices: Notices, trouble: str, watch: Watch, now: Moment) -> Step:
    if notices.telling == trouble:
        return notices, ()
    if notices.telling is None and notices.since is not None:
        notices = replace(notices, began=notices.since)
    before = notices.told.get(trouble)
    age = None if before is None else _age(before, now.wall)
    if before is not None and age is not None:
        if before.is_over and age < NOT_AT_ONCE_AGAIN_FOR:
            return notices, ()
        if not before.is_over and age < NOT_AGAIN_FOR:
            # Told before a restart, or before it looked like another one for a while.
            withdrawn = (Withdraw(),) if notices.telling is not None else ()
            return replace(notices, telling=trouble), withdrawn
    told = {**_young(notices.told, now.wall), trouble: Told(now.wall)}
    notices = replace(notices, told=told, telling=trouble, owes_good_news=False)
    return notices, (Show(notice_of(watch)),)


def _at_the_end(notices: Notices, watch: Watch, *, is_quiet: bool) -> Step:
    effects: tuple[Effect, ...] = ()
    if not all(told.is_over for told in notices.told.values()):
        told = {name: replace(one, is_over=True) for name, one in notices.told.items()}
        notices = replace(notices, told=told)
    if notices.telling is not None:
        effects = (Withdraw(),)
        notices = replace(notices, telling=None, owes_good_news=True)
    if notices.owes_good_news and is_proven(watch, since=notices.began):
        effects = effects if is_quiet else (*effects, Show(over(watch)))
        notices = replace(notices, owes_good_news=False)
    return replace(notices, trouble=None, since=None), effects


def _age(told: Told, now: datetime) -> timedelta | None:
    """None when it was told later than now, by a clock that was wrong then or is now."""
    age = now - told.at
    return None if age < -_CLOCK_ERROR else max(age, timedelta())


def _young(told: Mapping[str, Told], now: datetime) -> dict[str, Told]:
    return {name: one for name, one in told.items() if now - one.at < KEPT_FOR}
