"""What is true of the connection now, in words: from the watch and from what is around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.errors import AppError
from conductor_desktop.services.connection.watch import Moment, Watch
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.rest_words import with_rest
from conductor_desktop.ui.connection.words import StateText


@dataclass(frozen=True, kw_only=True)
class Around:
    """What the watch itself does not know.

    ``failure`` is why nothing could be asked at all; without ``has_access`` this PC has no way to.
    ``proof_before`` (UTC) is the last one of an earlier run of the app.
    """

    vendor: str = ""
    failure: AppError | None = None
    has_access: bool = True
    proof_before: datetime | None = None


def text_of(watch: Watch, around: Around, now: Moment, *, is_started: bool) -> StateText:
    """What the card says; times are relative to ``now``."""
    asked, wanted_at = watch.asked, watch.wanted_at
    known = known_text(watch, around, now)
    if asked is not None and asked.by_person:
        return words.of_asking(int(now.monotonic - asked.at), known)
    if wanted_at is not None:
        return words.of_waiting(math.ceil(wanted_at - now.monotonic), known)
    if known is None and asked is None and is_started:
        return words.of_nothing_yet(around.proof_before, now.wall)
    return known or words.LOOKING


def known_text(watch: Watch, around: Around, now: Moment) -> StateText | None:
    """The same but for a question that is on its way; None while nothing is known."""
    return with_rest(_found(watch, around, now), watch, now, around.proof_before)


def _found(watch: Watch, around: Around, now: Moment) -> StateText | None:
    if around.failure is not None:
        return words.of_error(around.failure)
    if not around.has_access and watch.diagnosis.cause is None:
        return words.of_no_access(around.vendor)
    if watch.told is None:
        return None
    text = words.of_watch(watch, now, around.vendor)
    return text if around.has_access else words.without_asking(text)
