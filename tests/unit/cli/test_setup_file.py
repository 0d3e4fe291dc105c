"""``setup-file check`` and ``schema``, as a vendor uses them by hand and in a script."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.cli.main import run
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write
from tests.unit.cli.stage import Stage


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def check(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, str]:
    code = run(["setup-file", "check", str(path), *options], Stage().compose)
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def answer(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> dict[str, Any]:
    _, printed = check(capsys, path, "--json", *options)
    content: dict[str, Any] = json.loads(printed)
    return content


def test_a_good_file_is_said_to_be_one_and_what_it_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(capsys, write(tmp_path, FULL)) == (
        0,
        """acme.conductor-setup can be used.

What it does:
  The first page says: From Acme Field Service.
  Whoever needs help is sent to: help@acme.example · https://acme.example/help
  All requests go to quickbooks.acme.example, with the token.
  The EndUser with your id “cust-1042” is used, or made.
  Nothing has to be typed.
  If the books of “Big Construction Co.” are not the ones that are open, it
    stops and asks.
""",
    )


def test_a_link_alone_says_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = check(capsys, write(tmp_path, LINK_ONLY))
    assert code == 0
    assert "The PC gets no token: there are no invoices to see" in printed
    assert "seen by Acme alone" in " ".join(printed.split())


def test_every_problem_is_named_at_once_with_its_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    wrong = {**changed(FULL, "vendor.name", ""), "apiBaseUrl": "http://acme.example", "token": None}
    code, printed = check(capsys, write(tmp_path, wrong))
    assert code == 1
    assert printed.splitlines() == [
        "acme.conductor-setup cannot be used: 3 problems.",
        "  vendor.name  is empty",
        "  apiBaseUrl   must be an address starting with https://,",
        "               with host and path and nothing else",
        "  token        is missing (there is an apiBaseUrl)",
    ]


def test_what_is_no_setup_file_is_one_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = check(capsys, write(tmp_path, b"<html>"))
    assert code == 1
    assert printed.splitlines() == [
        "acme.conductor-setup cannot be used: 1 problem.",
        "  it is not a setup file: its contents cannot be read (line 1)",
    ]


def test_what_is_worth_a_look_fails_a_strict_check_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, {**FULL, "token": "sk_conductor_made_up"})
    code, printed = check(capsys, path)
    assert code == 0
    assert "Worth a look:\n  token  looks like a Conductor secret key" in printed
    assert check(capsys, path, "--strict")[0] == 1
    assert check(capsys, write(tmp_path, FULL), "--strict")[0] == 0


def test_a_script_gets_all_of_it_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, write(tmp_path, changed(FULL, "endUser.email", None))) == {
        "usable": True,
        "wayIn": "gateway",
        "problems": [],
        "remarks": [],
        "vendor": FULL["vendor"],
        "endUser": {
            "id": None,
            "sourceId": "cust-1042",
            "email": None,
            "companyName": "Big Construction Co.",
        },
        "expectedCompany": "Big Construction Co.",
        "asked": ["email"],
    }
    wrong = answer(capsys, write(tmp_path, {**FULL, "token": 7, "theme": "red"}))
    assert (wrong["usable"], wrong["wayIn"], wrong["endUser"]) == (False, None, None)
    assert wrong["problems"] == [{"field": "token", "text": "must be a text"}]
    assert wrong["vendor"] == FULL["vendor"]
    assert answer(capsys, write(tmp_path, LINK_ONLY))["wayIn"] == "link"


def test_whose_id_is_known_is_asked_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, {**FULL, "endUser": {"id": "end_usr_big"}})
    assert answer(capsys, path)["asked"] == []
    assert "The connection is for the EndUser end_usr_big." in check(capsys, path)[1]


def test_nothing_secret_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = {"token": "tok_canary", "publishableKey": "pk_canary"}
    link = {**LINK_ONLY, "authFlowUrl": "https://connect.conductor.is/qbd/canary?key=canary"}
    wrong = {**FULL, **secrets, "version": "one", "more": "canary"}
    for content in ({**FULL, **secrets}, link, {**wrong, "token": "canary and more"}):
        path = write(tmp_path, content)
        os.utime(path, (60, 60))
        assert "canary" not in check(capsys, path)[1] + check(capsys, path, "--json")[1]


def test_a_terminal_is_told_nothing_it_would_obey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    escape = "\x1b[31m"
    content = {**FULL, f"x{escape}": 1, "expectedCompany": f"Big{escape}", "vendor": {"name": "A"}}
    for path in (
        write(tmp_path, content, f"a{escape}.conductor-setup"),
        write(tmp_path, {**content, "expectedCompany": None}, f"b{escape}.conductor-setup"),
    ):
        assert "\x1b" not in check(capsys, path)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "Missing argument"),
        (["check", "absent.conductor-setup"], "cannot be read"),
        (["check", "."], "it is a folder"),
        ([], "Say what to do: “check FILE” or “schema”."),
        (["chek"], "No such command"),
        (["check", "a", "b"], "unexpected extra argument"),
    ],
)
def test_a_wrong_use_is_told_and_exits_with_2(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["setup-file", *words], Stage().compose) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_the_common_options_may_stand_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage, path = Stage(), str(write(tmp_path, FULL))
    words = ["--home", "/a", "setup-file", "--home", "/b", "check", path, "--home", "/c"]
    assert run(words, stage.compose) == 0
    assert stage.options.home == "/c"
    capsys.readouterr()


def test_the_schema_is_printed_as_it_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["setup-file", "schema"], Stage().compose) == 0
    assert capsys.readouterr().out == asset("setup-file.schema.json").read_text("utf-8")
