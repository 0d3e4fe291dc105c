"""What is around the app on the tour, all of it made up, and how it is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.ui.tour.made_up_pc import MadeUpPc


class Service(Protocol):
    """Conductor itself, or a vendor's gateway to it. What it is told is so at once."""

    @property
    def base_url(self) -> str: ...

    @property
    def secret_key(self) -> str: ...

    @property
    def publishable_key(self) -> str: ...

    @property
    def end_users(self) -> tuple[str, ...]:
        """The ids of all there are."""

    def open_company(self, name: str) -> None:
        """Another company file is open in its QuickBooks."""

    def go_wrong(self, fault: str) -> None:
        """Every request that this fault is for meets it from now on. ``fault`` is an order as
        ``conductor-desktop sandbox --fault`` takes it."""

    def go_right(self) -> None:
        """Nothing is wrong any more."""

    def expire_links(self) -> None:
        """No link that was not used works any more."""

    def cut_line(self) -> None:
        """Nobody reaches it."""

    def mend_line(self) -> None:
        """It is reached again."""


@dataclass(frozen=True)
class World:
    """``pc`` is the one of every connection but the sandbox's.

    ``put_sandbox_on`` takes the name of the described PC that the sandbox is on from then on;
    ``downloads`` is where the app looks for setup files. ``take_care`` is about the next time it is
    opened.
    """

    put_sandbox_on: Callable[[str], None]
    pc: MadeUpPc
    gateway: Service
    conductor: Service
    downloads: Path
    take_care: Callable[[Care], None]
