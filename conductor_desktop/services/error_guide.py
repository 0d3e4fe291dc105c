"""Looks up whatever somebody has: a code in any spelling, or a whole error text with several.

Nothing of the text is repeated but the codes in it: it may hold names, amounts and keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from conductor_desktop.guide.book import Guide
from conductor_desktop.guide.entry import Entry, Kind
from conductor_desktop.guide.mentions import Mention, mentions_alone, mentions_within
from conductor_desktop.guide.spelling import half_width, spelling

OTHER_PROGRAMS = (
    "Other programs use the numbers that begin with 0x8 for other things. This is what such a "
    "number means when QuickBooks, the Web Connector or Conductor shows it."
)
GUESSED = (
    "A letter in the text was read as the digit that it looks like. Compare the code with the one "
    "on the screen."
)
_QUICKBOOKS = "0x800404"
_MOST_UNKNOWN = 5
_ORDER = list(Kind)


@dataclass(frozen=True)
class Match:
    """A code as it is usually written, and what it means."""

    code: str
    entry: Entry


@dataclass(frozen=True)
class Explanation:
    """What was found, the most telling first; without any, ``advice`` says what to do instead.

    ``unknown_codes`` are certainly codes, and the guide does not have them.
    """

    matches: tuple[Match, ...]
    unknown_codes: tuple[str, ...]
    advice: Entry | None
    guessed: bool = False
    """Whether a letter in one of the codes was read as a digit (``GUESSED`` says so)."""

    @property
    def note(self) -> str | None:
        """What has to be known about the numbers that were found."""
        numbers = any(match.code.startswith("0x") for match in self.matches)
        return OTHER_PROGRAMS if numbers else None


def look_up(text: str, guide: Guide) -> Explanation:
    """What ``text`` is about, whatever it is."""
    text = half_width(text)
    alone = tuple(mentions_alone(text))
    is_code = any(_known(mention.code, guide) for mention in alone)
    mentions = alone if is_code else sorted((*alone, *mentions_within(text)))
    matches: dict[str, Match] = {}
    for one in sorted((*_by_code(mentions, guide), *_by_words(text, guide)), key=_telling):
        matches.setdefault(one.entry.code, Match(one.code, one.entry))
    unknown = () if is_code else tuple(islice(_unknown(mentions, guide), _MOST_UNKNOWN))
    return Explanation(
        matches=tuple(matches.values()),
        unknown_codes=unknown,
        advice=None if matches else guide.entry(_advice_on(unknown)),
        guessed=_is_guessed(mentions, {*unknown, *(match.code for match in matches.values())}),
    )


class _Found(NamedTuple):
    position: int
    code: str
    entry: Entry
    by_words: bool = False


def _telling(found: _Found) -> tuple[object, ...]:
    """Sorts what says most first: QuickBooks' own number before the code that only carries it."""
    entry = found.entry
    return entry.vague, found.by_words, _ORDER.index(entry.kind), found.position


def _by_code(mentions: Iterable[Mention], guide: Guide) -> Iterator[_Found]:
    places: dict[str, int] = {}
    for mention in mentions:
        places.setdefault(mention.code, mention.position)
    for code, position in places.items():
        entry = _known(code, guide)
        if entry is not None:
            usual = spelling(code)
            yield _Found(position, usual if usual in entry.also else entry.code, entry)


def _by_words(text: str, guide: Guide) -> Iterator[_Found]:
    line = " ".join(text.lower().split())
    for entry in guide.entries:
        position = min((line.find(words) for words in entry.says if words in line), default=-1)
        if position >= 0:
            yield _Found(position, entry.code, entry, by_words=True)


def _known(code: str, guide: Guide) -> Entry | None:
    entry = guide.find(code)
    return None if entry is None or entry.kind is Kind.UNKNOWN else entry


def _unknown(mentions: Iterable[Mention], guide: Guide) -> Iterator[str]:
    """Each code once, in the spelling that it is looked up by."""
    told = set[str]()
    for mention in mentions:
        code = spelling(mention.code)
        if mention.sure and code not in told and _known(code, guide) is None:
            told.add(code)
            yield code


def _is_guessed(mentions: Iterable[Mention], told: set[str]) -> bool:
    """Whether one of the codes that are told stands in the text with a letter for a digit only."""
    codes = {guessed: set[str]() for guessed in (True, False)}
    for mention in mentions:
        codes[mention.guessed].add(spelling(mention.code))
    return bool((codes[True] - codes[False]) & told)


def _advice_on(unknown: Sequence[str]) -> str:
    if not unknown:
        return "unknown-text"
    kinds = {"QBWC": "unknown-web-connector", _QUICKBOOKS: "unknown-quickbooks"}
    return next((kinds[start] for start in kinds if unknown[0].startswith(start)), "unknown-number")
