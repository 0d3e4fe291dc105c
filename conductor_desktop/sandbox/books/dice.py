"""Chance that falls the same way on every machine and every Python."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """An endless row of numbers that depends on ``what`` alone.

    ``random`` may change its ways between Python versions, and seeding it costs more than the
    few numbers one invoice needs.
    """

    __slots__ = ("_at", "_block", "_key", "_pool")

    def __init__(self, *what: str | int) -> None:
        self._key = "/".join(map(str, what)).encode()
        self._block = 0
        self._pool = b""
        self._at = 0

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``."""
        if self._at == len(self._pool):
            salt = self._block.to_bytes(8, "big")
            self._pool = hashlib.blake2b(self._key, salt=salt).digest()
            self._block += 1
            self._at = 0
        number = int.from_bytes(self._pool[self._at : self._at + 4], "big")
        self._at += 4
        return number * count >> 32

    def between(self, lowest: int, highest: int) -> int:
        return lowest + self.below(highest - lowest + 1)

    def percent(self, chance: int) -> bool:
        """True in ``chance`` of a hundred cases."""
        return self.below(100) < chance

    def pick(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]

    def guid(self) -> str:
        """In the form of a random one."""
        return str(uuid.UUID(bytes=bytes(self.below(256) for _ in range(16)), version=4))
