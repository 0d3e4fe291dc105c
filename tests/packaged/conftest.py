"""Builds the program once, and runs it as on a PC that has no Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The web engine does not start as root in a released build, so root's tests are run by nobody.
NOBODY = 65534 if hasattr(os, "geteuid") and os.geteuid() == 0 else None


@dataclass(frozen=True)
class Ended:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.out)
        return answer


@dataclass(frozen=True)
class Bundle:
    """The built folder, and somebody's empty home for those who run its programs."""

    folder: Path
    home: Path

    def program(self, name: str) -> str:
        return str(self.folder / (f"{name}.exe" if os.name == "nt" else name))

    @property
    def environment(self) -> dict[str, str]:
        """What a program cannot do without: no Python on PATH, nothing of this checkout."""
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        places = {name: str(self.home) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA")}
        return {
            **kept,
            **places,
            "CONDUCTOR_DESKTOP_HOME": str(self.home / "app"),
            "LC_ALL": "C.UTF-8",
            "PATH": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """The console program on its way; the caller ends it."""
        return subprocess.Popen(
            [self.program("conductor-desktop"), *words],
            cwd=self.home,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            user=NOBODY,
            group=NOBODY,
            extra_groups=None if NOBODY is None else [],
        )

    def run(self, *words: str) -> Ended:
        """The console program, run to its end."""
        with self.start(*words) as process:
            out, err = process.communicate()
        return Ended(process.returncode, out, err)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that nobody may read too, which pytest's own are not."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="session")
def built() -> Iterator[Path]:
    """The folder ``dist/conductor-desktop``, made from the spec in a place of its own."""
    with open_folder() as place:
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
        command += [f"--distpath={place / 'dist'}", f"--workpath={place / 'work'}"]
        environment = os.environ | {"PYINSTALLER_CONFIG_DIR": str(place / "cache")}
        subprocess.run([*command, str(ROOT / "installer.spec")], env=environment, check=True)
        yield place / "dist" / "conductor-desktop"


@pytest.fixture
def bundle(built: Path) -> Iterator[Bundle]:
    """The built program and a home of this test alone."""
    with open_folder() as home:
        if NOBODY is not None:
            shutil.chown(home, NOBODY, NOBODY)
        yield Bundle(built, home)
