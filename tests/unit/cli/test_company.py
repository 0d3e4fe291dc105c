"""``company`` as a person and as a script read it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import cast

import msgspec
import pytest

from conductor_desktop.cli.company import text_lines
from conductor_desktop.cli.main import run
from conductor_desktop.conductor.errors import KeyRejected, Offline, OfflineKind
from conductor_desktop.conductor.models import Company
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.company.facts import facts_of
from conductor_desktop.services.company.service import CompanyService
from conductor_desktop.work import CancelToken
from tests.helpers.made_up_customers import a_company
from tests.unit.cli.stage import Stage
from tests.unit.cli.test_policies import NO_EXPORT


class Reading:
    """Stands in for the service."""

    def __init__(self, answer: Company | AppError) -> None:
        self.answer = answer
        self.asked = 0

    def read(self, cancel: CancelToken) -> Company:
        self.asked += 1
        if isinstance(self.answer, AppError):
            raise self.answer
        return self.answer

    @property
    def stage(self) -> Stage:
        return Stage(reading_company=lambda: cast("CompanyService", self))


def test_a_person_reads_names_and_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["company"], Reading(a_company()).stage.compose) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Company:                Canyon Supply",
        "Legal name:             Canyon Supply, LLC",
        "Address:                Étang & Söhne",
        "                        7 Mill Lane",
        "                        Tempe AZ 85281",
        "Phone:                  +1-602-555-0101",
        "Fax:                    +1-602-555-0102",
        "E-mail:                 office@canyon.example",
        "Website:                https://canyon.example",
        "Kind of business:       Retail",
        "Fiscal year starts in:  January",
        "Tax year starts in:     July",
    ]


def test_a_company_that_says_nothing_is_said() -> None:
    [said] = text_lines(facts_of(Company(is_sample_company_file=False)))
    assert said == "QuickBooks says nothing about this company."


def test_the_json_has_every_field_that_was_read_and_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["company", "--json"], Reading(a_company()).stage.compose)
    answer = json.loads(capsys.readouterr().out)
    fields = {field.encode_name for field in msgspec.structs.fields(Company)}
    assert set(answer["company"]) == fields
    assert not {"ein", "ssn"} & fields
    assert answer["output"] is None


def test_a_text_gives_the_terminal_no_orders(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = a_company(company_name="\x1b[2J\u202ea", phone="\x07\tb", address=None)
    run(["company"], Reading(hostile).stage.compose)
    printed = capsys.readouterr().out
    assert not any(unwanted in printed for unwanted in ("\x1b", "\x07", "\u202e", "\t"))


def test_the_file_holds_it_and_its_place_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    words = ["company", "--output", str(target)]
    assert run(words, Reading(a_company()).stage.compose) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["Company", "Canyon Supply"]
    printed = capsys.readouterr().out
    assert str(target) in printed.replace("\n", "")
    assert "7 Mill Lane" not in printed


@pytest.mark.parametrize("words", [["--json"], ["--output", "a.csv"]])
def test_an_it_admin_can_switch_it_off_before_anybody_is_asked(words: list[str]) -> None:
    reading = Reading(a_company())
    stage = reading.stage
    stage.set_by_it = NO_EXPORT
    assert run(["company", *words], stage.compose) == 2
    assert reading.asked == 0


@pytest.mark.parametrize(
    ("error", "code"), [(NotSetUp(), 5), (KeyRejected(), 4), (Offline(OfflineKind.DNS), 3)]
)
def test_the_reason_is_told_when_nobody_answers(
    error: AppError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["company"], Reading(error).stage.compose) == code
    assert error.title in capsys.readouterr().err
