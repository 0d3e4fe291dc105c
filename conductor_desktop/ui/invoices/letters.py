"""Which rows have a word of letters: looked for in what is different, and that is little.

A word that is typed lies within one word of a cell. The words of rows are few and come again and
again, for customers, terms and states do, so that a hundred thousand rows have some thousand
different sets of them.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_FEW = 5000  # that many sets of words may be different, whatever the number of rows
_MOST = 0.25  # of the rows, beside these; more would take much memory and save little time


class LetterWords:
    """For texts that are ``fold``ed, by the order they come in."""

    def __init__(self) -> None:
        self._kinds: dict[str, int] = {}
        self._of_rows = array("i")
        self._is_worth_it = True

    def add(self, texts: Sequence[str]) -> None:
        """Those of some rows more."""
        if not self._is_worth_it:
            return
        kinds = self._kinds
        for text in texts:
            words = " ".join(sorted(set(_BETWEEN_WORDS.split(text))))
            self._of_rows.append(kinds.setdefault(words, len(kinds)))
        self._is_worth_it = len(kinds) <= _FEW + len(self._of_rows) * _MOST
        if not self._is_worth_it:
            self._kinds, self._of_rows = {}, array("i")

    def having(self, word: str) -> list[bool] | None:
        """By row, whether it has ``word``; ``None`` where only its text can tell."""
        if not (self._is_worth_it and word.isalpha()):
            return None
        has_word = [word in words for words in self._kinds]
        return list(map(has_word.__getitem__, self._of_rows))
