"""What an IT admin has switched off is refused on the command line, in a plain sentence."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.policies import SWITCHED_OFF, SwitchedOff, read_policies
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.keyring import MemoryKeyring
from tests.unit.cli.test_invoices import WHOLE, Reading
from tests.unit.services.test_policies import pc

NO_EXPORT = read_policies(pc({"AllowExport": 0}))
NO_SANDBOX = pc({"AllowSandbox": 0})


class Cli:
    """The real app on a PC with policies."""

    def __init__(self, home: Path, this_pc: DescribedPc) -> None:
        self._home = home
        self._pc = this_pc

    @contextlib.contextmanager
    def compose(self, options: CommonOptions) -> Iterator[Composition]:
        app = App(
            replace(options, home=str(self._home)),
            secrets=lambda: KeyringStore(MemoryKeyring()),
            this_pc=lambda: self._pc,
        )
        try:
            yield app
        finally:
            app.close()

    def run(self, *words: str) -> int:
        return run(words, self.compose)


@pytest.mark.parametrize("words", [["--json"], ["--output", "all.csv"]])
def test_invoices_are_not_given_out_and_not_even_read(
    words: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    reading = Reading(WHOLE)
    stage = reading.stage
    stage.set_by_it = NO_EXPORT
    assert run(["invoices", *words], stage.compose) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{SWITCHED_OFF}. The books cannot be exported on this PC.")
    assert reading.asked == []
    assert list(tmp_path.iterdir()) == []


def test_invoices_can_still_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Reading(WHOLE).stage
    stage.set_by_it = NO_EXPORT
    assert run(["invoices"], stage.compose) == ExitCode.OK
    assert capsys.readouterr().out != ""


@pytest.mark.parametrize(
    "words",
    [
        ["sandbox"],
        ["tour", "--output", "pictures"],
        ["--sandbox", "status"],
        ["invoices", "--sandbox"],
        ["diagnostics", "--profile", "sandbox", "--list"],
        ["--sandbox"],
    ],
    ids=" ".join,
)
def test_there_is_no_sandbox(
    words: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conductor_desktop.ui.display.require_display", lambda _environment: None)
    assert Cli(tmp_path / "home", NO_SANDBOX).run(*words) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{SWITCHED_OFF}. The sandbox cannot be used on this PC.")
    assert not (tmp_path / "pictures").exists()


def test_what_can_go_wrong_in_a_sandbox_can_be_read_anyway(tmp_path: Path) -> None:
    assert Cli(tmp_path, NO_SANDBOX).run("sandbox", "--list-faults") == ExitCode.OK


def test_a_window_that_is_open_gets_no_sandbox_either(tmp_path: Path) -> None:
    with Cli(tmp_path, NO_SANDBOX).compose(CommonOptions()) as app:
        assert isinstance(app, App)
        with pytest.raises(SwitchedOff):
            app.run.sandbox.access()
        with pytest.raises(SwitchedOff):
            app.run.sandbox.end_user_id()


def test_check_says_what_is_set_and_what_does_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = Cli(tmp_path, pc({"AllowExport": 0, "Allowexports": 1}, UpdateMode="managed"))
    cli.run("check")
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    told = lines[lines.index("Set by your IT admin:") + 1 :]
    assert told == [
        "AllowExport: not allowed (HKLM)",
        "UpdateMode: managed (HKCU)",
        "HKLM: “Allowexports”: not known to this version, and ignored.",
    ]
    cli.run("check", "--json")
    assert json.loads(capsys.readouterr().out)["policies"] == {
        "set": {
            "AllowExport": {"value": False, "from": "HKLM"},
            "UpdateMode": {"value": "managed", "from": "HKCU"},
        },
        "ignored": ["HKLM: “Allowexports”: not known to this version, and ignored."],
    }


def test_check_of_a_described_pc_says_what_is_set_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    described = tmp_path / "pc.json"
    described.write_bytes(msgspec.json.encode(pc({"AllowSandbox": 0}).description))
    stage_pc = pc({"AllowExport": 0})
    Cli(tmp_path, stage_pc).run("check", "--json", "--pc", str(described))
    answer = json.loads(capsys.readouterr().out)
    assert list(answer["policies"]["set"]) == ["AllowSandbox"]


def test_without_policies_check_says_nothing_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Cli(tmp_path, pc()).run("check")
    printed = capsys.readouterr().out
    assert printed
    assert "IT admin" not in printed


@pytest.mark.parametrize("log_first", [True, False])
def test_what_does_not_count_is_in_the_log_and_not_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_first: bool
) -> None:
    with Cli(tmp_path, pc({"AllowExport": 0, "AllowSandbox": "x"})).compose(CommonOptions()) as app:
        assert isinstance(app, App)
        if log_first:
            app.run.home()
        app.policies()
        app.run.home()
    written = (tmp_path / "logs" / "app.log").read_text("utf-8")
    assert written.count("policies: AllowExport=not allowed (HKLM)") == 1
    assert written.count("AllowSandbox has to be a DWORD of 0 or 1, and is ignored.") == 1
    assert capsys.readouterr().err == ""
