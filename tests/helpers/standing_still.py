"""A process whose main thread stands still, under a watchdog that is quick to notice.

``python -m tests.helpers.standing_still FOLDER HOW``: it says ``ready``, then stands still until
there is a line on its input, and says ``back``. HOW is ``waits`` (others may go on), ``holds``
(it keeps all of Python waiting, and sleeps), ``computes`` (the same, and computes) or ``beats`` (it
does not stand still at all).
"""

from __future__ import annotations

import logging
import math
import re
import sys
import time
from pathlib import Path

from conductor_desktop.secret import Secret
from conductor_desktop.services.last_time.watchdog import Watchdog
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor

TURN_SECONDS = 0.1
STANDSTILL_SECONDS = 1.0


def compute(length: int) -> None:
    """Twice as long for each further character, all of it in one call into the library."""
    re.match(r"(a*)*b", "a" * length)


def stand_still_in_here(how: str, watchdog: Watchdog) -> None:
    local = "Planted-Canary-0123456789"  # a value of a variable, which is in no note
    if how == "waits":
        sys.stdin.readline()
    elif how == "holds":
        import ctypes

        ctypes.PyDLL(None).getchar()  # unlike ``CDLL`` it lets nobody else in meanwhile
    elif how == "computes":
        began, length = time.process_time(), 16
        compute(length)
        took = time.process_time() - began
        compute(length + math.ceil(math.log2(2.5 * STANDSTILL_SECONDS / took)))
    elif how == "beats":
        import threading

        ended = threading.Event()

        def read() -> None:
            sys.stdin.readline()
            ended.set()

        threading.Thread(target=read, daemon=True).start()
        while not ended.wait(0.02):
            watchdog.beat()
    del local


if __name__ == "__main__":
    home = AppHome(Path(sys.argv[1]))
    redactor = Redactor(user_name="m.poppins")
    redactor.register(Secret("Planted-Canary-0123456789"))
    session = start_logging(home, redactor)
    watchdog = Watchdog(home.logs, turn_seconds=TURN_SECONDS, standstill_seconds=STANDSTILL_SECONDS)
    watchdog.start()
    watchdog.beat()
    print("ready", flush=True)
    stand_still_in_here(sys.argv[2], watchdog)
    print("back", flush=True)
    watchdog.beat()
    sys.stdin.readline()
    logging.getLogger("test").info("over")
    watchdog.stop()
    session.stop()
