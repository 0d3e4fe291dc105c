"""Reads all invoices once, in a process that does nothing else, and prints what it took as JSON."""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

END_USER = "end_usr_bench"
KEY = "sk_sandbox_bench"

_TICK_SECONDS = 0.002
_IDLE_SECONDS = 1.0
_COLLECT_EVERY_MS = 50

Read = Callable[[bool], Sequence[object]]
"""Reads one invoice when asked for a first try, else all, and gives what is kept of them."""


def reader(kind: str, base_url: str) -> Read:
    return _sdk(kind, base_url) if kind.startswith("sdk") else _ours(kind, base_url)


def _sdk(kind: str, base_url: str) -> Read:
    from conductor import Conductor

    client = Conductor(base_url=base_url, api_key=KEY)
    lines = kind == "sdk-whole"

    def read(first_try: bool) -> Sequence[object]:
        if first_try:
            pages = client.qbd.invoices.list(
                conductor_end_user_id=END_USER, include_line_items=lines, limit=1
            )
        else:
            pages = client.qbd.invoices.list(
                conductor_end_user_id=END_USER, include_line_items=lines
            )
        return list(pages)

    return read


def _ours(kind: str, base_url: str) -> Read:
    from conductor_desktop.conductor.client import ConductorClient
    from conductor_desktop.conductor.query import InvoiceQuery
    from conductor_desktop.secret import Secret
    from conductor_desktop.services.invoices import InvoicesService
    from conductor_desktop.work import CancelToken

    service = InvoicesService(ConductorClient(base_url, Secret(KEY)), END_USER)
    load = service.load_whole if kind == "whole" else service.load

    def read(first_try: bool) -> Sequence[object]:
        limit = 1 if first_try else None
        return load(InvoiceQuery(), limit, lambda _progress: None, CancelToken()).invoices

    return read


def cost(read: Read) -> dict[str, float]:
    """The CPU of reading, and the most memory this process ever had."""
    read(True)  # imports that wait for the first call are not what is measured
    began = time.process_time()
    kept = read(False)
    seconds = time.process_time() - began
    return {"invoices": len(kept), "cpu_seconds": seconds, "peak_bytes": peak_bytes()}


def peak_bytes() -> int:
    """Of this program alone; ``ru_maxrss`` of Linux also knows what started it."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def stalls(read: Read) -> dict[str, float]:
    """How long a thread that only wants to tick was kept waiting, idle and while reading.

    Reading happens as in the app: on a worker, with the collector on the thread of the event loop.
    There a full collection is due once a minute at most; here one falls into every 50 ms.
    """
    from PySide6.QtCore import QCoreApplication, QTimer

    from conductor_desktop.ui.collector import UiThreadCollector
    from conductor_desktop.ui.tasks import TaskRunner

    app = QCoreApplication([])
    runner = TaskRunner()
    UiThreadCollector(app)
    gc.freeze()  # as it does before the first full collection
    full_collections = QTimer(app, interval=_COLLECT_EVERY_MS)
    full_collections.timeout.connect(gc.collect)
    read(True)
    with Ticker() as idle:
        threading.Event().wait(_IDLE_SECONDS)
    kept: list[object] = []
    with Ticker() as busy:
        full_collections.start()
        handle = runner.submit(lambda _task: kept.extend(read(False)))
        handle.finished.connect(app.quit)
        app.exec()
    runner.shutdown()
    return {
        "invoices": len(kept),
        "idle_seconds": idle.longest,
        "busy_seconds": busy.longest,
    }


class Ticker:
    """A thread that ticks; ``longest`` is the most it was ever late, in seconds.

    As late as the whole process was at work meanwhile, at most: while it was not, it was another
    process that had the processor, and that is not what is measured.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._tick)

    def __enter__(self) -> Ticker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _tick(self) -> None:
        while not self._is_over.is_set():
            began, worked = time.perf_counter(), time.process_time()
            self._is_over.wait(_TICK_SECONDS)
            late = time.perf_counter() - began - _TICK_SECONDS
            self.longest = max(self.longest, min(late, time.process_time() - worked))


def main() -> None:
    what, kind, base_url = sys.argv[1:]
    measure = {"cost": cost, "stalls": stalls}[what]
    print(json.dumps(measure(reader(kind, base_url))))


if __name__ == "__main__":
    main()
