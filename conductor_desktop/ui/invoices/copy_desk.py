"""Copies very many rows without the window standing still."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from conductor_desktop.ui.invoices.copying import Lines
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner


class CopyDesk(QObject):
    """One copy at a time. What is put on the clipboard meanwhile, by whomever, stays there.

    ``say`` tells the person how far it is.
    """

    def __init__(
        self, runner: TaskRunner, say: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._say = say
        self._handle: TaskHandle | None = None
        self._count = ""
        QGuiApplication.clipboard().dataChanged.connect(self._give_up)

    def copy(self, lines: Lines) -> None:
        """Put ``lines`` on the clipboard as soon as they are written."""
        self._give_up()

        def work(task: Task) -> str:
            return lines.text(task.token)

        self._count = f"{lines.formats.count(len(lines.invoices))} rows"
        self._say(f"Copying {self._count}…")
        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_written)
        self._handle.failed.connect(self._on_failed)

    def _on_written(self, text: object) -> None:
        self._handle = None  # or what comes now to the clipboard would be somebody else's
        QGuiApplication.clipboard().setText(cast("str", text))
        self._say(f"{self._count} copied.")

    def _on_failed(self) -> None:
        self._handle = None
        self._say(f"{self._count} could not be copied.")

    def _give_up(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
            self._say("")
