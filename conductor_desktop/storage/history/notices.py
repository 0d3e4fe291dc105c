"""What the person is told when the history is not kept as it should be, each thing once."""

from __future__ import annotations

from conductor_desktop.storage.history.trouble import Trouble

TITLE = "About the history"

_MEANWHILE = (
    "What happens meanwhile is kept in memory, and written as soon as that is possible. Nothing "
    "else is affected."
)
_TEXTS = {
    Trouble.HELD: f"Another program holds the file of the history. {_MEANWHILE}",
    Trouble.FULL: "The disk is full, so the history of the connection cannot be written. "
    f"{_MEANWHILE} Free some disk space.",
    Trouble.REFUSED: "The file of the history cannot be written. "
    f"{_MEANWHILE} Ask whoever looks after this PC to let you write into the folder of this app.",
    Trouble.NEWER: "The history was written by a newer version of Conductor Desktop and is left as "
    "it is. What happens now is forgotten once the app is closed. Install the newest Conductor "
    "Desktop, then open it again.",
    Trouble.BROKEN: "The history of the connection is damaged and cannot be put aside. "
    f"{_MEANWHILE}",
}


class Notices:
    """Collects what is to be said; the same kind of trouble is said once in a run."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._said: set[Trouble | None] = set()

    def add(self, trouble: Trouble) -> None:
        """Nothing can be written, for this reason."""
        self._add(trouble, _TEXTS[trouble])

    def add_started_anew(self, kept: str) -> None:
        """What there was is damaged, and is now called ``kept``."""
        text = (
            "The history of the connections could not be read, so a new one was begun. Nothing "
            f"else is affected. The unreadable file was kept as “{kept}”."
        )
        self._add(None, text)

    def take(self) -> tuple[str, ...]:
        """What has not been said yet; from now on it counts as said."""
        waiting, self._waiting = self._waiting, []
        return tuple(waiting)

    def _add(self, kind: Trouble | None, text: str) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self._waiting.append(text)
