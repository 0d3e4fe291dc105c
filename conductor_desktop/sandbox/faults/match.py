"""Which requests a fault meets, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Match:
    """What a request under ``/v1`` has to look like. What is not given does not restrict.

    ``paths`` are whole paths, in which ``*`` stands for anything. ``nth`` is the first of the
    matching requests that meets the fault (1 is the next one), ``count`` how many meet it.
    """

    method: str | None = None
    paths: tuple[str, ...] = ()
    cursor: bool | None = None
    nth: int = 1
    count: int | None = None

    def fits(self, method: str, path: str, *, has_cursor: bool) -> bool:
        return (
            self.method in (None, method)
            and self.cursor in (None, has_cursor)
            and (not self.paths or _fits_any(self.paths, path))
        )

    def times(self, count: int) -> Match:
        return replace(self, count=count)


def _fits_any(patterns: Iterable[str], path: str) -> bool:
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path, re.DOTALL)
        for pattern in patterns
    )


QUICKBOOKS = Match(
    paths=(
        "/v1/quickbooks-desktop/*",
        "/v1/end-users/*/passthrough/*",
        "/v1/end-users/*/request/*",
        "/v1/end-users/*/ping/*",
        "/v1/end_users/*/request/*",
        "/v1/end_users/*/ping/*",
    )
)
"""Whatever travels to QuickBooks, in each generation of the API."""

PAGES = Match(method="GET", paths=("/v1/quickbooks-desktop/*",), cursor=True)
"""Every page but the first."""

CREATING = Match(method="POST", paths=("/v1/end-users", "/v1/end_users"))
