"""What the checks of one run ask the PC, asked once however many checks want it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.workstation import quickbooks, web_connector
from conductor_desktop.workstation.description import Connection
from conductor_desktop.workstation.facts import FileFacts, ProcessFacts, SystemFacts
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.quickbooks_windows import Shown, read_windows
from conductor_desktop.workstation.reach import Reach

_T = TypeVar("_T")

# Less than a check has, so that the probe can still say how far it came.
REACH_SECONDS = 1.7


class Once(Generic[_T]):
    """An answer that is found out by whoever asks first; the others wait for it."""

    def __init__(self, find_out: Callable[[], _T]) -> None:
        self._find_out = find_out
        self._lock = threading.Lock()
        self._answers: list[_T] = []
        self._refusal: CouldNotTell | None = None

    def __call__(self) -> _T:
        with self._lock:
            if self._refusal is not None:
                raise CouldNotTell(self._refusal.explanation)
            if not self._answers:
                try:
                    self._answers.append(self._find_out())
                except CouldNotTell as refusal:
                    self._refusal = refusal
                    raise
            return self._answers[0]


@dataclass(frozen=True)
class Purpose:
    """What this connection is for, as far as it is known yet.

    ``application`` is ours in the Web Connector, ``company`` the one whose books are meant.
    """

    api_url: str | None = None
    application: OwnApplication | None = None
    company: str | None = None

    def filled_from(self, connection: Connection) -> Purpose:
        """What is not known yet is as a described PC's connection has it."""
        name = connection.application
        described = OwnApplication(name, connection.host) if name else None
        return Purpose(
            self.api_url, self.application or described, self.company or connection.company
        )


class Facts:
    """One run's questions. ``pc`` is there for what only one check asks."""

    def __init__(self, pc: Workstation, purpose: Purpose) -> None:
        self.pc = pc
        self.purpose = purpose
        self.now = datetime.now(UTC)
        self.system: Once[SystemFacts] = Once(pc.system)
        self.me: Once[ProcessFacts] = Once(pc.me)
        self.quickbooks: Once[quickbooks.Search] = Once(lambda: quickbooks.find_quickbooks(pc))
        self.web_connector: Once[FileFacts | None] = Once(
            lambda: web_connector.find_web_connector(pc)
        )
        self.running: Once[tuple[ProcessFacts, ...]] = Once(
            lambda: pc.processes((*quickbooks.PROGRAMS, web_connector.PROGRAM))
        )
        self.reach: Once[Reach] = Once(self._reach)

    def programs(self, *names: str) -> Sessions:
        """The running programs with these names, by whose session they are in."""
        wanted = {name.casefold() for name in names}
        ours = self.me().session
        if ours is None:
            raise CouldNotTell("Windows did not say which session this is.")
        return Sessions(tuple(p for p in self.running() if p.name.casefold() in wanted), ours)

    def shown(self) -> Shown | None:
        """What our QuickBooks shows; ``None`` where its windows cannot be seen."""
        ours = self.programs(*quickbooks.PROGRAMS).ours
        seen = [process.windows for process in ours if process.windows is not None]
        if not seen:
            return None
        return read_windows(window for windows in seen for window in windows)

    def _reach(self) -> Reach:
        if self.purpose.api_url is None:
            raise CouldNotTell("No address is known yet that could be tried.")
        return self.pc.reach(self.purpose.api_url, REACH_SECONDS)


class Sessions:
    """Running programs, told apart by Windows session: ours, others', and not known."""

    def __init__(self, processes: tuple[ProcessFacts, ...], ours: int) -> None:
        self.ours = tuple(p for p in processes if p.session == ours)
        self.others = tuple(p for p in processes if p.session not in (ours, None))
        self.unplaced = tuple(p for p in processes if p.session is None)

    @property
    def all(self) -> tuple[ProcessFacts, ...]:
        """Ours first."""
        return (*self.ours, *self.others, *self.unplaced)


def describe(process: ProcessFacts) -> str:
    """One line of evidence about a running program. It may name a person: see ``owners``."""
    rights = {True: "as administrator", False: "with usual rights", None: "rights not known"}
    if process.windows is None:
        windows = "windows not known"
    else:
        windows = f"{len(process.windows)} visible window(s)"
    session = "session not known" if process.session is None else f"session {process.session}"
    owner = f" of {process.owner}" if process.owner else ""
    return (
        f"{process.name} ({process.pid}): {session}{owner}, {rights[process.elevated]}, {windows}"
    )


def owners(*processes: ProcessFacts) -> tuple[str, ...]:
    """The Windows users who run them, with and without their domain."""
    names = [process.owner for process in processes if process.owner]
    return (*names, *(name.rpartition("\\")[2] for name in names))
