"""Rows in the order of several columns: all at once, or a few more among many that are in order."""

from __future__ import annotations

import bisect
import functools
from array import array
from collections.abc import Iterable, Sequence
from typing import cast

from conductor_desktop.ui.invoices.columns import SortValue

_MANY = 64  # one in so many: beyond it sorting all takes less than looking for places one by one

_SEVERAL = 2

Sort = tuple[Sequence[SortValue], bool]
"""The values of a column by row, and whether they go down. The first sort matters most."""


def in_order(rows: Iterable[int], sorts: Sequence[Sort]) -> list[int]:
    """Stable in both directions, and what is missing stays at the end in both."""
    result = list(rows)
    for values, descending in reversed(sorts):
        result = _sorted_by(result, values, descending)
    return result


def as_they_lie(rows: Sequence[int]) -> list[int]:
    """The same numbers, but as they follow each other they lie in memory.

    After a sort they are scattered in it, and going through a hundred thousand takes twice as
    long.
    """
    return list(array("i", rows))


def merged(ordered: list[int], added: Iterable[int], sorts: Sequence[Sort]) -> list[int]:
    """``ordered``, which is in this order, with ``added`` where they belong; alike ones go last.

    Of few it compares some of ``ordered`` only, so that a page more costs as little at the end of
    a hundred thousand as at their beginning. Many are sorted with all others, which is quick where
    these are in order already: by one column, that is.
    """
    added = in_order(added, sorts)
    if not ordered or not added or _compare(sorts, ordered[-1], added[0]) <= 0:
        return ordered + added  # as most come, in the order of their dates
    if _compare(sorts, added[-1], ordered[0]) < 0:
        return added + ordered
    if len(sorts) < _SEVERAL and len(added) * _MANY > len(ordered):
        return in_order([*ordered, *added], sorts)
    key = functools.cmp_to_key(functools.partial(_compare, sorts))
    result: list[int] = []
    start = 0
    for row in added:
        place = bisect.bisect_right(ordered, key(row), lo=start, key=key)
        result += ordered[start:place]
        result.append(row)
        start = place
    return result + ordered[start:]


def _sorted_by(rows: list[int], values: Sequence[SortValue], descending: bool) -> list[int]:
    # Each column has values of one type, which the type of the list cannot say.
    key = cast("list[str]", values).__getitem__
    missing = [row for row in rows if values[row] is None]
    if not missing:
        return sorted(rows, key=key, reverse=descending)
    present = [row for row in rows if values[row] is not None]
    return sorted(present, key=key, reverse=descending) + missing


def _compare(sorts: Sequence[Sort], one: int, other: int) -> int:
    for values, descending in sorts:
        first, second = values[one], values[other]
        if first == second:
            continue
        if first is None or second is None:
            return 1 if first is None else -1
        return -1 if (cast("str", first) < cast("str", second)) is not descending else 1
    return 0
