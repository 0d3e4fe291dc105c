"""Lets everybody who asks the same at the same time have one answer from one request.

The work runs on a thread of its own, because whoever asked first may be the first to leave.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

from conductor_desktop.work import CancelToken

T = TypeVar("T")

# On Windows a wait without an end cannot be interrupted from the keyboard.
_LOOK_UP_SECONDS = 0.25


class Sharing:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rides: dict[Hashable, _Ride] = {}

    def join(self, key: Hashable, work: Callable[[CancelToken], T], cancel: CancelToken) -> T:
        """What ``work`` returns or raises, done once for all who ask for ``key`` meanwhile.

        Raises ``Cancelled`` as soon as ``cancel`` says so; the others wait on. When nobody is
        left, the work itself is cancelled.
        """
        result: T = self._ride(key, work, cancel).result()
        return result

    def part(self) -> None:
        """Whoever asks from now on does not get an answer to an earlier question."""
        with self._lock:
            self._rides.clear()

    # An error holds the frames it came through. One that held the ``_Ride`` in which the error is
    # kept would keep both, and all that was read, until the collector comes by.

    def _ride(
        self, key: Hashable, work: Callable[[CancelToken], Any], cancel: CancelToken
    ) -> Future[Any]:
        cancel.raise_if_cancelled()
        ride = self._get_on(key, work)
        try:
            ride.wait(cancel)
        finally:
            self._get_off(key, ride)
        return ride.outcome

    def _get_on(self, key: Hashable, work: Callable[[CancelToken], Any]) -> _Ride:
        with self._lock:
            ride = self._rides.get(key)
            if ride is None:
                ride = _Ride()
                threading.Thread(
                    target=self._go, args=(key, ride, work), name="shared read", daemon=True
                ).start()
                self._rides[key] = ride
            ride.passengers += 1
            return ride

    def _get_off(self, key: Hashable, ride: _Ride) -> None:
        with self._lock:
            ride.passengers -= 1
            if ride.passengers:
                return
            self._forget(key, ride)
        ride.cancel.cancel()

    def _go(self, key: Hashable, ride: _Ride, work: Callable[[CancelToken], Any]) -> None:
        try:
            result = work(ride.cancel)
        except BaseException as error:
            self._arrive(key, ride)
            ride.outcome.set_exception(error)
        else:
            self._arrive(key, ride)
            ride.outcome.set_result(result)
        finally:
            del ride

    def _arrive(self, key: Hashable, ride: _Ride) -> None:
        with self._lock:
            self._forget(key, ride)

    def _forget(self, key: Hashable, ride: _Ride) -> None:
        if self._rides.get(key) is ride:
            del self._rides[key]


class _Ride:
    """One piece of work and who waits for it."""

    def __init__(self) -> None:
        self.cancel = CancelToken()
        self.outcome: Future[Any] = Future()
        self.passengers = 0

    def wait(self, cancel: CancelToken) -> None:
        """Until it is over. Raises ``Cancelled``."""
        woken = threading.Event()
        self.outcome.add_done_callback(lambda _outcome: woken.set())
        forget = cancel.on_cancel(woken.set)
        try:
            while not woken.wait(_LOOK_UP_SECONDS):
                pass
        finally:
            forget()
        cancel.raise_if_cancelled()
