"""Answers a list page by page, the same way for everything QuickBooks has lists of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from starlette.responses import Response

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.cursors import Run
from conductor_desktop.sandbox.http.replies import a_list
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.sandbox.slices import Slices
from conductor_desktop.sandbox.world import World


class ListQuery(Protocol):
    """A checked request for a list."""

    @property
    def limit(self) -> int: ...

    @property
    def cursor(self) -> str | None: ...

    @property
    def is_lookup(self) -> bool:
        """Whether it names what it wants: QuickBooks then ignores everything else, the size of
        a page included."""

    async def select(self, ledger: Ledger) -> Sequence[int]:
        """The places, in that list, of what is asked for."""


async def answer_page(
    world: World, user: EndUser, url: str, query: ListQuery, document: Callable[[int], object]
) -> Response:
    run = await _run(world, user, url, query)
    page = run.take(run.remaining if query.is_lookup else query.limit)
    data: list[object] = []
    slices = Slices()
    for place in page:
        data.append(document(place))
        await slices.breathe()
    cursor = world.cursors.keep(run)
    return a_list(
        url, data, nextCursor=cursor, remainingCount=run.remaining, hasMore=cursor is not None
    )


async def _run(world: World, user: EndUser, url: str, query: ListQuery) -> Run:
    """A cursor goes on with what its first request asked for, whatever is repeated now."""
    if query.cursor is None or query.is_lookup:
        return Run(user.id, url, await query.select(world.ledger))
    return world.cursors.resume(query.cursor, user.id, url)
