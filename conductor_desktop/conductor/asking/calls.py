"""One request, from sending it to its value: repeated where that is safe, decoded, judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from conductor_desktop.conductor.asking.holds import Hold, Holds
from conductor_desktop.conductor.asking.retry import is_rejection, pause_before_retry
from conductor_desktop.conductor.envelope import error_from
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.network.clock import ClockWatch
from conductor_desktop.conductor.network.transport import Transport
from conductor_desktop.conductor.reading.decoding import decode
from conductor_desktop.conductor.wire import Answer, Broken, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken

T = TypeVar("T")


@dataclass(frozen=True)
class Reply(Generic[T]):
    """What came back, what Conductor's support can find it by, and how long it took in all."""

    value: T
    request_id: str | None
    seconds: float


class Calls:
    """Calls to one service with one key. Safe to use from several threads."""

    def __init__(
        self,
        transport: Transport,
        secret: Secret,
        *,
        pause: Callable[[CancelToken, float], None],
        chance: Callable[[], float],
        clock: Callable[[], float],
        watch: ClockWatch,
    ) -> None:
        self._transport = transport
        self._secret = secret
        self._pause = pause
        self._chance = chance
        self._clock = clock
        self._watch = watch
        self._holds = Holds(clock)
        self._key_was_good = False

    def call(self, request: Request, kind: type[T], cancel: CancelToken) -> Reply[T]:
        """The answer as ``kind``. Raises the errors of ``conductor.errors`` and ``Cancelled``."""
        started = self._clock()
        try:
            answer = self._answer(request, cancel, started)
            if answer.status != 200 or not answer.is_json:
                raise error_from(answer, self._secret)
            value = decode(answer.body, kind, request_id=answer.request_id)
        except ConductorError as error:
            raise self._watch.explained(error) from error.__cause__
        self._key_was_good = True
        return Reply(value, answer.request_id, self._clock() - started)

    def _answer(self, request: Request, cancel: CancelToken, started: float) -> Answer:
        tries = 0
        hold: Hold | None = None
        rechecked = False
        while True:
            standing = self._holds.standing(served=hold)
            if standing is not None:
                return standing
            outcome = self._transport.exchange(request, cancel)
            hold = self._holds.heed(outcome) or hold
            tries += 1
            pause = pause_before_retry(
                request,
                outcome,
                tries=tries,
                elapsed=self._clock() - started,
                chance=self._chance(),
                key_was_good=self._key_was_good and not rechecked,
            )
            if is_rejection(outcome):
                self._key_was_good = self._key_was_good and not rechecked
                rechecked = True
            if pause is None:
                break
            self._pause(cancel, pause)
        if isinstance(outcome, Broken):
            raise outcome.error
        return outcome
