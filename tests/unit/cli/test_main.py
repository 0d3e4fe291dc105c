"""The command line as a whole: words, options, and what happens when something goes wrong."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from conductor_desktop import __version__
from conductor_desktop.app import App
from conductor_desktop.app import compose as compose_app
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.conductor.errors import KeyRejected, Offline, OfflineKind
from conductor_desktop.errors import (
    AppError,
    HomeNotWritable,
    InternalError,
    InvalidInput,
    NotSetUp,
)
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.storage.last_crash import last_crash
from tests.unit.cli.stage import Stage

COMMANDS = (
    "sandbox",
    "check",
    "status",
    "invoices",
    "diagnostics",
    "explain",
    "setup-file",
    "tour",
)


def failing(error: BaseException) -> Stage:
    """A stage on which ``invoices`` ends like this."""

    def fail() -> InvoicesService:
        raise error

    return Stage(reading=fail)


def test_the_version_is_the_packages_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"], Stage().compose) == 0
    assert capsys.readouterr().out == f"conductor-desktop {__version__}\n"


def test_the_help_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage()
    assert run(["--help"], stage.compose) == 0
    printed = capsys.readouterr().out
    listed = {line.split()[0] for line in printed.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) <= listed
    assert "open" not in listed
    for code in ("0 ok", "1 needs", "2 wrong", "3 offline", "4 cred", "5 not", "10 internal"):
        assert code in " ".join(printed.split())
    assert stage.opened == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_takes_the_common_options(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help"], Stage().compose) == 0
    printed = capsys.readouterr().out
    assert printed.count("  --home ") == 1
    asks_conductor = command not in ("explain", "sandbox", "setup-file", "tour")
    for option in ("--sandbox", "--profile", "--base-url", "--end-user"):
        assert printed.count(f"  {option} ") == (1 if asks_conductor else 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "nope"),
        (["status", "--nope"], "--nope"),
        (["--nope"], "--nope"),
        (["status", "surplus"], "surplus"),
        (["--home"], "--home"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage()
    assert run(arguments, stage.compose) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert says in line
    assert "--help” to see what can be given." in line
    assert stage.opened == []


ALL_OPTIONS = CommonOptions(
    "/h", sandbox=True, profile="live-2", base_url="https://x.example/v1", end_user="end_1"
)
WORDS = [
    "--home",
    "/h",
    "--sandbox",
    "--profile",
    "live-2",
    "--base-url",
    "https://x.example/v1",
    "--end-user",
    "end_1",
]


@pytest.mark.parametrize(
    "arguments",
    [[*WORDS, "status"], ["status", *WORDS], [*WORDS[:2], "status", *WORDS[2:]]],
    ids=["before", "after", "around"],
)
def test_common_options_may_stand_before_and_after_the_command(arguments: list[str]) -> None:
    seen: list[CommonOptions] = []
    stage = failing(AssertionError())

    def look() -> NoReturn:
        seen.append(stage.options)
        raise NotSetUp

    stage.connecting = look
    assert run(arguments, stage.compose) == 5
    assert seen == [ALL_OPTIONS]


def test_of_an_option_given_twice_the_last_counts() -> None:
    stage = failing(NotSetUp())
    run(["--home", "/first", "invoices", "--home", "/second"], stage.compose)
    assert stage.options.home == "/second"


def test_without_a_command_the_window_opens() -> None:
    stage = Stage(window_code=7)
    assert run(["--home", "/h"], stage.compose) == 7
    assert stage.opened == [None]
    assert stage.options.home == "/h"


@pytest.mark.parametrize("words", [[], ["--home", "/h"]])
def test_a_setup_file_opens_the_window_with_it(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stage = Stage(window_code=3)
    assert run(["acme.conductor-setup", *words], stage.compose) == 3
    assert stage.opened == [tmp_path / "acme.conductor-setup"]
    assert stage.options.home == (words[1] if words else None)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AppError("A", "B.", "C."), 1),
        (InvalidInput("A", "B.", "C."), 2),
        (HomeNotWritable("/h", "full"), 2),
        (Offline(OfflineKind.DNS), 3),
        (KeyRejected(), 4),
        (NotSetUp(), 5),
        (InternalError(), 10),
    ],
)
def test_an_expected_failure_is_its_sentence_and_its_code(
    error: AppError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = failing(error)
    assert run(["invoices", "--json"], stage.compose) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[0] == str(error)
    assert len(printed.err.splitlines()) == 1 + bool(error.details)
    assert "Traceback" not in printed.err
    assert stage.bugs == []
    assert stage.is_closed


def test_details_for_support_follow_on_a_line_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = AppError("A", "B.", "C.", details={"requestId": "req_1", "status": "502"})
    run(["invoices"], failing(error).compose)
    assert capsys.readouterr().err == "A. B. C.\nrequestId: req_1 · status: 502\n"


def test_a_bug_is_one_sentence_and_goes_to_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    bug = ZeroDivisionError("inner workings")
    stage = failing(bug)
    assert run(["invoices"], stage.compose) == 10
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [str(InternalError())]
    assert stage.bugs == [bug]


def test_a_bug_is_written_to_the_log_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def break_down(_app: App) -> None:
        raise ZeroDivisionError("inner workings")

    monkeypatch.setattr(App, "invoices", break_down)
    assert run(["invoices", "--home", str(tmp_path)], compose_app) == 10
    logged = (tmp_path / "logs" / "app.log").read_text(encoding="utf-8")
    assert "CRITICAL" in logged
    assert "ZeroDivisionError: inner workings" in logged
    assert last_crash(tmp_path / "logs").endswith("ZeroDivisionError: inner workings\n")
    assert "in break_down" in logged
    assert "inner workings" not in capsys.readouterr().err
    caplog.clear()


def test_a_bug_without_a_folder_for_the_log_is_still_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(_app: App) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(App, "invoices", break_down)
    (tmp_path / "home").write_text("a file in its place")
    assert run(["invoices", "--home", str(tmp_path / "home")], compose_app) == 10
    assert capsys.readouterr().err.splitlines() == [str(InternalError())]


def test_a_bug_before_anything_was_composed_is_one_sentence(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def compose(options: CommonOptions) -> None:
        raise ZeroDivisionError

    assert run(["invoices"], compose) == 10  # type: ignore[arg-type]
    assert capsys.readouterr().err.splitlines() == [str(InternalError())]
    assert [record.exc_info is not None for record in caplog.records] == [True]
    caplog.clear()


def test_ctrl_c_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    stage = failing(KeyboardInterrupt())
    assert run(["invoices"], stage.compose) == 130
    assert capsys.readouterr().err.strip() == ""
    assert stage.bugs == []
    assert stage.is_closed


@pytest.mark.parametrize("error", [NotSetUp(), ZeroDivisionError()])
def test_the_notice_about_the_settings_is_said_once_even_when_the_command_fails(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = failing(error)
    stage.notice = "The settings could not be read."
    run(["invoices"], stage.compose)
    printed = capsys.readouterr()
    assert printed.err.count("The settings could not be read.\n") == 1
    assert printed.out == ""


def test_without_a_notice_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    run([], Stage().compose)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["status", "--help"], 0),
        (["nope"], 2),
        (["status", "--nope"], 2),
        (["invoices"], 10),
        (["status"], 5),
        (["status", "--json"], 5),
    ],
)
def test_a_program_without_a_console_does_not_fail_over_it(
    arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = failing(ZeroDivisionError())
    stage.notice = "Something."

    def refuse() -> NoReturn:
        raise NotSetUp

    stage.connecting = refuse
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert run(arguments, stage.compose) == code


def test_a_bug_is_logged_with_its_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), compose_app(CommonOptions(home=str(tmp_path))) as app:
        bug = ValueError("told")
        app.run.record(bug)
        assert [record.exc_info for record in caplog.records] == [(ValueError, bug, None)]
        caplog.clear()
