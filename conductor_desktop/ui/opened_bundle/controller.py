"""Opens a bundle off the UI thread; the newest one that was asked for counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from conductor_desktop.services.diagnostics.bundle import BundleFile
from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import Reading, files_of, read
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner


@dataclass(frozen=True)
class Sent:
    """What somebody sent: what it says, and its files."""

    name: str
    reading: Reading
    files: tuple[BundleFile, ...]


class OpenedBundleController(QObject):
    """Nothing is unpacked onto the disk."""

    opened = Signal(object)  # a Sent
    failed = Signal(object)  # an AppError

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: TaskHandle | None = None

    def open(self, path: Path) -> None:
        """Read the bundle at ``path``."""
        if self._handle is not None:
            self._handle.cancel()

        def work(_task: Task) -> Sent:
            bundle = open_bundle(path)
            return Sent(path.name, read(bundle), files_of(bundle))

        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self.opened)
        self._handle.failed.connect(self.failed)
