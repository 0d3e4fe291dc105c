"""Reads ``resources/error-guide.toml``, which also says what its fields are for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from conductor_desktop.errors import Owner
from conductor_desktop.guide.entry import Certainty, Entry, Kind
from conductor_desktop.guide.spelling import spelling
from conductor_desktop.struct_types import ready

_NOBODY = "nobody"
_RANGE = ".."


class BrokenGuideError(ValueError):
    """The file contradicts itself; the text says where."""


class _Strict(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A misspelt field is an error, not a field that is silently missing."""


class _Block(_Strict):
    next_step: str
    steps: list[str]


class _Entry(_Strict):
    title: str
    meaning: str
    why: str
    steps: list[str]
    owner: str
    certainty: Certainty
    next_step: str | None = None
    passes: bool = False
    vague: bool = False
    also: list[str] = []
    says: list[str] = []
    disagreement: str | None = None
    if_that_fails: list[str] = []


class _File(_Strict):
    blocks: dict[str, _Block]
    access: dict[str, _Entry]
    answer: dict[str, _Entry]
    web_connector: dict[str, _Entry]
    conductor: dict[str, _Entry]
    symptom: dict[str, _Entry]
    unknown: dict[str, _Entry]


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Every entry, in the order of the file.

    Raises ``msgspec.ValidationError`` or ``BrokenGuideError`` for a file that is not well made.
    """
    with path.open("rb") as stream:
        file = msgspec.convert(tomllib.load(stream), ready(_File))
    return tuple(
        _entry(kind, code, raw, file.blocks)
        for kind in Kind
        for code, raw in getattr(file, kind.value).items()
    )


def _entry(kind: Kind, code: str, raw: _Entry, blocks: dict[str, _Block]) -> Entry:
    if (raw.certainty is Certainty.CONTESTED) != bool(raw.disagreement and raw.if_that_fails):
        raise BrokenGuideError(f"{code}: two remedies, and why, belong to what is contested")
    try:
        return Entry(
            code=code,
            kind=kind,
            title=raw.title,
            meaning=raw.meaning,
            why=raw.why,
            next_step=raw.next_step or _first_step(raw.steps, blocks),
            steps=tuple(_written_out(raw.steps, blocks)),
            owner=None if raw.owner == _NOBODY else Owner(raw.owner),
            certainty=raw.certainty,
            passes=raw.passes,
            vague=raw.vague,
            also=tuple(one for written in raw.also for one in _each(written)),
            says=tuple(raw.says),
            disagreement=raw.disagreement,
            if_that_fails=tuple(_written_out(raw.if_that_fails, blocks)),
        )
    except (LookupError, ValueError) as error:
        raise BrokenGuideError(f"{code}: {error}") from error


def _written_out(steps: Sequence[str], blocks: dict[str, _Block]) -> Iterator[str]:
    for step in steps:
        if step.startswith("@"):
            yield from blocks[step[1:]].steps
        else:
            yield step


def _first_step(steps: Sequence[str], blocks: dict[str, _Block]) -> str:
    """The first step; of a block the sentence that sums all of it up."""
    first = steps[0]
    return blocks[first[1:]].next_step if first.startswith("@") else first


def _each(written: str) -> Iterator[str]:
    """A code, or all of a range: ``2001..2040``, ``0x80040428..0x80040429``."""
    first, is_range, last = written.partition(_RANGE)
    if not is_range:
        yield written
        return
    base = 16 if first.startswith("0x") else 10
    for number in range(int(first, base), int(last, base) + 1):
        yield spelling(hex(number)) if base == 16 else str(number)
