"""The sandbox as a thread of this process: start it, use it, stop it."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

import uvicorn

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.application import build_application
from conductor_desktop.sandbox.clock import Clock
from conductor_desktop.sandbox.http.wire import Wire, protocol_for
from conductor_desktop.sandbox.options import (
    DEFAULT_COMPANY,
    KnownEndUser,
    SandboxAccess,
    SandboxOptions,
)
from conductor_desktop.sandbox.world import World

__all__ = [
    "DEFAULT_COMPANY",
    "KnownEndUser",
    "PortInUse",
    "SandboxAccess",
    "SandboxOptions",
    "SandboxServer",
]

T = TypeVar("T")

_log = logging.getLogger(__name__)

_KEEP_ALIVE_SECONDS = 75
_STOP_SECONDS = 2
_PATIENCE_SECONDS = 0.5
_TICKS_PER_SECOND = 10
_BACKLOG = 128


class PortInUse(InvalidInput):
    """Another program listens on the port that was asked for."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use",
            "Another program on this PC listens there.",
            "Choose another port, or leave it out and a free one is taken.",
        )


class SandboxServer:
    """A local Conductor on 127.0.0.1, running between ``start`` and ``stop``.

    Starts once. All requests are answered on one thread of its own; ``start`` returns when
    requests are accepted. Used as a context manager it gives the ``SandboxAccess``.
    """

    def __init__(
        self,
        options: SandboxOptions | None = None,
        known_end_users: Sequence[KnownEndUser] = (),
        *,
        clock: Clock | None = None,
    ) -> None:
        self._options = options or SandboxOptions()
        self._known = tuple(known_end_users)
        self._clock = clock or Clock()
        self._serving: _Serving | None = None

    def start(self) -> SandboxAccess:
        """Raises ``PortInUse``, or ``InvalidInput`` for a port that cannot be had."""
        if self._serving is not None:
            raise RuntimeError("this sandbox was started before")
        listener = _listen(self._options.port)
        world = World(self._options, listener.getsockname()[1], self._known, self._clock)
        self._serving = _Serving(world, listener)
        self._serving.begin()
        return SandboxAccess(
            base_url=world.base_url,
            secret_key=world.keys.secret,
            publishable_key=world.keys.publishable,
            end_user_id=world.people.connected_id,
            control_token=world.keys.control,
        )

    def stop(self) -> None:
        """Returns when the port is closed and the thread is gone. May be called again."""
        if self._serving is not None:
            self._serving.end()

    def do(self, act: Callable[[World], Awaitable[T]]) -> T:
        """Change something while it runs, on its own thread; returns when that is done."""
        if self._serving is None:
            raise RuntimeError("this sandbox was not started")
        return self._serving.do(act)

    def __enter__(self) -> SandboxAccess:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


class _Serving(uvicorn.Server):
    """uvicorn on a thread, telling when it is ready."""

    def __init__(self, world: World, listener: socket.socket) -> None:
        wire = Wire()
        super().__init__(
            uvicorn.Config(
                build_application(world, wire),
                http=protocol_for(wire),
                ws="none",
                loop="none",
                lifespan="off",
                log_config=None,
                log_level="error",  # what is not HTTP is answered, and no news
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        self._world = world
        self._wire = wire
        self._listener = listener
        self._is_ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._work, name="sandbox", daemon=True)
        world.doors.kept_by(self._shut, self._open_now)

    def begin(self) -> None:
        self._thread.start()
        self._is_ready.wait()
        if not self.started:
            raise RuntimeError("the sandbox did not start; its log says why")

    def do(self, act: Callable[[World], Awaitable[T]]) -> T:
        if self._loop is None:
            raise RuntimeError("this sandbox does not run")

        async def work() -> T:
            return await act(self._world)

        return asyncio.run_coroutine_threadsafe(work(), self._loop).result()

    def end(self) -> None:
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop may have ended by itself
                self._loop.call_soon_threadsafe(self._world.stopping.set)
        self._thread.join()
        self._loop = None

    def _work(self) -> None:
        try:
            # The same kind of loop on Windows as elsewhere: the usual one there reports every
            # line that is cut as an error of its own.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self.serve(sockets=[self._listener]))
        finally:
            self._listener.close()
            self._is_ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._is_ready.set()

    async def main_loop(self) -> None:
        """uvicorn's own looks ten times a second whether it should stop; this one is told."""
        second = 0
        while not await self.on_tick(second * _TICKS_PER_SECOND):
            second += 1
            await self._world.pause(1.0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._stop_accepting()
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await _let_others_act()
        if not self.server_state.connections and not self.server_state.tasks:
            return  # as uvicorn would find as well, a tenth of a second later
        # Whoever is still in the middle of sending something is not waited for.
        cut = asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, self._wire.close_all)
        await super().shutdown(sockets)
        cut.cancel()

    async def _shut(self, seconds: float) -> None:
        """Leave the port, and cut who is there; come back after ``seconds``."""
        await self._stop_accepting()
        for server in self.servers:
            server.close()
        self._wire.close_all()
        if self._opening is None or self._opening.done():
            self._opening = asyncio.get_running_loop().create_task(self._open_after(seconds))

    async def _open_after(self, seconds: float) -> None:
        await self._world.pause(seconds)
        if not self.should_exit:
            await self._open()

    async def _open_now(self) -> None:
        if self._opening is not None and self._opening.cancel():
            await self._open()

    async def _open(self) -> None:
        try:
            self._listener = _listen(self._world.port)
        except InvalidInput as problem:
            _log.error("The sandbox cannot listen again: %s", problem)
            self.should_exit = True
            return
        await super().startup([self._listener])

    async def _stop_accepting(self) -> None:
        """Let whoever was accepted a moment ago in first: asyncio forgets to close their sockets
        when the server closes between the two (Python 3.11)."""
        if self._listener.fileno() < 0:
            return
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listener)
        await _let_others_act()


async def _let_others_act() -> None:
    """Until what was called soon, and what that calls soon, has happened."""
    for _ in range(2):
        await asyncio.sleep(0)


def _listen(port: int) -> socket.socket:
    # asyncio sends small packets at once only on sockets that say they are TCP; without, every
    # answer on a kept-alive connection waits 40 ms for the other side to confirm its headers.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There, SO_REUSEADDR would let two programs have the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port) from error
        raise InvalidInput(
            f"Port {port} cannot be used",
            f"The system does not allow listening there ({error.strerror}).",
            "Choose another port, or leave it out and a free one is taken.",
        ) from error
    return listener
