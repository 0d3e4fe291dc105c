"""Finds the few lines of a text that a rule may change; all others are left as they are, unread.

All of it works on bytes, where Python searches a billion characters a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

# A 0 for each digit, and one sign for what may stand between groups of them.
_GROUPED = bytes.maketrans(b"123456789. ", b"000000000--")
_HEX = b"0123456789abcdefABCDEF"
_LINE = re.compile(rb"[^\n]*+\n?+")
# Single characters are found several times as fast as words, and these are rare.
_QUICKLY_FOUND = (b"%", b"+", b"@", b"\\")
_SHORT = 16
LONG_RUN = 40
"""So many letters, digits and what else a secret is written with are in few lines in a row."""
_RUN = b"a" * LONG_RUN
_RUNS = bytes(
    ord("a" if chr(code).isalnum() or chr(code) in "%+-/=\\_" else " ") if code < 128 else ord(" ")
    for code in range(256)
)
_VALUE_FOLLOWS = (b":", b"=", b">")
_MOST_LINES_FOR_A_VALUE = 3


class Sieve:
    """``hints`` are texts in small letters, ``shapes`` the same with every digit as 0, and
    ``traces`` what is left of a text without hexadecimal digits.

    Each has the numbers of the rules that it is a sign of. ``runs`` are those of which a long run
    is a sign.
    """

    def __init__(
        self,
        hints: Mapping[bytes, Sequence[int]],
        shapes: Mapping[bytes, Sequence[int]],
        traces: Mapping[bytes, Sequence[int]],
        runs: Sequence[int] = (),
    ) -> None:
        self._hints = _fewest(hints)
        self._shapes = _fewest(_grouped(shapes))
        self._traces = {trace: tuple(rules) for trace, rules in traces.items()}
        self._runs = {_RUN: tuple(runs)} if runs else {}

    def lines(self, data: bytes) -> Iterator[tuple[int, int, set[int]]]:
        """Where each line with a sign in it begins and ends, and of which rules, in order.

        Where a value may stand in the next line, that is part of it.
        """
        found: dict[int, set[int]] = {}
        ends: dict[int, int] = {}
        for needles, text in self._texts(data):
            for needle, rules in needles.items():
                place = text.find(needle)
                while place >= 0:
                    begin = data.rfind(b"\n", 0, place) + 1
                    if begin not in found:
                        found[begin] = set()
                        ends[begin] = _end_of(data, begin, place)
                    found[begin].update(rules)
                    place = text.find(needle, max(ends[begin], place + 1))
        for begin, place, rules in self._traced(data):
            found.setdefault(begin, set()).update(rules)
            ends.setdefault(begin, _end_of(data, begin, place))
        begun, end, signs = 0, 0, set[int]()
        for begin in sorted(found):
            if begin >= end and signs:
                yield begun, end, signs
            if begin >= end:
                begun, end, signs = begin, ends[begin], found[begin]
            else:
                end, signs = max(end, ends[begin]), signs | found[begin]
        if signs:
            yield begun, end, signs

    def _traced(self, data: bytes) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Where each line begins and ends that has a trace in it; hardly any text has one."""
        rest = data.translate(None, _HEX)
        for trace, rules in self._traces.items():
            if trace in rest:
                for line in _LINE.finditer(data):
                    if trace in line[0].translate(None, _HEX):
                        yield line.start(), max(line.start(), line.end() - 1), rules

    def signs(self, data: bytes) -> set[int]:
        """The rules that may change ``data``."""
        found: set[int] = set()
        for needles, text in self._texts(data):
            for needle, rules in needles.items():
                if needle in text:
                    found.update(rules)
        if self._traces:
            rest = data.translate(None, _HEX)
            for trace, rules in self._traces.items():
                if trace in rest:
                    found.update(rules)
        return found

    def _texts(self, data: bytes) -> Iterator[tuple[Mapping[bytes, Sequence[int]], bytes]]:
        """What to look for, and in which form of ``data``; all forms are as long as it is."""
        yield self._hints, data.lower()
        if self._shapes:
            yield self._shapes, data.translate(_GROUPED)
        if self._runs:
            yield self._runs, data.translate(_RUNS)


def has_long_run(text: bytes) -> bool:
    """Whether a long run is a sign of ``text``, wherever it stands."""
    return _RUN in text.translate(_RUNS)


def _grouped(shapes: Mapping[bytes, Sequence[int]]) -> dict[bytes, list[int]]:
    """The shapes as they look where they are looked for; some of them look alike."""
    alike: dict[bytes, list[int]] = {}
    for shape, rules in shapes.items():
        alike.setdefault(shape.translate(_GROUPED), []).extend(rules)
    return alike


def _fewest(needles: Mapping[bytes, Sequence[int]]) -> dict[bytes, tuple[int, ...]]:
    """Without those that are found wherever a short one is; that is a sign of theirs as well."""
    kept: dict[bytes, set[int]] = {}
    short = [*_QUICKLY_FOUND]
    for needle in sorted(filter(None, needles), key=len):
        # Longer ones are found quickly as well; what they are a sign of may not be done quickly.
        found_by = next((one for one in short if one in needle), needle)
        if len(needle) <= _SHORT and found_by is needle:
            short.append(needle)
        kept.setdefault(found_by, set()).update(needles[needle])
    return {needle: tuple(sorted(rules)) for needle, rules in kept.items()}


def _end_of(data: bytes, begin: int, place: int) -> int:
    end = data.find(b"\n", place) + 1 or len(data)
    for _ in range(_MOST_LINES_FOR_A_VALUE):
        if not data[max(begin, end - 64) : end].rstrip(b"\r\n\t \"'").endswith(_VALUE_FOLLOWS):
            break
        end = data.find(b"\n", end) + 1 or len(data)
    return end
