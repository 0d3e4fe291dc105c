"""Long work on the server's one thread, cut so that other requests are answered meanwhile."""

from __future__ import annotations

import asyncio
import time

from conductor_desktop.sandbox.books.balances import Balances

_SLICE_SECONDS = 0.004


class Slices:
    """Made where a piece of work begins; ``breathe`` belongs into its loop."""

    def __init__(self) -> None:
        self._due = time.perf_counter() + _SLICE_SECONDS

    async def breathe(self) -> None:
        """Lets the others go first, if the slice is used up."""
        if time.perf_counter() >= self._due:
            await asyncio.sleep(0)
            self._due = time.perf_counter() + _SLICE_SECONDS


async def add_up(balances: Balances) -> None:
    """Returns when every balance is known; several may wait for it at once and share the work."""
    slices = Slices()
    while not balances.is_complete:
        balances.step()
        await slices.breathe()
