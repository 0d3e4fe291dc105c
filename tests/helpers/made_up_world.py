"""What is around the app on a tour, for tests that take one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conductor_desktop.app import App
from conductor_desktop.sandbox.puppet import Puppet
from conductor_desktop.ui.tour.made_up_pc import MadeUpPc
from conductor_desktop.ui.tour.world import World


class MadeUp:
    """``parts`` are what an app has to be composed with to live in it."""

    def __init__(self, gateway: Puppet, conductor: Puppet) -> None:
        self._gateway, self._conductor = gateway, conductor
        self._pc = MadeUpPc()

    @property
    def parts(self) -> dict[str, Any]:
        pc = self._pc
        return {
            "this_pc": lambda: pc.now,
            "open_file": pc.open_file,
            "live_api": self._conductor.base_url,
        }

    def around(self, app: App, downloads: Path) -> World:
        return World(
            app.run.sandbox.put_on,
            self._pc,
            self._gateway,
            self._conductor,
            downloads,
            app.run.take_care,
        )


@contextmanager
def made_up_world() -> Iterator[MadeUp]:
    """For the length of a ``with`` block."""
    with (
        Puppet("Saltbush & Sons Outdoor Works", "Acme Field Service") as gateway,
        Puppet("Cedar & Finch Bakery", "Conductor", seed=2) as conductor,
    ):
        yield MadeUp(gateway, conductor)
