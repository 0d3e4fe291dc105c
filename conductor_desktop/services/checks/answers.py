"""What a check answers: how bad, one sentence, the evidence, whose turn it is, what to do."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conductor_desktop.errors import Owner as Owner
from conductor_desktop.workstation.reach import Outcome


class Answer(enum.StrEnum):
    """From fine to worst, by ``weight``. What is not known is never fine."""

    OK = "ok"
    COULD_NOT_TELL = "could not tell"
    LOOK = "look"
    STOP = "stop"

    @property
    def weight(self) -> int:
        return list(Answer).index(self)


class Settings(enum.StrEnum):
    """Pages of the Windows settings, by the name Windows has for them."""

    CLOCK = "dateandtime"
    POWER = "powersleep"
    PROXY = "network-proxy"
    STARTUP = "startupapps"
    UPDATE = "windowsupdate"


class Sign(enum.StrEnum):
    """What exactly was found, for whoever draws conclusions from several rows.

    Only where a row's id and answer do not say it.
    """

    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    """In another Windows session of this PC."""
    NO_COMPANY = "no company"
    OTHER_COMPANY = "other company"
    SINGLE_USER = "single user"
    AT_WORK = "at work"
    NOT_ENDED = "not ended"
    FAILED = "failed"
    PASSWORD_REFUSED = "password refused"  # noqa: S105
    ACCESS_REFUSED = "access refused"
    SILENT = "silent"
    """Although it came by itself before."""
    ONLY_BY_HAND = "only by hand"


@dataclass(frozen=True)
class Remedy:
    """What one click can do about it: one of the things below."""

    label: str
    bring_to_front: int | None = None
    """The number of a program that runs."""
    settings: Settings | None = None
    web_connector: bool = False
    """To be opened."""


@dataclass(frozen=True)
class Finding:
    """What one check found out.

    ``hides``: what depends on this check says nothing new and is left out. ``explained_by`` are
    ids of checks earlier in the list: where one of them is not fine, this says nothing new, and
    is left out. ``private`` are the words in the texts that name a person, a company or a window;
    see ``CheckResult.masked``. ``sign`` of the way to the service is how far a request came;
    ``codes`` are those in the Web Connector's log.
    """

    answer: Answer
    sentence: str
    evidence: tuple[str, ...] = ()
    owner: Owner | None = None
    action: str | None = None
    hides: bool = False
    explained_by: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    remedy: Remedy | None = None
    sign: Sign | Outcome | None = None
    codes: tuple[str, ...] = ()

    def meaning(self, sign: Sign | Outcome, *codes: str) -> Finding:
        """The same, with what exactly was found, and the codes that were met."""
        return replace(self, sign=sign, codes=codes)

    def naming(self, *words: str | None) -> Finding:
        """The same, with further words that are private."""
        return replace(self, private=(*self.private, *filter(None, words)))

    def with_remedy(self, remedy: Remedy) -> Finding:
        """The same, with a click that helps."""
        return replace(self, remedy=remedy)

    def hiding_the_rest(self) -> Finding:
        """The same, and what depends on it is left out."""
        return replace(self, hides=True)

    def unless_explained_by(self, *checks: str) -> Finding:
        """The same, for a finding that is a consequence of what these checks may have found."""
        return replace(self, explained_by=checks)

    def hiding_nothing(self) -> Finding:
        """The same, and what depends on it has something of its own to say."""
        return replace(self, hides=False)


@dataclass(frozen=True)
class CheckResult:
    """One row. ``owner`` and ``action`` are ``None`` when there is nothing to do.

    ``seconds`` is how long finding out took, ``place`` where the row stands in the list.
    """

    id: str
    title: str
    answer: Answer
    sentence: str
    owner: Owner | None
    action: str | None
    evidence: tuple[str, ...]
    seconds: float
    private: tuple[str, ...] = ()
    place: int = 0
    remedy: Remedy | None = None
    sign: Sign | Outcome | None = None
    codes: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """For sorting: the worst first, and the list's order among equals."""
        return -self.answer.weight, self.place

    def masked(self) -> CheckResult:
        """The same row without the names of people, companies and windows, to be sent away."""
        # Longest first, so that a name inside a window's title does not leave the rest of it.
        words = sorted(filter(None, self.private), key=len, reverse=True)
        return replace(
            self,
            sentence=_mask(self.sentence, words),
            action=None if self.action is None else _mask(self.action, words),
            evidence=tuple(_mask(line, words) for line in self.evidence),
            private=(),
        )

    def as_json(self) -> dict[str, object]:
        """What ``check --json`` prints for this row."""
        return {
            "id": self.id,
            "answer": self.answer.value,
            "title": self.title,
            "sentence": self.sentence,
            "owner": self.owner.value if self.owner else None,
            "action": self.action,
            "evidence": list(self.evidence),
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True)
class CheckReport:
    """All rows in their order. ``hidden`` are the ids left out because a cause says it all."""

    verdict: Answer
    results: tuple[CheckResult, ...]
    hidden: tuple[str, ...] = ()

    @classmethod
    def of(cls, results: Sequence[CheckResult], hidden: Sequence[str] = ()) -> CheckReport:
        """The verdict is the worst answer; without any answer it is not known."""
        worst = max((r.answer for r in results), key=lambda a: a.weight, default=None)
        return cls(worst or Answer.COULD_NOT_TELL, tuple(results), tuple(hidden))

    def as_json(self) -> dict[str, object]:
        """What ``check --json`` prints."""
        return {
            "verdict": self.verdict.value,
            "checks": [result.as_json() for result in self.results],
        }


def ok(sentence: str, *evidence: str) -> Finding:
    """Nothing to do."""
    return Finding(Answer.OK, sentence, evidence)


def look(sentence: str, owner: Owner, action: str, *evidence: str) -> Finding:
    """It may work, or will stop working: somebody should look."""
    return Finding(Answer.LOOK, sentence, evidence, owner, action)


def stop(sentence: str, owner: Owner, action: str, *evidence: str) -> Finding:
    """It cannot work like this. What depends on it is left out."""
    return Finding(Answer.STOP, sentence, evidence, owner, action, hides=True)


def unknown(sentence: str, owner: Owner, action: str, *evidence: str) -> Finding:
    """It was asked, and this PC did not say."""
    return Finding(Answer.COULD_NOT_TELL, sentence, evidence, owner, action)


def if_it_fails(action: str) -> str:
    """What to do about something that may well be all right."""
    return f"If connecting fails, {action[0].lower()}{action[1:]}"


def _mask(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "[name]", text)
    return text
