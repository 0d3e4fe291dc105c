"""``explain`` as a bookkeeper, a support engineer and a script use it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from conductor_desktop.cli.main import run
from conductor_desktop.guide.book import guide
from tests.unit.cli.stage import Stage


class Said:
    """One run of ``explain``: its exit code and what it printed."""

    def __init__(self, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
        self.code = run(["explain", *arguments], Stage().compose)
        printed = capsys.readouterr()
        self.out, self.err = printed.out, printed.err

    @property
    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.out)
        return answer


def pipe_in(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_code_is_explained_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(["0x80040414"], capsys)
    assert (said.code, said.err) == (0, "")
    text = " ".join(said.out.split())
    entry = guide().entry("0x80040414")
    for part in (entry.meaning, entry.why, "-2147220460", "Whose turn: You"):
        assert part in text
    for number, step in enumerate(entry.steps, 1):
        assert f"{number}. {step}" in text
    assert "public document" not in text  # what is sure needs no words
    assert "Other programs use the numbers" in text


def test_what_to_do_comes_before_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    first, _, *then = Said(["0x80040414"], capsys).out.splitlines()
    assert first == "0x80040414: A QuickBooks window is waiting"
    assert then[0] == (
        "Do this:    Look at QuickBooks, answer or close that window, then try again."
    )
    assert [line[:7] for line in then].index("Meaning") > then.index(
        "Step by step, until it works:"
    )


@pytest.mark.parametrize(
    "arguments",
    [["-2147220460"], ["--", "-2147220460"], ["80040414"], ["(0X80040414)"], ["0x80040414", "x"]],
)
def test_every_spelling_is_taken(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(arguments, capsys)
    assert said.code == 0
    assert said.out.startswith("0x80040414: A QuickBooks window is waiting\n")


def test_words_need_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert Said(["qbwc", "1012"], capsys).out.startswith("QBWC1012: ")


def test_of_a_pasted_text_the_most_telling_code_is_explained_and_the_others_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Said(["QBWC1013: Error connecting to Big Construction. 0x80040409"], capsys)
    first, *_, others = said.out.split("In the same text")
    assert first.startswith(f"0x80040409: {guide().entry('0x80040409').title}")
    assert f"QBWC1013  {guide().entry('QBWC1013').title}" in others
    assert "Big Construction" not in said.out


def test_what_is_contested_says_so_and_numbers_both_remedies(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Said(["QBWC1039"], capsys)
    entry = guide().entry("QBWC1039")
    text = " ".join(said.out.split())
    assert f"But: The sources disagree. {entry.disagreement}" in text
    first, second = text.split("If that did not help:")
    assert f"Step by step: 1. {entry.steps[0]}" in first
    assert f"{len(entry.steps) + 1}. {entry.if_that_fails[0]}" in second


@pytest.mark.parametrize("text", ["QBWC9999", "0x80049999", "It does not work", "4711"])
def test_an_unknown_code_is_exit_1_and_says_whom_to_tell(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = Said([text], capsys)
    assert said.code == 1
    assert "vendor" in said.out
    assert ("Not in this guide" in said.out) is (text != "It does not work")


@pytest.mark.parametrize(
    "arguments",
    [[""], ["  \n"], ["--nope"], ["QBWC1012", "--nope"], ["--list", "QBWC1012"]],
)
def test_wrong_usage_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(arguments, capsys)
    assert (said.code, said.out) == (2, "")
    assert said.err


@pytest.mark.parametrize(
    "data",
    [
        b"QBWC1013 0x80040414",
        "QBWC1013 0x80040414".encode("utf-16"),
        b"\xff\x00\x80 half \xe2\x82 0x80040414\x00\x01\r\n",
        b"\xef\xbb\xbf0x80040414\n",
    ],
)
def test_a_text_comes_from_the_standard_input(
    data: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe_in(data, monkeypatch)
    said = Said(["-"], capsys)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("0x80040414: ")


def test_what_comes_through_a_pipe_needs_no_dash(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe_in(b"It says 0x80040414 since Monday.\r\n", monkeypatch)
    said = Said([], capsys)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("0x80040414: ")


@pytest.mark.parametrize("arguments", [["-"], []])
@pytest.mark.parametrize("data", [b"", b" \n"])
def test_nothing_on_the_standard_input_is_wrong_usage(
    data: bytes,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe_in(data, monkeypatch)
    said = Said(arguments, capsys)
    assert (said.code, said.out) == (2, "")
    assert "code or an error text" in said.err


class Keyboard(io.StringIO):
    """Somebody sits there, and nothing has been typed."""

    def isatty(self) -> bool:
        return True


class Unreadable(io.RawIOBase):
    """The input of a service, which is there and cannot be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise OSError("The handle is invalid")


