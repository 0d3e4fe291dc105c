"""What nobody caught, by every way Python has for that, goes to the log, and so is redacted.

What asyncio finds that nobody caught it logs by itself, and ``start_logging`` takes in Python's
warnings. Tracebacks have no values of variables in them.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger(__name__)


def log_uncaught(
    on_fatal: Callable[[], None] = lambda: None, open_log: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """From now on; what is returned puts the ways back that there were.

    ``on_fatal`` is called, on the main thread, for an error there: the program is about to end, or
    has to. ``open_log`` is called before anything is logged.
    """
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def in_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        open_log()
        log.critical("uncaught error", exc_info=(kind, error, trace))
        on_fatal()

    def in_thread(hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None and not isinstance(hooked.exc_value, SystemExit):
            open_log()
            log.error("uncaught error in a thread", exc_info=hooked.exc_value)

    def in_the_open(hooked: sys.UnraisableHookArgs) -> None:
        # Its object is only named by its type: more would keep it alive, or show what it holds.
        where = type(hooked.object).__name__
        open_log()
        log.error("error that could not be raised, of a %s", where, exc_info=hooked.exc_value)

    sys.excepthook = in_main
    threading.excepthook = in_thread
    sys.unraisablehook = in_the_open

    def put_back() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    return put_back
