"""``check`` as a person and as a script read it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Self, cast

import pytest

from conductor_desktop.assets import asset
from conductor_desktop.cli.check import lines
from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.services.checks import (
    Answer,
    CheckReport,
    CheckResult,
    Owner,
    PcChecks,
    Purpose,
)
from conductor_desktop.services.policies import Policies, read_policies
from conductor_desktop.workstation.described_pc import DescribedPc

PCS = Path(__file__).parents[1] / "workstation" / "pcs"


class OnlyChecks:
    """A composition of which ``check`` asks nothing else."""

    notice = None

    def __init__(self, options: CommonOptions) -> None:
        self.options = options

    @property
    def run(self) -> Self:
        return self

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        path = described_pc or asset("pcs/sandbox.json")
        return PcChecks(DescribedPc.load(path), Purpose("https://api.conductor.is/v1"))

    def policies(self, described_pc: Path | None = None) -> Policies:
        return read_policies(DescribedPc.load(described_pc or asset("pcs/sandbox.json")))


@contextlib.contextmanager
def compose(options: CommonOptions) -> Iterator[Composition]:
    yield cast("Composition", OnlyChecks(options))


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", "--pc", str(PCS / "dialog_open.json")], compose) == 1
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert set(answer) == {"verdict", "checks", "policies"}
    assert answer["policies"] == {"set": {}, "ignored": []}
    assert answer["verdict"] == "stop"
    for row in answer["checks"]:
        assert list(row) == [
            "id",
            "answer",
            "title",
            "sentence",
            "owner",
            "action",
            "evidence",
            "seconds",
        ]
        assert row["answer"] in ("ok", "look", "stop", "could not tell")
        assert row["owner"] in ("you", "quickbooks_admin", "it", "vendor", None)
        assert isinstance(row["evidence"], list)
        assert 0 <= row["seconds"] < 60
    assert printed.err == ""


def test_the_json_survives_any_output_encoding(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--json", "--pc", str(PCS / "japanese_windows.json")], compose)
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert any("株式会社サンプル" in row["sentence"] for row in json.loads(printed)["checks"])


@pytest.mark.parametrize(
    ("name", "code"), [("ent24_64_ok", 0), ("pro20_32_single", 0), ("no_qb_clean", 1)]
)
def test_only_a_stop_is_a_failure(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--pc", str(PCS / f"{name}.json")], compose) == code
    assert capsys.readouterr().out


def test_a_broken_description_is_one_sentence_and_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pc.json"
    path.write_text('{"schema": 1, "id": "x", "title": "x", "windows": {"caption": 5}}')
    assert run(["check", "--pc", str(path)], compose) == 2
    printed = capsys.readouterr()
    assert "$.windows.caption" in printed.err
    assert printed.out == ""


def printed(name: str, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """What a person sees of a described PC, in a window of 80 columns."""
    run(["check", *options, "--pc", str(PCS / f"{name}.json")], compose)
    return capsys.readouterr().out.splitlines()


def row(
    answer: Answer, *, title: str = "Title", sentence: str = "A sentence.", action: str = "Do it."
) -> CheckResult:
    owner = None if answer is Answer.OK else Owner.IT
    return CheckResult(
        title, title, answer, sentence, owner, action if owner else None, ("Such a thing.",), 0.0
    )


@pytest.fixture(autouse=True)
def window_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_answers_are_told_apart_without_colour() -> None:
    text = list(lines(CheckReport.of([row(answer) for answer in Answer]), details=True))
    marks = [line[:6] for line in text if line.startswith("[")]
    assert len(set(marks)) == len(Answer)
    assert all(mark.isascii() for mark in marks)


def test_what_to_do_comes_first_and_the_worst_row_next(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("dialog_open", capsys)
    assert text[:3] == [
        "A connection cannot work yet. Do this first:",
        "  You: Open the Windows settings for date and time, and press “Sync now”.",
        "",
    ]
    marks = [line[:6] for line in text if line.startswith("[")]
    assert marks == sorted(marks, key=["[STOP]", "[look]", "[  ? ]"].index)
    assert marks[0] == "[STOP]"


def test_what_is_fine_is_counted_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("dialog_open", capsys)
    assert text[-1].startswith("22 checks found nothing to do.")
    assert not any(line.startswith("[ ok ]") or "Seen:" in line for line in text)


def test_details_show_every_row_and_what_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("dialog_open", capsys, "--details")
    assert "        Seen: -540 seconds against the server" in text
    assert "[ ok ]  Web Connector running: The Web Connector is running." in text
    assert "found nothing to do" not in text[-1]


@pytest.mark.parametrize(
    "name", [path.stem for path in sorted(PCS.glob("*.json")) if path.stem != "lying"]
)
def test_what_is_wrong_with_a_pc_fits_into_one_window(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(name, capsys)
    assert len(text) <= 30
    assert max(map(len, text)) <= 80


def test_a_row_says_whose_job_it_is_within_the_width() -> None:
    long = row(Answer.LOOK, sentence="Two. " * 20, action="Do it. " * 20)
    text = list(lines(CheckReport.of([long])))
    assert max(map(len, text)) <= 80
    assert text[2].startswith("[look]  Title: Two.")
    assert "        Your IT: Do it." in "\n".join(text)


def test_a_name_cannot_play_tricks_on_the_terminal() -> None:
    tricks = "Bo\x1b[31m\x07\u202eb\r\n[ ok ]  All is well"
    report = CheckReport.of([row(Answer.STOP, title=tricks, sentence=tricks, action=tricks)])
    text = list(lines(report, details=True))
    assert all(line.isprintable() for line in text)
    assert not any(line.startswith("[ ok ]") for line in text)


def test_the_help_describes_the_json_and_the_exit_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["check", "--help"], compose)
    told = capsys.readouterr().out
    run(["check", "--json", "--pc", str(PCS / "dialog_open.json")], compose)
    answer = json.loads(capsys.readouterr().out)
    words = set(told.replace(",", " ").split())
    assert {*answer, *answer["checks"][0]} <= words
    assert all(line in told for line in ('0   nothing says "stop"', "1   ", "2   wrong usage"))
