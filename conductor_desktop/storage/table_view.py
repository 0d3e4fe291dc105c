"""How somebody has arranged a table: which columns, in which order and width, and sorted by what.

Names of columns and numbers only; nothing of what the table shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST = 100  # no table has half as many columns
_WIDEST = 10_000  # pixels

_T = TypeVar("_T")


@dataclass(frozen=True)
class ColumnView:
    """A column in its place. ``width`` is in pixels, and None where nobody chose one."""

    key: str
    is_shown: bool = True
    width: int | None = None


@dataclass(frozen=True)
class SortView:
    """A column that is sorted by."""

    key: str
    is_descending: bool = False


@dataclass(frozen=True)
class TableView:
    """Columns from left to right, and what is sorted by, the first one first.

    ``frozen``: how many of the shown columns stay while the others are scrolled.
    ``has_filter_row``: whether there are fields to filter by below the titles.
    """

    columns: tuple[ColumnView, ...] = ()
    sorts: tuple[SortView, ...] = ()
    frozen: int = 0
    has_filter_row: bool = False


def as_table_view(value: object) -> TableView | None:
    """A view as it is written, or ``None``: it is usable as a whole or not at all."""
    if not isinstance(value, dict):
        return None
    columns = _all(value.get("columns"), _column)
    sorts = _all(value.get("sorts"), _sort)
    frozen = value.get("frozen", 0)
    is_count = type(frozen) is int and 0 <= frozen <= _MOST
    has_row = value.get("filterRow", False)
    if columns is None or sorts is None or not is_count or not isinstance(has_row, bool):
        return None
    return TableView(columns, sorts, frozen, has_row)


def table_view_tree(view: TableView) -> dict[str, object]:
    """As it is written."""
    return {
        "columns": [
            {"key": one.key, "shown": one.is_shown, "width": one.width} for one in view.columns
        ],
        "sorts": [{"key": one.key, "descending": one.is_descending} for one in view.sorts],
        "frozen": view.frozen,
        "filterRow": view.has_filter_row,
    }


def _all(value: object, read: Callable[[object], _T | None]) -> tuple[_T, ...] | None:
    if not isinstance(value, list) or len(value) > _MOST:
        return None
    ones = [read(one) for one in value]
    return None if None in ones else tuple(cast("list[_T]", ones))


def _column(value: object) -> ColumnView | None:
    match value:
        case {"key": str(key), "shown": bool(is_shown), "width": int() | None as width}:
            is_width = width is None or (not isinstance(width, bool) and 0 < width <= _WIDEST)
            return ColumnView(key, is_shown, width) if is_width and _KEY.fullmatch(key) else None
        case _:
            return None


def _sort(value: object) -> SortView | None:
    match value:
        case {"key": str(key), "descending": bool(is_descending)} if _KEY.fullmatch(key):
            return SortView(key, is_descending)
        case _:
            return None
