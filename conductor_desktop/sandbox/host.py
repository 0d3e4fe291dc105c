"""The sandbox as the app uses it: started when first needed, one at a time, stopped at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from conductor_desktop.sandbox.options import KnownEndUser, SandboxAccess, SandboxOptions
from conductor_desktop.sandbox.server import SandboxServer


class SandboxHost:
    """Safe to use from any thread. ``known`` is asked at each start for earlier EndUsers."""

    def __init__(self, known: Callable[[], Sequence[KnownEndUser]]) -> None:
        self._known = known
        self._lock = threading.RLock()
        self._running: tuple[SandboxServer, SandboxAccess] | None = None

    def start(self) -> SandboxAccess:
        """How to reach it; it is started unless it runs. Blocks until it answers."""
        with self._lock:
            if self._running is None:
                server = SandboxServer(SandboxOptions(), self._known())
                self._running = (server, server.start())
            return self._running[1]

    def stop(self) -> None:
        """Stop it if it runs; blocks until its port is free."""
        with self._lock:
            if self._running is not None:
                self._running[0].stop()
                self._running = None
