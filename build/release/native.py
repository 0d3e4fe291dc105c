"""Tries the setup program on the Windows it runs on: install, use, install again, remove.

For a machine that is thrown away afterwards: it installs for whoever is signed in, and refuses
where Conductor Desktop is installed already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from build.windows.kept import Failed, say

ENTRY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\ConductorDesktop"
PROGRAMS = ("ConductorDesktop.exe", "conductor-desktop.exe", "uninstall.exe")

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command; gives its exit code and what it printed."""
Entry = Callable[[], Mapping[str, str] | None]
"""What the list of installed programs has of it."""


def run(command: Sequence[str]) -> tuple[int, str]:
    """In an app folder of its own, which nothing of the machine's user gets into."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = os.environ | {"CONDUCTOR_DESKTOP_HOME": home}
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def registered() -> Mapping[str, str] | None:
    """Read from the registry of whoever is signed in."""
    if sys.platform != "win32":
        raise Failed("This is tried on Windows. Under Wine: dev.py windows --test.")
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, ENTRY) as key:
            count = winreg.QueryInfoKey(key)[1]
            entries = [winreg.EnumValue(key, number) for number in range(count)]
    except FileNotFoundError:
        return None
    return {name: str(value) for name, value, _kind in entries}


class Trial:
    """Each step says what it wants; the first that does not get it ends the trial."""

    def __init__(
        self, setup: Path, version: str, place: Path, run: Run = run, entry: Entry = registered
    ) -> None:
        self._setup = setup
        self._version = version
        self._place = place
        self._run = run
        self._entry = entry

    def all(self) -> None:
        """Raises ``Failed``. What was installed is removed in any case."""
        if self._entry() is not None:
            raise Failed("Conductor Desktop is installed here already; nothing was tried.")
        with self._removed_after():
            self._install("installing")
            self._use()
            self._install("installing the same version over it")
        self._is_gone()

    def _install(self, what: str) -> None:
        say(f"Trying: {what}")
        # The folder comes last and has no quotation marks, as NSIS wants it.
        self._expect([str(self._setup), "/S", f"/D={self._place}"], what)
        missing = [name for name in PROGRAMS if not (self._place / name).is_file()]
        if missing:
            raise Failed(f"After {what} these are missing: {', '.join(missing)}")
        entry = self._entry()
        if entry is None or entry.get("DisplayVersion") != self._version:
            raise Failed(f"After {what} the list of programs does not have {self._version}.")

    def _use(self) -> None:
        program = str(self._place / "conductor-desktop.exe")
        said = self._expect([program, "--version"], "--version")
        if said.strip() != f"conductor-desktop {self._version}":
            raise Failed(f"--version said: {said.strip()[:80]}")
        for words in (["--help"], ["explain", "--help"]):
            self._expect([program, *words], " ".join(words))
        self._answers([program, "check", "--json"], "checks", codes=(0, 1))
        invoices = self._answers([program, "--sandbox", "invoices", "--json"], "invoices")
        if invoices.get("complete") is not True:
            raise Failed("The sandbox's invoices are not all there.")
        self._answers([program, "--sandbox", "status", "--json"], "state", codes=(0, 1))

    def _answers(
        self, command: list[str], field: str, codes: tuple[int, ...] = (0,)
    ) -> dict[str, object]:
        what = " ".join(command[1:])
        try:
            answer = json.loads(self._expect(command, what, codes))
        except ValueError as error:
            raise Failed(f"{what} did not print JSON.") from error
        if not isinstance(answer, dict) or field not in answer:
            raise Failed(f"{what} did not say “{field}”.")
        return answer

    def _expect(self, command: Sequence[str], what: str, codes: tuple[int, ...] = (0,)) -> str:
        code, said = self._run(command)
        if code not in codes:
            raise Failed(f"{what} ended with {code}, and {codes[0]} was expected.")
        return said

    @contextmanager
    def _removed_after(self) -> Iterator[None]:
        try:
            yield
        finally:
            uninstaller = self._place / "uninstall.exe"
            if uninstaller.is_file():
                say("Trying: removing it with everything it has kept")
                # With _?= it does not go on as a copy of itself, so that its end is seen.
                code, _said = self._run([str(uninstaller), "/S", "/FORGET", f"_?={self._place}"])
                uninstaller.unlink(missing_ok=True)
                if code:
                    raise Failed(f"removing it ended with {code}.")

    def _is_gone(self) -> None:
        left = sorted(path.name for path in self._place.rglob("*")) if self._place.is_dir() else []
        if left:
            raise Failed(f"After removing it these are left: {', '.join(left[:10])}")
        if self._entry() is not None:
            raise Failed("After removing it, it is still in the list of programs.")
