"""What the guide knows of one code: words, steps, whose job it is, how sure the sources are."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from conductor_desktop.errors import Owner


class Kind(enum.StrEnum):
    """Where a code comes from; in a text with several, the earlier kinds tell more."""

    ACCESS = "access"
    ANSWER = "answer"
    WEB_CONNECTOR = "web_connector"
    CONDUCTOR = "conductor"
    SYMPTOM = "symptom"
    UNKNOWN = "unknown"


class Certainty(enum.StrEnum):
    """How sure the sources are of what an entry says."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The words for one code.

    ``next_step`` is for a place with room for one sentence. ``owner`` is ``None`` when nobody has
    to do anything, and ``passes`` says that waiting alone mends it. A ``vague`` code is only heard
    when no other is there. ``says`` are lower-case words of a message that has no code.
    ``disagreement`` and ``if_that_fails`` are there when the sources disagree: what about, and the
    second remedy, ``steps`` being the first.
    """

    code: str
    kind: Kind
    title: str
    meaning: str
    why: str
    next_step: str
    steps: tuple[str, ...]
    owner: Owner | None
    certainty: Certainty
    passes: bool = False
    vague: bool = False
    also: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    disagreement: str | None = None
    if_that_fails: tuple[str, ...] = ()
