"""Names that are nobody else's business: found as whole words, shown as a mark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

from conductor_desktop.storage.rules import Mark, Rule

_ASCII_RUN = re.compile(rb"[ -~]{3,}")


class PrivateValues:
    """Values and the mark that stands for each. Never changes; ``extended`` makes another."""

    def __init__(self, marks: Mapping[str, str] | None = None) -> None:
        self._marks = dict(marks or {})
        self._by_form = {
            form.casefold(): f"‹{mark}›"
            for value, mark in self._marks.items()
            for form in _forms(value)
        }
        self._pattern = _whole_words(self._by_form)
        # A name of one word may also be one of our own field names, and is not looked for last.
        self._telling = _whole_words(form for form in self._by_form if re.search(r"[\s@]", form))
        hints = {hint for value in self._marks for form in _forms(value) for hint in hints_of(form)}
        self.rule = Rule("private name", self._apply, tuple(sorted(hints)))

    def knows(self, marks: Mapping[str, str]) -> bool:
        """Whether ``extended`` would make the same again."""
        return marks.items() <= self._marks.items()

    def extended(self, marks: Mapping[str, str]) -> PrivateValues:
        """These and ``marks``, which win."""
        return PrivateValues({**self._marks, **marks})

    @property
    def names(self) -> tuple[str, ...]:
        """The values themselves."""
        return tuple(self._marks)

    def are_in(self, data: bytes) -> bool:
        """Whether a name of several words, or an e-mail address, can be read in ``data``."""
        lowered = data.lower()
        if self._telling is None or not any(hint in lowered for hint in self.rule.hints):
            return False
        return self._telling.search(data.decode("utf-8", "replace")) is not None

    def _apply(self, text: str, _mark: Mark) -> tuple[str, int]:
        if self._pattern is None:
            return text, 0
        return self._pattern.subn(
            lambda found: self._by_form.get(found[0].casefold(), "‹private›"), text
        )


def hints_of(name: str) -> set[bytes]:
    """What is in every line with ``name`` in any letters: its longest part in plain ones.

    A name without such a part is looked for by its first letter, small and large.
    """
    data = name.lower().encode("utf-8", "surrogatepass")
    plain: list[bytes] = _ASCII_RUN.findall(data)
    if plain:
        return {max(plain, key=len).lower()}
    first = name[:1]
    return {one.encode("utf-8", "surrogatepass").lower() for one in (first.lower(), first.upper())}


def _whole_words(forms: Iterable[str]) -> re.Pattern[str] | None:
    # Longest first: a name that begins with another name is still one name.
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    if not ordered:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)


def _forms(value: str) -> set[str]:
    return {
        value,
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        repr(value)[1:-1],
        quote(value, safe="", errors="replace"),
        quote_plus(value, errors="replace"),
    }
