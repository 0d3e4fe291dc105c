"""A sandbox in the part of Conductor, or of a vendor's gateway, that does what it is told."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from conductor_desktop.sandbox.faults.orders import named_order
from conductor_desktop.sandbox.options import SandboxAccess, SandboxOptions
from conductor_desktop.sandbox.server import SandboxServer
from conductor_desktop.sandbox.world import World

_UNTIL_TOLD = 24 * 3600.0


class Puppet:
    """Runs for the length of a ``with`` block. What it is told is so when the call returns.

    ``company`` is whose books are open at first, and ``application`` what QuickBooks is told that
    wants them.
    """

    def __init__(
        self, company: str, application: str, *, invoices: int = 40, seed: int = 1
    ) -> None:
        self._server = SandboxServer(
            SandboxOptions(company=company, application=application, invoices=invoices, seed=seed)
        )
        self._access: SandboxAccess | None = None

    @property
    def base_url(self) -> str:
        return self._running.base_url

    @property
    def secret_key(self) -> str:
        return self._running.secret_key.reveal()

    @property
    def publishable_key(self) -> str:
        return self._running.publishable_key

    @property
    def end_users(self) -> tuple[str, ...]:
        """The ids of all there are."""

        async def act(world: World) -> tuple[str, ...]:
            return tuple(user.id for user in world.people.all())

        return self._server.do(act)

    def open_company(self, name: str) -> None:
        """Somebody opens another company file in QuickBooks."""

        async def act(world: World) -> None:
            world.company_name = name

        self._server.do(act)

    def go_wrong(self, fault: str) -> None:
        """From now on requests meet this fault, and no other."""

        async def act(world: World) -> None:
            world.faults.clear()
            world.faults.add(named_order(fault))

        self._server.do(act)

    def go_right(self) -> None:
        """Nothing is wrong any more."""

        async def act(world: World) -> None:
            world.faults.clear()

        self._server.do(act)

    def expire_links(self) -> None:
        """As if the time of every link that has not been used were over."""

        async def act(world: World) -> None:
            for user in world.people.all():
                world.people.expire_links(user)

        self._server.do(act)

    def cut_line(self) -> None:
        """Nobody reaches it any more."""
        self._server.do(lambda world: world.doors.shut(_UNTIL_TOLD))

    def mend_line(self) -> None:
        """It is reached again."""
        self._server.do(lambda world: world.doors.open())

    @property
    def _running(self) -> SandboxAccess:
        if self._access is None:
            raise RuntimeError("it does not run")
        return self._access

    def __enter__(self) -> Self:
        self._access = self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.stop()
