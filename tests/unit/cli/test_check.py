"""``check`` as a person and as a script read it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

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
from conductor_desktop.workstation.described_pc import DescribedPc

PCS = Path(__file__).parents[1] / "workstation" / "pcs"


class OnlyChecks:
    """A composition of which ``check`` asks nothing else."""

    notice = None

    def __init__(self, options: CommonOptions) -> None:
        self.options = options

    def checks(self, described_pc: Path | None) -> PcChecks:
        path = described_pc or asset("pcs/sandbox.json")
        return PcChecks(DescribedPc.load(path), Purpose("https://api.conductor.is/v1"))


@contextlib.contextmanager
def compose(options: CommonOptions) -> Iterator[Composition]:
    yield cast("Composition", OnlyChecks(options))


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", "--pc", str(PCS / "dialog_open.json")], compose) == 1
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert set(answer) == {"verdict", "checks"}
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


def test_the_answers_are_told_apart_without_colour() -> None:
    rows = [
        CheckResult(f"r{n}", "Title", answer, "A sentence.", None, None, (), 0.0)
        for n, answer in enumerate(Answer)
    ]
    text = lines(CheckReport.of(rows), 80)
    marks = [line[:6] for line in text[: len(rows)]]
    assert len(set(marks)) == len(rows)
    assert all(mark.isascii() for mark in marks)


def test_the_worst_is_nearest_to_the_verdict_and_shows_what_was_seen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["check", "--pc", str(PCS / "dialog_open.json")], compose)
    printed = capsys.readouterr().out.splitlines()
    marks = [line[:6] for line in printed if line.startswith("[")]
    assert marks == sorted(marks, key=["[ ok ]", "[  ? ]", "[look]", "[STOP]"].index)
    assert any(line.strip() == "Seen: -540 seconds against the server" for line in printed)
    assert not any("Seen:" in line for line in printed[: marks.count("[ ok ]")])


def test_the_rows_are_aligned_within_the_width() -> None:
    rows = [
        CheckResult("a", "Short", Answer.OK, "One sentence. " * 8, None, None, (), 0.0),
        CheckResult("b", "A longer title", Answer.LOOK, "Two.", Owner.IT, "Do it. " * 12, (), 0.0),
    ]
    text = lines(CheckReport.of(rows), 60)
    column = len("[ ok ]  A longer title  ")
    assert max(map(len, text)) <= 60
    assert text[0].startswith("[ ok ]  Short           One")
    assert text[1].startswith(" " * column + "One") or text[1].startswith(" " * column + "sentence")
    assert " " * column + "Your IT: Do it." in "\n".join(text)
    assert text[-1].startswith("Nothing stops a connection")
