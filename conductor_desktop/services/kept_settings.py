"""The settings as this run of the app knows them; every change is on the disk before it counts."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken


class KeptSettings:
    """Shared by all that work with the settings in one process. Safe to use from any thread.

    ``learn`` is told of them, and of what they have become, before anybody else is.
    """

    def __init__(
        self,
        store: SettingsStore,
        settings: Settings,
        learn: Callable[[Settings], None] = lambda _settings: None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._lock = threading.RLock()
        self._learn = learn
        learn(settings)

    @property
    def now(self) -> Settings:
        return self._settings

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings, here and on the disk.

        Applied to each by itself: a command beside the window, or a second window, may have
        saved something else meanwhile, which must not be undone.
        """
        with self._lock:
            settings = change(self._settings)
            if settings != self._settings:
                self._learn(settings)
                self._store.change(change, self._settings)
                self._settings = settings

    def refresh(self) -> Settings:
        """What is on the disk by now, where that can be read."""
        with self._lock:
            self._settings = self._store.saved() or self._settings
            self._learn(self._settings)
            return self._settings

    @contextlib.contextmanager
    def alone(self, purpose: str, *, seconds: float, cancel: CancelToken) -> Iterator[None]:
        """Keep other processes from ``purpose`` meanwhile; begins with what they have saved.

        Raises ``turns.Taken`` when one of them is at it for all of ``seconds``.
        """
        with self._store.alone(purpose, seconds=seconds, cancel=cancel):
            self.refresh()
            yield

    def leave_no_trace_of(self, purpose: str) -> None:
        """After something was removed: the copy before, and the lock of ``purpose``, go as well."""
        self._store.leave_no_trace_of(purpose)
