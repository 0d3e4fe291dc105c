"""A Windows PC under Wine, what is installed on it, and how a test looks at it."""

from __future__ import annotations

import contextlib
import json
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from build.windows.wine import Ended, Wine, windows_path

ROOT = Path(__file__).resolve().parents[3]
INSIDE = Path(__file__).with_name("inside.py")
NAME = "Conductor Desktop"
PROGRAM = "ConductorDesktop.exe"
CONSOLE = "conductor-desktop.exe"
ENTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ConductorDesktop"
CLASSES = r"HKCU\Software\Classes"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
_LOOK_AGAIN_SECONDS = 0.3
_GIVES_UP_SECONDS = 300.0  # Wine on a busy machine takes ten; this ends only what never comes
_LINES_TOLD = 40
_DRAWN_COLOURS = 200  # an empty window has a handful
_BAND = 0.001  # of the whole screen; a text or an icon has less of one colour
_NEVER = threading.Event()


@dataclass(frozen=True)
class Picture:
    """How many colours are in it, and what no other picture has."""

    colours: int
    fingerprint: str


@dataclass(frozen=True)
class Pc:
    """``python`` looks at the PC from inside; it lies elsewhere and helps no program there."""

    wine: Wine
    python: Path
    inside: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def drive(self) -> Path:
        return self.wine.prefix / "drive_c"

    @property
    def local(self) -> Path:
        return self.drive / "users" / self.wine.user / "AppData" / "Local"

    @property
    def folder(self) -> Path:
        """Where the app is installed."""
        return self.local / "Programs" / NAME

    @property
    def settings(self) -> Path:
        return self.local / NAME

    @property
    def shortcut(self) -> Path:
        menu = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
        return self.drive / "users" / self.wine.user / menu / f"{NAME}.lnk"

    def files(self) -> Iterator[Path]:
        """All files but Windows' own."""
        for place in self.drive.iterdir():
            if place.name != "windows":
                yield from (file for file in place.rglob("*") if file.is_file())

    def as_windows_says(self, path: Path) -> str:
        inside = path.relative_to(self.drive).as_posix().replace("/", "\\")
        return f"C:\\{inside}"

    def run(self, program: Path, *words: str, **variables: str) -> Ended:
        return self.wine.run(program, *words, **variables)

    def app(self, *words: str, **variables: str) -> Ended:
        """The installed console program."""
        return self.run(self.folder / CONSOLE, *words, **variables)

    def uninstall(self, *words: str, folder: Path | None = None) -> int:
        """The uninstaller's exit code; it is kept from going on as a copy of itself.

        So it is still there in the end, and with it the folder; both are taken away here.
        """
        folder = folder or self.folder
        place = self.as_windows_says(folder)
        line = " ".join([f'"{place}\\uninstall.exe"', "/S", *words, f"_?={place}"])
        code = int(self.ask("run", line))
        if not code:
            (folder / "uninstall.exe").unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # somebody else's file is in it
                folder.rmdir()
        return code

    def ask(self, what: str, *words: object) -> Any:
        """The answer of ``inside.py``, which is started when it is first asked."""
        if not self.inside:
            variables = {"PYTHONPATH": windows_path(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
            inside = windows_path(INSIDE)
            started = self.wine.start(self.python, inside, is_told=True, variables=variables)
            self.inside.append(started)
        [process] = self.inside
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([what, *words]).encode() + b"\n")
        process.stdin.flush()
        answers, _, _ = select.select([process.stdout], [], [], _GIVES_UP_SECONDS)
        assert answers, f"no answer to {what}\n{self.noted()}"
        told = json.loads(process.stdout.readline())
        assert "error" not in told, told["error"]
        return told["answer"]

    def until(
        self, holds: Callable[[], object], process: subprocess.Popen[bytes] | None = None
    ) -> None:
        """Wait for what is seen from outside; a program that ends before it fails the test.

        So does what never comes, with what the app has noted by then.
        """
        gives_up = time.monotonic() + _GIVES_UP_SECONDS
        while not holds():
            assert process is None or process.poll() is None, f"it has ended\n{self.noted()}"
            assert time.monotonic() < gives_up, f"it has not come to this\n{self.noted()}"
            _NEVER.wait(_LOOK_AGAIN_SECONDS)

    def log(self) -> str:
        """All that the app has noted since its settings are there."""
        file = self.settings / "logs" / "app.log"
        return file.read_text("utf-8") if file.exists() else ""

    def noted(self) -> str:
        """The end of the app's log, for whoever looks for the reason of a failure."""
        return "\n".join(self.log().splitlines()[-_LINES_TOLD:]) or "There is no log of the app."

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        self.wine.wait_for(process)

    def switch_off(self) -> None:
        self.wine.end_all()
        for process in self.inside:
            process.communicate(timeout=_GIVES_UP_SECONDS)

    def registry(self, path: str, view: str = "64") -> Any:
        return self.ask("registry", path, view)

    def titles(self) -> list[str]:
        """The titles of the app's own windows."""
        here = self.as_windows_says(self.folder).casefold()
        return [
            window["title"]
            for window in self.ask("windows")
            if window["program"].casefold().startswith(here) and window["title"]
        ]

    def picture(self, target: Path) -> Picture:
        """Keep what is on the screen at this moment."""
        target.parent.mkdir(parents=True, exist_ok=True)
        display = ["-display", self.wine.display, "-window", "root"]
        subprocess.run(["import", *display, str(target)], check=True)
        told = subprocess.run(
            ["convert", str(target), "-format", "%k %#", "info:"],
            capture_output=True,
            text=True,
            check=True,
        )
        colours, fingerprint = told.stdout.split()
        return Picture(int(colours), fingerprint)

    def is_drawn(self, target: Path) -> bool:
        """Keep what is on the screen at this moment; whether that is more than an empty window."""
        return self.picture(target).colours > _DRAWN_COLOURS

    def drawn_picture(
        self, target: Path, process: subprocess.Popen[bytes], *, with_band: str = ""
    ) -> None:
        """Keep what is on the screen once there is something drawn that stays as it is.

        ``with_band`` is the colour of an area that has to be part of it, a button at least.
        """
        seen = [Picture(0, "")]

        def stays() -> bool:
            seen.append(self.picture(target))
            is_drawn = seen[-2] == seen[-1] and seen[-1].colours > _DRAWN_COLOURS
            return is_drawn and (not with_band or _share(target, with_band) > _BAND)

        self.until(stays, process)


def _share(picture: Path, colour: str) -> float:
    """How much of a picture is of exactly this colour, from 0 to 1."""
    alone = ["-fill", "black", "+opaque", colour, "-fill", "white", "-opaque", colour]
    command = ["convert", str(picture), *alone, "-format", "%[fx:mean]", "info:"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
