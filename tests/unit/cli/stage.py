"""A composition whose parts are given by the test, and which remembers what was asked of it."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NoReturn, Self

from conductor_desktop.cli.context import Composition, CompositionFactory
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.services.checks import PcChecks
from conductor_desktop.services.company.service import CompanyService
from conductor_desktop.services.connection import ConnectionService
from conductor_desktop.services.connection.examination import Examination
from conductor_desktop.services.customers import CustomersService
from conductor_desktop.services.diagnostics import DiagnosticsService
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.services.policies import NO_POLICIES, Policies


def nobody_asked() -> NoReturn:
    raise AssertionError("this was not to be asked for")


@dataclass
class Stage:
    """Plays the app for one command line; ``compose`` is what ``run`` wants."""

    connecting: Callable[[], ConnectionService] = nobody_asked
    reading: Callable[[], InvoicesService] = nobody_asked
    reading_customers: Callable[[], CustomersService] = nobody_asked
    reading_company: Callable[[], CompanyService] = nobody_asked
    checking: Callable[[], PcChecks] = nobody_asked
    since: datetime | None = None
    notice: str | None = None
    window_code: int = 0
    set_by_it: Policies = NO_POLICIES
    options: CommonOptions = field(default_factory=CommonOptions)
    opened: list[Path | None] = field(default_factory=list)
    bugs: list[Exception] = field(default_factory=list)
    is_closed: bool = False

    @property
    def compose(self) -> CompositionFactory:
        @contextlib.contextmanager
        def compose(options: CommonOptions) -> Iterator[Composition]:
            self.options = options
            try:
                yield self
            finally:
                self.is_closed = True

        return compose

    @property
    def run(self) -> Self:
        return self

    def record(self, bug: Exception) -> None:
        assert not self.is_closed, "the log is closed by now"
        self.bugs.append(bug)

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        return self.checking()

    def policies(self, described_pc: Path | None = None) -> Policies:
        return self.set_by_it

    def connection(self) -> ConnectionService:
        return self.connecting()

    def noted_since(self, found: Examination) -> datetime | None:
        return self.since

    def invoices(self) -> InvoicesService:
        return self.reading()

    def customers(self) -> CustomersService:
        return self.reading_customers()

    def company(self) -> CompanyService:
        return self.reading_company()

    def diagnostics(self) -> DiagnosticsService:
        nobody_asked()

    def run_window(self, setup_file: Path | None) -> int:
        self.opened.append(setup_file)
        return self.window_code

    def run_tour(self, output: Path, say: Callable[[str], None], *, on_screen: bool = False) -> int:
        nobody_asked()


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


@contextlib.contextmanager
def watched_stderr() -> Iterator[Terminal]:
    """stderr is a terminal for the length of a ``with`` block."""
    terminal = Terminal()
    with contextlib.redirect_stderr(terminal):
        assert sys.stderr is terminal
        yield terminal
