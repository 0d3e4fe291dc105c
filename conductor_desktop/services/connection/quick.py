"""``dataclasses.replace``, several times as fast: a watch is replaced some times at every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that names and types are checked
else:

    def replace(value: T, /, **changes: object) -> T:
        """For frozen dataclasses of plain fields: nothing is computed when they are made."""
        new = object.__new__(type(value))
        new.__dict__.update(value.__dict__, **changes)
        return new
