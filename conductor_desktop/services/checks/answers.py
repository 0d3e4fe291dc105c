"""What a check answers: how bad, one sentence, the evidence, whose turn it is, what to do."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conductor_desktop.errors import Owner as Owner


class Answer(enum.StrEnum):
    """From fine to worst, by ``weight``. What is not known is never fine."""

    OK = "ok"
    COULD_NOT_TELL = "could not tell"
    LOOK = "look"
    STOP = "stop"

    @property
    def weight(self) -> int:
        return list(Answer).index(self)


@dataclass(frozen=True)
class Finding:
    """What one check found out.

    ``hides``: what depends on this check says nothing new and is left out. ``private`` are the
    words in the texts that name a person, a company or a window; see ``CheckResult.masked``.
    """

    answer: Answer
    sentence: str
    evidence: tuple[str, ...] = ()
    owner: Owner | None = None
    action: str | None = None
    hides: bool = False
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckResult:
    """One row. ``owner`` and ``action`` are ``None`` when there is nothing to do.

    ``seconds`` is how long finding out took.
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


def ok(sentence: str, *evidence: str, private: Sequence[str] = ()) -> Finding:
    """Nothing to do."""
    return Finding(Answer.OK, sentence, evidence, private=tuple(private))


def look(
    sentence: str,
    owner: Owner,
    action: str,
    *evidence: str,
    hides: bool = False,
    private: Sequence[str] = (),
) -> Finding:
    """It may work, or will stop working: somebody should look."""
    return Finding(Answer.LOOK, sentence, evidence, owner, action, hides, tuple(private))


def stop(
    sentence: str, owner: Owner, action: str, *evidence: str, private: Sequence[str] = ()
) -> Finding:
    """It cannot work like this. What depends on it is left out."""
    return Finding(Answer.STOP, sentence, evidence, owner, action, True, tuple(private))


def unknown(
    sentence: str, owner: Owner, action: str, *evidence: str, private: Sequence[str] = ()
) -> Finding:
    """It was asked, and this PC did not say."""
    return Finding(Answer.COULD_NOT_TELL, sentence, evidence, owner, action, False, tuple(private))


def _mask(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "[name]", text)
    return text
