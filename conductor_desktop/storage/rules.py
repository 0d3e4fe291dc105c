"""A rule of redaction: what it takes out, and by what a line that it may change is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Mark = Callable[[str, str], str]
"""What stands for a value of a kind, in ``‹ ›``: for one of the same kind perhaps another."""


def plain_mark(kind: str, _value: str) -> str:
    """The same for all of a kind."""
    return f"‹{kind}›"


@dataclass(frozen=True)
class Rule:
    """Takes one kind of thing out; ``apply`` gives the text and how often it did.

    Every text that it changes holds one of ``hints`` (in small letters), or one of ``shapes`` once
    each of its digits is a 0, or one of ``traces`` once its hexadecimal digits are taken out. With
    ``over_lines`` what it takes out may go over many lines. It reads its text once, whatever the
    text.
    """

    name: str
    apply: Callable[[str, Mark], tuple[str, int]]
    hints: tuple[bytes, ...] = ()
    shapes: tuple[bytes, ...] = ()
    traces: tuple[bytes, ...] = ()
    over_lines: bool = False


def substitute(
    pattern: re.Pattern[str], kind: str, *, group: int | None = None
) -> Callable[[str, Mark], tuple[str, int]]:
    """Keeps group 1 and puts a mark of ``kind`` for the rest, or for ``group`` and no more."""

    def apply(text: str, mark: Mark) -> tuple[str, int]:
        changed = 0

        def put(match: re.Match[str]) -> str:
            nonlocal changed
            value = match[0][len(match[1]) :] if group is None else match[group]
            short = match[1] + mark(kind, value)
            changed += short != match[0]
            return short

        return pattern.sub(put, text), changed

    return apply
