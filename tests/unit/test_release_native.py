"""The trial of a setup program notices whatever does not go as it should."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from build.release.native import PROGRAMS, Trial, registered
from build.windows.kept import Failed

VERSION = "1.2.0"


class Windows:
    """Plays the setup program, what it installs, and the list of programs."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "Zoë Bücher"
        self.entry: dict[str, str] | None = None
        self.calls: list[list[str]] = []
        self.answers = {
            "--version": (0, f"conductor-desktop {VERSION}\n"),
            "--help": (0, "help"),
            "explain --help": (0, "help"),
            "check --json": (1, json.dumps({"checks": []})),
            "--sandbox invoices --json": (0, json.dumps({"invoices": [], "complete": True})),
            "--sandbox status --json": (0, json.dumps({"state": "connected"})),
        }
        self.setup_codes = [0, 0]
        self.writes = PROGRAMS
        self.entered: dict[str, str] | None = {"DisplayVersion": VERSION}
        self.remove_code = 0
        self.leaves = ""
        self.keeps_entry = False

    def run(self, command: Sequence[str]) -> tuple[int, str]:
        self.calls.append(list(command))
        if command[0].endswith("setup.exe"):
            return self._install(), ""
        if command[0].endswith("uninstall.exe"):
            return self._remove(), ""
        return self.answers[" ".join(command[1:])]

    def _install(self) -> int:
        self.place.mkdir(exist_ok=True)
        for name in self.writes:
            (self.place / name).write_text("program")
        self.entry = self.entered
        return self.setup_codes.pop(0)

    def _remove(self) -> int:
        for path in self.place.iterdir():
            if path.name not in ("uninstall.exe", self.leaves):
                path.unlink()
        self.entry = self.entry if self.keeps_entry else None
        return self.remove_code

    def registered(self) -> Mapping[str, str] | None:
        return self.entry

    def try_it(self) -> None:
        setup = self.place.parent / "setup.exe"
        Trial(setup, VERSION, self.place, self.run, self.registered).all()


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(tmp_path)


def test_it_is_installed_used_installed_over_itself_and_removed(windows: Windows) -> None:
    windows.try_it()
    first, *used, again, removed = windows.calls
    assert first == again
    assert first[1:] == ["/S", f"/D={windows.place}"]  # last, and without quotation marks
    assert [" ".join(words[1:]) for words in used] == list(windows.answers)
    assert removed[1:] == ["/S", "/FORGET", f"_?={windows.place}"]
    assert list(windows.place.iterdir()) == []


def _answer(words: str, code: int, said: str) -> Callable[[Windows], None]:
    return lambda windows: windows.answers.update({words: (code, said)})


def _set(name: str, value: object) -> Callable[[Windows], None]:
    return lambda windows: setattr(windows, name, value)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_set("setup_codes", [5, 0]), "installing ended with 5"),
        (_set("setup_codes", [0, 3]), "installing the same version over it ended with 3"),
        (_set("writes", PROGRAMS[1:]), "missing: ConductorDesktop.exe"),
        (_set("entered", {"DisplayVersion": "1.1.0"}), "the list of programs does not have 1.2.0"),
        (_set("entered", None), "the list of programs does not have 1.2.0"),
        (_answer("--version", 0, "conductor-desktop 1.1.0"), "--version said"),
        (_answer("check --json", 10, "{}"), "check --json ended with 10"),
        (_answer("check --json", 0, "oops"), "did not print JSON"),
        (_answer("check --json", 0, "[]"), "did not say “checks”"),
        (
            _answer("--sandbox invoices --json", 0, '{"invoices": [], "complete": false}'),
            "not all there",
        ),
        (_set("remove_code", 3), "removing it ended with 3"),
        (_set("leaves", "conductor-desktop.exe"), "are left: conductor-desktop.exe"),
        (_set("keeps_entry", True), "still in the list of programs"),
    ],
)
def test_what_goes_wrong_is_named(
    windows: Windows, spoil: Callable[[Windows], None], words: str
) -> None:
    spoil(windows)
    with pytest.raises(Failed) as caught:
        windows.try_it()
    assert words in str(caught.value)
    installed = (windows.place / "uninstall.exe").exists()
    assert not installed  # whatever went wrong, it is removed again


def test_a_pc_that_has_it_already_is_left_alone(windows: Windows) -> None:
    windows.entry = {"DisplayVersion": "1.0.0"}
    with pytest.raises(Failed, match="installed here already"):
        windows.try_it()
    assert windows.calls == []


@pytest.mark.skipif("sys.platform == 'win32'")
def test_elsewhere_it_says_where_this_is_tried() -> None:
    with pytest.raises(Failed, match="Under Wine"):
        registered()
