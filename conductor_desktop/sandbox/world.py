"""Everything one run of the sandbox knows."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.clock import Clock
from conductor_desktop.sandbox.crowd import crowd
from conductor_desktop.sandbox.cursors import Cursors
from conductor_desktop.sandbox.doors import Doors
from conductor_desktop.sandbox.faults.board import FaultBoard
from conductor_desktop.sandbox.faults.orders import named_order
from conductor_desktop.sandbox.journal import Journal
from conductor_desktop.sandbox.keys import Keys
from conductor_desktop.sandbox.options import KnownEndUser, SandboxOptions
from conductor_desktop.sandbox.people import People


class World:
    """Built before the server starts, used on the server's own thread from then on."""

    def __init__(
        self, options: SandboxOptions, port: int, known: Sequence[KnownEndUser], clock: Clock
    ) -> None:
        self.options = options
        self.company_name = options.company_name
        """Of the company file that is open in QuickBooks; another one may be opened."""
        self.port = port
        self.clock = clock
        self.keys = Keys()
        others = crowd(options.end_users - 1)
        self.people = People(clock, options.company_name, (*known, *others))
        today = options.today or clock.now().date()
        self.ledger = Ledger(options.seed, options.invoices, today)
        self.cursors = Cursors(clock, options.cursor_seconds or math.inf)
        self.faults = FaultBoard(map(named_order, options.faults))
        self.journal = Journal()
        self.doors = Doors()
        self.stopping = asyncio.Event()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        return f"{self.origin}/v1"

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than the server runs."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self.stopping.wait(), seconds)
            except TimeoutError:
                return
