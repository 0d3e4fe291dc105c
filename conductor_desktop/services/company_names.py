"""Tells whether two company names are two ways to write one, or plainly two companies."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_ALIKE = 0.8
_LONGEST = 200  # characters that are compared
_FORMS = frozenset(
    {"ab", "ag", "and", "bv", "co", "company", "corp", "corporation", "cpa", "dba", "gmbh", "inc"}
    | {"incorporated", "limited", "llc", "llp", "lp", "ltd", "nv", "of", "oy", "plc", "pllc"}
    | {"pty", "sa", "sarl", "sl", "srl", "the"}
)


def same_name(one: str, other: str) -> bool:
    """Whether both are one name, but for upper and lower case and blanks."""
    return _folded(one) == _folded(other)


def differ_clearly(one: str, other: str) -> bool:
    """Whether nobody would take ``one`` for ``other``. Case, marks and legal forms do not count.

    A name that says nothing, or that is only longer than the other, does not differ clearly; one
    with another number does ("Store 12").
    """
    words, others = _words(one), _words(other)
    if set(words) <= set(others) or set(others) <= set(words):
        return False
    if _numbers(words) != _numbers(others):
        return True
    return SequenceMatcher(None, "".join(words), "".join(others)).ratio() < _ALIKE


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _words(name: str) -> list[str]:
    plain = (
        unicodedata.normalize("NFKD", name[:_LONGEST]).casefold().replace("'", "").replace("’", "")
    )
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"\w+", bare)
    return [word for word in words if word not in _FORMS] or words


def _numbers(words: list[str]) -> set[str]:
    return {word for word in words if word.isdigit()}
