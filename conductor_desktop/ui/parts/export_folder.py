"""Where files are written to: where the last one was, or else among the documents."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from conductor_desktop.ui.tasks import Pool, TaskRunner

log = logging.getLogger(__name__)


class ExportFolder(QObject):
    """Shared by all that write files. ``keep`` writes it to the disk, on a worker thread."""

    def __init__(
        self,
        kept: str | None = None,
        keep: Callable[[str], object] | None = None,
        runner: TaskRunner | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._last = Path(kept) if kept else None
        self._keep = keep
        self._runner = runner

    @property
    def path(self) -> Path:
        """The folder to offer; one that is gone is not offered again."""
        if self._last is not None and _is_folder(self._last):
            return self._last
        documents = Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        return documents if documents.is_dir() else Path.home()

    def remember(self, file: Path) -> None:
        """``file`` has been written."""
        folder = file.absolute().parent
        keep = self._keep
        if folder != self._last and keep is not None and self._runner is not None:
            handle = self._runner.submit(lambda _task: keep(str(folder)), Pool.FILES)
            handle.failed.connect(self._on_not_kept)
        self._last = folder

    def _on_not_kept(self) -> None:
        """At worst it is chosen once more after a restart."""
        log.warning("the folder of exports could not be kept")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # settings can be edited by hand
        return False
