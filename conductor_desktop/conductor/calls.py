"""One request, from sending it to its value: repeated where that is safe, decoded, judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from conductor_desktop.conductor.decoding import decode
from conductor_desktop.conductor.envelope import error_from
from conductor_desktop.conductor.retry import pause_before_retry
from conductor_desktop.conductor.transport import Transport
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
    ) -> None:
        self._transport = transport
        self._secret = secret
        self._pause = pause
        self._chance = chance

    def call(self, request: Request, kind: type[T], cancel: CancelToken) -> Reply[T]:
        """The answer as ``kind``. Raises the errors of ``conductor.errors`` and ``Cancelled``."""
        started = time.monotonic()
        answer = self._answer(request, cancel, started)
        if answer.status != 200 or not answer.is_json:
            raise error_from(answer, self._secret)
        value = decode(answer.body, kind, request_id=answer.request_id)
        return Reply(value, answer.request_id, time.monotonic() - started)

    def _answer(self, request: Request, cancel: CancelToken, started: float) -> Answer:
        tries = 0
        while True:
            outcome = self._transport.exchange(request, cancel)
            tries += 1
            pause = pause_before_retry(
                request,
                outcome,
                tries=tries,
                elapsed=time.monotonic() - started,
                chance=self._chance(),
            )
            if pause is None:
                break
            self._pause(cancel, pause)
        if isinstance(outcome, Broken):
            raise outcome.error
        return outcome
