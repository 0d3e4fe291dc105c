"""``customers`` as a person and as a script read it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import msgspec
import openpyxl
import pytest

from conductor_desktop.cli.customers import text_lines
from conductor_desktop.cli.main import run
from conductor_desktop.conductor.errors import KeyRejected, Offline, OfflineKind
from conductor_desktop.conductor.models import Customer
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.customers import (
    CustomerList,
    CustomerProgress,
    CustomersService,
)
from conductor_desktop.services.policies import Policies
from conductor_desktop.work import CancelToken
from tests.helpers.made_up_customers import a_customer, full_customer
from tests.unit.cli.stage import Stage, watched_stderr
from tests.unit.cli.test_policies import NO_EXPORT

BROKEN = Offline(OfflineKind.SERVER)
WHOLE = CustomerList((full_customer(),))
PARTIAL = CustomerList((full_customer(),), False, BROKEN)


class Reading:
    """Stands in for the service and counts how often it was asked."""

    def __init__(self, found: CustomerList) -> None:
        self.found = found
        self.asked = 0

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        self.asked += 1
        on_progress(CustomerProgress((), False, 150, 90))
        on_progress(CustomerProgress((), True, 75, None))
        return self.found

    def stage(self, policies: Policies | None = None) -> Stage:
        stage = Stage(reading_customers=lambda: cast("CustomersService", self))
        stage.set_by_it = policies or stage.set_by_it
        return stage


def raising(error: AppError) -> Stage:
    def refuse() -> CustomersService:
        raise error

    return Stage(reading_customers=refuse)


def printed_json(found: CustomerList, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    run(["customers", "--json"], Reading(found).stage().compose)
    printed = capsys.readouterr().out
    assert printed.isascii()
    answer: dict[str, object] = json.loads(printed)
    return answer


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed_json(WHOLE, capsys)
    [customer] = cast("list[dict[str, object]]", answer.pop("customers"))
    assert answer == {
        "complete": True,
        "count": 1,
        "balances": {"USD": "1000.10"},
        "problem": None,
        "output": None,
    }
    assert set(customer) == {field.encode_name for field in msgspec.structs.fields(Customer)}
    assert customer["fullName"] == "Étang & Söhne:Garden"
    assert customer["totalBalance"] == "1500.25"


def test_the_json_says_why_some_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed_json(PARTIAL, capsys)
    assert answer["complete"] is False
    assert answer["problem"] == {
        "title": BROKEN.title,
        "explanation": BROKEN.explanation,
        "nextStep": BROKEN.next_step,
    }


@pytest.mark.parametrize(("found", "code"), [(WHOLE, 0), (PARTIAL, 1)])
@pytest.mark.parametrize("words", [[], ["--json"]])
def test_only_a_broken_reading_needs_attention(
    found: CustomerList, code: int, words: list[str]
) -> None:
    assert run(["customers", *words], Reading(found).stage().compose) == code


@pytest.mark.parametrize(
    ("error", "code"), [(NotSetUp(), 5), (KeyRejected(), 4), (Offline(OfflineKind.DNS), 3)]
)
def test_when_nothing_arrives_the_reason_is_told(
    error: AppError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["customers"], raising(error).compose) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert error.title in printed.err


@pytest.mark.parametrize("words", [["--json"], ["--output", "a.csv"]])
def test_an_it_admin_can_switch_it_off_before_anybody_is_asked(words: list[str]) -> None:
    reading = Reading(WHOLE)
    stage = reading.stage(NO_EXPORT)
    assert run(["customers", *words], stage.compose) == 2
    assert reading.asked == 0


@pytest.mark.parametrize(("target", "says"), [("a.pdf", ".xlsx"), ("con.csv", "keeps this name")])
def test_a_file_that_cannot_be_is_refused_before_anybody_is_asked(
    target: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    reading = Reading(WHOLE)
    assert run(["customers", "--output", target], reading.stage().compose) == 2
    assert says in capsys.readouterr().err
    assert reading.asked == 0


def test_a_person_reads_the_table_what_is_owed_and_that_it_is_complete() -> None:
    ana = a_customer("Ana", balance="-0.5", currency="EUR")
    assert text_lines(CustomerList((full_customer(), ana)), None, 120) == [
        "Customer              Phone            E-mail              Balance  With jobs  Currency"
        "  Status",
        "Étang & Söhne:Garden  +1-602-555-0100  zoe@etang.example  1,000.10   1,500.25  USD     "
        "  Inactive",
        "Ana                                                          -0.50      -0.50  EUR     "
        "  Active",
        "",
        "      Balance",
        "EUR     -0.50",
        "USD  1,000.10",
        "",
        "Complete: 2 customers.",
    ]


def test_no_bare_balance_when_some_are_missing() -> None:
    text = text_lines(PARTIAL, None, 100)
    assert [line.strip() for line in text if line.strip().startswith("Balance")] == [
        "Balance so far"
    ]
    assert any(line.startswith("Partial: ") for line in text)


def test_without_customers_only_that_is_said() -> None:
    assert text_lines(CustomerList(()), None, 100) == ["Complete: there are no customers."]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_the_terminal_and_amounts_are_never_cut(width: int) -> None:
    long = a_customer("Big Construction Company of the West " * 3, balance="999999999.99")
    *table, _, _, _, _, _ = text_lines(CustomerList((long,)), None, width)
    assert max(map(len, table)) <= width
    assert "999,999,999.99" in table[1]


def test_a_text_gives_the_terminal_no_orders() -> None:
    hostile = a_customer("\x1b[2J\na\u202ed", phone="\x07", email="\t", currency="\x1b]0;x\x07")
    joined = "".join(text_lines(CustomerList((hostile,)), None, 140))
    assert not any(unwanted in joined for unwanted in ("\x1b", "\x07", "\u202e", "\t", "\n"))


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_file_holds_the_customers_and_its_place_is_told(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    stage = Reading(WHOLE).stage()
    assert run(["customers", "--output", str(target), *words], stage.compose) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert Decimal(row["Balance with jobs"]) == Decimal("1500.25")
    printed = capsys.readouterr().out
    if words:
        assert json.loads(printed)["output"] == str(target)
    else:
        assert str(target) in printed.replace("\n", "")
        assert "zoe@etang" not in printed


def test_a_partial_file_says_so_in_its_name(tmp_path: Path) -> None:
    words = ["customers", "--output", str(tmp_path / "a.xlsx")]
    assert run(words, Reading(PARTIAL).stage().compose) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a (partial).xlsx"]
    book = openpyxl.load_workbook(tmp_path / "a (partial).xlsx")
    assert book.sheetnames[0] == "Customers (partial)"


def test_progress_is_shown_on_one_line_that_is_cleared() -> None:
    with watched_stderr() as terminal:
        run(["customers", "--json"], Reading(WHOLE).stage().compose)
    shown = terminal.getvalue()
    assert "150 customers, 90 to come" in shown
    assert shown.endswith("\r")
    assert "\n" not in shown
