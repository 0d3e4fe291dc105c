"""Where the app keeps its files: one folder, and what is in it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.errors import HomeNotWritable

VARIABLE = "CONDUCTOR_DESKTOP_HOME"
_FOLDER = "Conductor Desktop"


def is_usual_home(override: str | None = None) -> bool:
    """Whether nobody has named another folder, on the command line or in the environment."""
    return not (override or os.environ.get(VARIABLE))


@dataclass(frozen=True)
class AppHome:
    """The folder that holds everything; nothing is made before ``prepare``."""

    root: Path

    @classmethod
    def locate(cls, override: str | None = None) -> AppHome:
        """``override``, else the environment's choice, else the user's local app data.

        Local, not roaming: credentials and logs belong to this PC. Raises ``HomeNotWritable`` for
        a name that no folder can have.
        """
        chosen = override or os.environ.get(VARIABLE)
        if not chosen:
            import platformdirs  # only here: most starts in tests and scripts name the folder

            return cls(platformdirs.user_data_path(_FOLDER, appauthor=False, roaming=False))
        try:
            return cls(Path(chosen).expanduser().absolute())
        except (OSError, RuntimeError, ValueError) as error:
            raise HomeNotWritable(chosen, str(error)) from error

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.json"

    def status_file(self, *, sandbox: bool) -> Path:
        """How the connection stands, for scripts, while the app is running."""
        return self.root / f"status{'-sandbox' if sandbox else ''}.json"

    @property
    def history_file(self) -> Path:
        """How the connections stood before."""
        return self.root / "history.sqlite3"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def connection_files(self) -> Path:
        """Where a downloaded Web Connector file waits to be handed over."""
        return self.root / "connection-files"

    @property
    def exports(self) -> Path:
        """Where support bundles go when nobody names another place."""
        return self.root / "exports"

    def prepare(self) -> None:
        """Make the folders, private where the system knows how, and really write once.

        An existing folder keeps its rights: ``--home`` may name a shared one. Raises
        ``HomeNotWritable``.
        """
        probe = self.root / f".conductor-{os.urandom(6).hex()}.tmp"
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe.write_bytes(b"can this folder be written?")
            probe.unlink()
        except (OSError, ValueError) as error:
            with contextlib.suppress(OSError, ValueError):
                probe.unlink()
            raise HomeNotWritable(str(self.root), _reason(error)) from error
        for folder in (self.logs, self.connection_files, self.exports):
            # Something else in the place of one of these costs that feature, not the app.
            with contextlib.suppress(OSError):
                folder.mkdir(mode=0o700, exist_ok=True)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
