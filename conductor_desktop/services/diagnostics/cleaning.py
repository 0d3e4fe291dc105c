"""Cleans what was collected: text in pieces of whole lines, trees text by text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from conductor_desktop.storage.redaction import Redactor

_PIECE = 64 * 1024
"""Characters. A log of many megabytes is never there twice as a whole."""


class Cleaner:
    """Counts what each rule takes out into the ``removed`` it is given."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    @property
    def knows(self) -> object:
        """Equal for two cleaners that take the same out."""
        return self._redactor.knowledge

    def text(self, text: str, removed: Counter[str]) -> bytes:
        """Text of any length, as it will be written."""
        return b"".join(
            self._scrub(piece, removed).encode("utf-8", "backslashreplace")
            for piece in _pieces(text)
        )

    def tree(self, value: object, removed: Counter[str]) -> object:
        """The texts inside, so that what comes out is still JSON."""
        if isinstance(value, str):
            return self._scrub(str(value), removed)
        if isinstance(value, Mapping):
            return {str(key): self.tree(one, removed) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(one, removed) for one in value]
        return value

    def line(self, text: str) -> str:
        """A few words, uncounted."""
        return self._redactor.clean(text)

    def _scrub(self, text: str, removed: Counter[str]) -> str:
        scrubbed = self._redactor.scrub(text)
        removed.update(scrubbed.removed)
        return scrubbed.text


def _pieces(text: str) -> Iterator[str]:
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _PIECE) + 1 or len(text)
        yield text[begin:end]
        begin = end
