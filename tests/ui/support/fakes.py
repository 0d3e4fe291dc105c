"""A bundle, and a service that collects it when the test says so and writes it for real."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure
from conductor_desktop.work import CancelToken

_PATIENCE = 20.0  # a broken test ends instead of hanging; no test waits this long

SUMMARY = "Conductor Desktop support bundle\nState: connected\n"


def bundle(*failures: Failure, marker: str = "") -> Bundle:
    """Two files, one with something taken out of it."""
    return Bundle(
        identity="0a1b2c3d",
        created_at=datetime(2026, 3, 4, 9, 5, tzinfo=UTC),
        files=(
            BundleFile("summary.txt", (SUMMARY + marker).encode(), "One page to read first."),
            BundleFile("app.log", b"line\n" * 500, "What the app did.", {"e-mail": 2}),
        ),
        failures=failures,
    )


class FakeDiagnostics:
    """Collects at once unless ``waits``; writes the archive to the path it is given."""

    def __init__(self) -> None:
        self.bundle = bundle()
        self.arrivals: list[BundleFile | Failure] = []
        self.days: list[int] = []
        self.waits = False
        self.failure: Exception | None = None
        self.write_failure: Exception | None = None
        self.collected = 0
        self.written: list[Bundle] = []
        self.threads: set[threading.Thread] = set()
        self.tokens: list[CancelToken] = []
        self._gate = threading.Event()

    def end(self) -> None:
        """Let waiting work come to its end."""
        self._gate.set()

    def collect(
        self,
        cancel: CancelToken,
        *,
        log_days: int = 2,
        arrived: Callable[[BundleFile | Failure], None] = lambda _one: None,
    ) -> Bundle:
        found = self.bundle
        self.collected += 1
        self.days.append(log_days)
        for one in self.arrivals:
            arrived(one)
        self._note()
        self.tokens.append(cancel)
        if self.failure is not None:
            raise self.failure
        return found

    def write(self, bundle: Bundle, target: Path) -> Path:
        self._note()
        if self.write_failure is not None:
            raise self.write_failure
        target.write_bytes(bundle.archive())
        self.written.append(bundle)
        return target

    def _note(self) -> None:
        self.threads.add(threading.current_thread())
        if self.waits:
            self._gate.wait(_PATIENCE)
