"""Takes values out of JSON that anybody may have edited: what is wrong is named and left out."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar

from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.settings_values import (
    as_address,
    as_clock_time,
    as_day,
    as_days,
    as_host,
    as_moment,
    as_name,
)
from conductor_desktop.storage.table_view import TableView, as_table_view

_E = TypeVar("_E", bound=enum.StrEnum)
_T = TypeVar("_T")


class Fields:
    """Takes known values out of a JSON object; what is left is ``rest``."""

    def __init__(self, raw: dict[str, object], where: str, problems: list[str]) -> None:
        self.rest = raw
        self._where = where
        self.problems = problems

    def take(self, key: str) -> object:
        return self.rest.pop(key, None)

    def wrong(self, key: str) -> None:
        self.problems.append(self._where + key)

    def text(self, key: str) -> str | None:
        return self._of(key, lambda value: value if isinstance(value, str) else None)

    def flag_or_none(self, key: str) -> bool | None:
        return self._of(key, lambda value: value if isinstance(value, bool) else None)

    def flag(self, key: str, *, usual: bool) -> bool:
        value = self.flag_or_none(key)
        return usual if value is None else value

    def address(self, key: str) -> str | None:
        return self._of(key, as_address)

    def host(self, key: str) -> str | None:
        return self._of(key, as_host)

    def name(self, key: str) -> str | None:
        return self._of(key, as_name)

    def moment(self, key: str) -> datetime | None:
        return self._of(key, as_moment)

    def day(self, key: str) -> date | None:
        return self._of(key, as_day)

    def clock_time(self, key: str) -> time | None:
        return self._of(key, as_clock_time)

    def days(self, key: str) -> frozenset[int] | None:
        return self._of(key, as_days)

    def table_view(self, key: str) -> TableView | None:
        return self._of(key, as_table_view)

    def profile_name(self, key: str) -> ProfileName | None:
        return self._of(key, ProfileName.parse)

    def choice(self, key: str, kind: type[_E]) -> _E | None:
        return self._of(key, lambda value: next((one for one in kind if one == value), None))

    def section(self, key: str) -> Fields | None:
        raw = self._of(key, lambda value: value if isinstance(value, dict) else None)
        return None if raw is None else Fields(raw, f"{self._where}{key}.", self.problems)

    def whole(self, key: str, read: Callable[[Fields], _T | None]) -> _T | None:
        """An object that is usable as a whole or not at all."""
        section = self.section(key)
        if section is None:
            return None
        before = len(self.problems)
        value = read(section)
        if value is None and len(self.problems) == before:
            self.wrong(key)
        return value

    def _of(self, key: str, read: Callable[[object], _T | None]) -> _T | None:
        value = self.take(key)
        if value is None:
            return None
        result = read(value)
        if result is None:
            self.wrong(key)
        return result
