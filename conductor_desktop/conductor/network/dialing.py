"""Looks a name up and connects to it, in a way that can be cut at any moment.

Neither can be interrupted where it blocks, so both are done on a thread of their own, which is
left behind when the call is over before it is.
"""

from __future__ import annotations

import functools
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from conductor_desktop.conductor.network.line import Line

T = TypeVar("T")

# On Windows a wait without an end cannot be interrupted from the keyboard.
_LOOK_UP_SECONDS = 0.25

Address = tuple[socket.AddressFamily, tuple[object, ...]]
SocketOptions = Sequence[tuple[int, int, int | bytes]]


class Cut(OSError):
    """The line was cut meanwhile."""


def aside(
    work: Callable[[], T],
    line: Line,
    seconds: float,
    *,
    discard: Callable[[T], None] = lambda _late: None,
) -> T:
    """What ``work`` returns or raises, from another thread. Raises ``TimeoutError`` and ``Cut``.

    ``discard`` gets what came too late for anybody to want it.
    """
    outcome: Future[T] = Future()
    threading.Thread(target=_work, args=(work, outcome), name="network", daemon=True).start()
    woken = threading.Event()
    outcome.add_done_callback(lambda _outcome: woken.set())
    end = time.monotonic() + seconds
    with line.waking(woken.set):
        while not woken.is_set() and (left := end - time.monotonic()) > 0:
            woken.wait(min(left, _LOOK_UP_SECONDS))
    if line.cut_reason is None and outcome.done():
        try:
            return outcome.result()
        finally:
            del outcome  # an error keeps this frame, which must not keep the error
    outcome.add_done_callback(functools.partial(_discard, discard))
    if line.cut_reason is not None:
        raise Cut
    raise TimeoutError("no answer in time")


def dial(
    host: str, port: int, *, seconds: float, line: Line, options: SocketOptions = ()
) -> socket.socket:
    """A connection to ``host``. ``seconds`` is for the look-up, and again for connecting.

    Raises ``socket.gaierror`` when the name was not found, also when nobody said so in time,
    other kinds of ``OSError`` when nothing there could be reached, and ``Cut``.
    """
    try:
        addresses = aside(lambda: _look_up(host, port), line, seconds)
    except TimeoutError:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from None
    end = time.monotonic() + seconds
    problem: OSError = socket.gaierror(socket.EAI_NONAME, "no addresses")
    for place, address in enumerate(addresses):
        # One dead address (IPv6 that leads nowhere) must not use up the others' time.
        share = max(0.1, end - time.monotonic()) / (len(addresses) - place)
        connect = functools.partial(_connect, address, share, options)
        try:
            return aside(connect, line, share + 1.0, discard=lambda late: late.close())
        except Cut:
            raise
        except OSError as error:
            problem = error
    raise problem


def _look_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from error
    return [(family, address) for family, _, _, _, address in found]


def _connect(address: Address, seconds: float, options: SocketOptions) -> socket.socket:
    family, place = address
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        for level, name, value in options:
            line.setsockopt(level, name, value)
        line.settimeout(seconds)
        line.connect(place)
    except BaseException:
        line.close()
        raise
    return line


def _discard(discard: Callable[[T], None], late: Future[T]) -> None:
    if late.exception() is None:
        discard(late.result())


def _work(work: Callable[[], T], outcome: Future[T]) -> None:
    try:
        result = work()
    except BaseException as error:
        outcome.set_exception(error)
    else:
        outcome.set_result(result)
    finally:
        del outcome
