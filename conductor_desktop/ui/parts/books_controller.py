"""What the pages have in common that read the books: whom to ask, one read at a time, its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.ui.parts.arrivals import Arrivals
from conductor_desktop.ui.parts.exporter import Exporter
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner

log = logging.getLogger(__name__)

_Source = TypeVar("_Source")
_Found = TypeVar("_Found")


class BooksController(QObject, Generic[_Source, _Found]):
    """A newer read replaces the older, whose late answers are not heard.

    ``what`` is read, in the plural: "invoices". ``source`` is asked on the UI thread at every read,
    so it must not block; it may do that when it reads, and raise ``NotSetUp`` there. None is "not
    set up yet".
    """

    state_changed = Signal(object)  # a State

    def __init__(
        self,
        what: str,
        source: Callable[[], _Source | Unavailable | None],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._what = what
        self._source = source
        self.runner = runner
        self.exporter = Exporter(runner, self)
        self._handle: TaskHandle | None = None
        self._arrivals = Arrivals[Any](self)
        self._arrivals.came.connect(self._on_came)
        self._state = State(Phase.EMPTY_START)

    @property
    def state(self) -> State:
        """What the page is at."""
        return self._state

    def reset(self) -> None:
        """Forget everything, and look again whether there is anybody to ask (another profile)."""
        self._stop()
        self._forget()
        if self._available() is not None:
            self._go(State(Phase.EMPTY_START))

    def cancel(self) -> None:
        """Stop reading and keep what is here."""
        if self._handle is not None:
            self._arrivals.hand_over()
            self._stop()
            self._go(State(Phase.CANCELLED))

    def _forget(self) -> None:
        """Nothing of these books stays."""
        raise NotImplementedError

    def _has_some(self) -> bool:
        """Whether a read that broke off has left something to be shown."""
        raise NotImplementedError

    def _on_came(self, value: object) -> None:
        """A part has arrived: what the work has reported."""

    def _on_found(self, found: _Found) -> None:
        """The work has returned this, and all that it reported has come."""
        raise NotImplementedError

    def _read(self, work: Callable[[_Source, Task], _Found]) -> None:
        """Have it done on another thread, if there is anybody to ask."""
        source = self._available()
        if source is None:
            return
        handle = self.runner.submit(lambda task: work(source, task))
        handle.progressed.connect(self._arrivals.add)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        self._handle = handle
        self._go(State(Phase.LOADING))

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._arrivals.drop()

    def _end_early(self, problem: AppError) -> None:
        log.info("%s stopped early: %s", self._what, problem.title)
        self._go(State(Phase.PARTIAL if self._has_some() else Phase.FAILED, problem))

    def _go(self, state: State) -> None:
        self._state = state
        self.state_changed.emit(state)

    def _available(self) -> _Source | None:
        source = self._source()
        if source is None:
            source = Unavailable.not_set_up(self._what)
        if isinstance(source, Unavailable):
            self._go(State(Phase.UNAVAILABLE, unavailable=source))
            return None
        return source

    def _on_succeeded(self, value: object) -> None:
        self._arrivals.end(partial(self._end, partial(self._on_found, cast("_Found", value))))

    def _on_failed(self, value: object) -> None:
        self._arrivals.end(partial(self._end, partial(self._break_off, cast(AppError, value))))

    def _end(self, then: Callable[[], None]) -> None:
        self._handle = None
        then()

    def _break_off(self, problem: AppError) -> None:
        if isinstance(problem, NotSetUp):
            self._go(State(Phase.UNAVAILABLE, unavailable=Unavailable.because(problem)))
        else:
            self._end_early(problem)