@pytest.mark.parametrize(
    "stdin", [None, Keyboard(), io.TextIOWrapper(io.BufferedReader(Unreadable()))]
)
def test_without_a_text_nobody_is_waited_for(
    stdin: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    said = Said([], capsys)
    assert (said.code, said.out) == (2, "")
    assert "code or an error text" in said.err


@pytest.mark.parametrize(
    "text", ["0x8004O414", "Ox80040414", "8OO4O414", "0xB0040414", "0x8oo4o4i4"]
)
def test_a_letter_for_a_digit_is_read_as_meant_and_said(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = Said([text], capsys)
    assert said.code == 0
    assert said.out.startswith("A letter in the text was read as the digit")
    assert "0x80040414: A QuickBooks window is waiting" in said.out
    assert Said([text, "--json"], capsys).json["guessed"] is True
    assert Said(["0x80040414", text, "--json"], capsys).json["guessed"] is False


def test_of_many_codes_only_some_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    out = Said([f"QBWC{number}" for number in range(1000, 1020)], capsys).out
    assert out.splitlines()[-1] == "  and 10 more"


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(["QBWC1085 and -2147220448 and QBWC9999", "--json"], capsys)
    answer = said.json
    assert said.code == 0
    assert list(answer) == ["known", "matches", "unknownCodes", "advice", "guessed", "note"]
    assert (answer["known"], answer["advice"]) == (True, None)
    assert answer["unknownCodes"] == ["QBWC9999"]
    assert "Other programs" in answer["note"]
    denied, log = answer["matches"]
    # fmt: off
    assert set(denied) == {
        "code", "decimal", "also", "kind", "title", "meaning", "why", "owner", "certainty",
        "disagreement", "nextStep", "steps", "ifThatFails",
    }
    # fmt: on
    assert (denied["code"], denied["decimal"]) == ("0x80040420", -2147220448)
    assert (denied["owner"], denied["certainty"]) == ("quickbooks_admin", "documented")
    assert (denied["disagreement"], denied["ifThatFails"]) == (None, [])
    assert (log["code"], log["decimal"], log["certainty"]) == ("QBWC1085", None, "contested")
    assert log["ifThatFails"]


def test_the_json_of_an_unknown_code_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(["--json", "QBWC9999"], capsys)
    assert said.code == 1
    assert said.json["known"] is False
    assert said.json["matches"] == []
    assert said.json["advice"]["code"] == "unknown-web-connector"
    assert said.json["advice"]["steps"]


def test_nobodys_job_is_null_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert Said(["0x80040424", "--json"], capsys).json["matches"][0]["owner"] is None
    assert "Whose turn: Nobody’s" in Said(["0x80040424"], capsys).out


def test_the_list_has_every_code_with_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    said = Said(["--list"], capsys)
    assert said.code == 0
    rows = {line.split()[0] for line in said.out.splitlines() if line.startswith("  ")}
    known = {entry.code for entry in guide().entries if not entry.code.startswith("unknown-")}
    assert rows == known
    assert "A number nobody has explained (and 24 more)" in said.out
    assert max(map(len, said.out.splitlines())) <= 80


def test_the_list_as_json_has_the_shape_of_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    entries = Said(["--list", "--json"], capsys).json["entries"]
    answer = Said(["QBWC1012", "--json"], capsys).json["matches"][0]
    assert len(entries) >= 110
    assert answer in entries


def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    said = Said(["QBWC1039 0x8004041B QBWC9999"], capsys)
    assert max(len(line) for line in said.out.splitlines()) <= 70
