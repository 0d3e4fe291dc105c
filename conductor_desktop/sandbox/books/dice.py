"""Chance that falls the same way on every machine and every Python."""

from __future__ import annotations

import hashlib
import itertools
import struct
import uuid
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_sixteen = struct.Struct(">16I").unpack


class Dice:
    """An endless row of numbers that depends on ``what`` alone.

    ``random`` may change its ways between Python versions, and seeding it costs more than the
    few numbers one invoice needs.
    """

    __slots__ = ("_next",)

    def __init__(self, *what: str | int) -> None:
        blocks = _blocks("/".join(map(str, what)).encode())
        self._next = itertools.chain.from_iterable(blocks).__next__

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``."""
        return self._next() * count >> 32

    def between(self, lowest: int, highest: int) -> int:
        return lowest + self.below(highest - lowest + 1)

    def percent(self, chance: int) -> bool:
        """True in ``chance`` of a hundred cases."""
        return self._next() * 100 >> 32 < chance

    def pick(self, things: Sequence[T]) -> T:
        return things[self._next() * len(things) >> 32]

    def maybe(self, chance: int, things: Sequence[T]) -> T | None:
        """One of the things in ``chance`` of a hundred cases."""
        thing = self.pick(things)
        return thing if self.percent(chance) else None

    def guid(self) -> str:
        """In the form of a random one."""
        return str(uuid.UUID(bytes=bytes(self.below(256) for _ in range(16)), version=4))


def _blocks(key: bytes) -> Iterator[tuple[int, ...]]:
    for block in itertools.count():
        yield _sixteen(hashlib.blake2b(key, salt=block.to_bytes(8, "big")).digest())
