"""``invoices`` as a person and as a script read it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import msgspec
import openpyxl
import pytest

from conductor_desktop.cli.invoices import as_mapping, text_lines
from conductor_desktop.cli.main import run
from conductor_desktop.conductor.errors import KeyRejected, Offline, OfflineKind
from conductor_desktop.conductor.models import Invoice, InvoiceLine, InvoiceRow, Ref
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.invoices import (
    InvoicePreview,
    InvoiceProgress,
    InvoicesService,
)
from conductor_desktop.work import CancelToken
from tests.unit.cli.stage import Stage, watched_stderr
from tests.unit.services.export_books import full_invoice, preview, worded_invoice

BROKEN = Offline(OfflineKind.SERVER)
WHOLE = preview([full_invoice()])
LIMITED = preview([full_invoice()], complete=False)
PARTIAL = preview([full_invoice()], complete=False, problem=BROKEN)


class Reading:
    """Stands in for the service, gives this preview and remembers what was asked for."""

    def __init__(self, preview: InvoicePreview) -> None:
        self.preview = preview
        self.asked: list[tuple[InvoiceQuery, int | None]] = []
        self.whole = False

    def load(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        self.asked.append((query, limit))
        on_progress(InvoiceProgress((), False, 150, 90, 300.0))
        on_progress(InvoiceProgress((), True, 75, None))
        return self.preview

    def load_whole(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        self.whole = True
        return self.load(query, limit, on_progress, cancel)

    @property
    def stage(self) -> Stage:
        return Stage(reading=lambda: cast("InvoicesService", self))


def raising(error: AppError) -> Stage:
    def refuse() -> InvoicesService:
        raise error

    return Stage(reading=refuse)


# ---- what is asked for


@pytest.mark.parametrize(
    ("words", "query", "limit"),
    [
        ([], InvoiceQuery(), 0),
        (["--limit", "0"], InvoiceQuery(), 0),
        (["--limit", "12"], InvoiceQuery(), 12),
        (
            ["--from", "2025-01-02", "--to", "2025-01-02"],
            InvoiceQuery(
                transaction_date_from=date(2025, 1, 2), transaction_date_to=date(2025, 1, 2)
            ),
            0,
        ),
        (["--paid"], InvoiceQuery(payment_status=PaymentStatus.PAID), 0),
        (["--unpaid"], InvoiceQuery(payment_status=PaymentStatus.NOT_PAID), 0),
        (["--number-contains", "M-1"], InvoiceQuery(ref_number_contains="M-1"), 0),
        (["--number-starts", "INV"], InvoiceQuery(ref_number_starts_with="INV"), 0),
        (["--number-ends", "9"], InvoiceQuery(ref_number_ends_with="9"), 0),
        (
            ["--number-from", "7", "--number-to", "12"],
            InvoiceQuery(ref_number_from="7", ref_number_to="12"),
            0,
        ),
        (
            ["--updated-since", "2025-01-02T08:30+02:00"],
            InvoiceQuery(updated_after=datetime(2025, 1, 2, 6, 30, tzinfo=UTC)),
            0,
        ),
        (
            ["--updated-since", "2025-01-02"],
            InvoiceQuery(updated_after=datetime(2025, 1, 2).astimezone()),
            0,
        ),
        (["--customer", "c1", "--customer", "c2"], InvoiceQuery(customer_ids=("c1", "c2")), 0),
        (["--currency", "e", "--currency", "u"], InvoiceQuery(currency_ids=("e", "u")), 0),
    ],
)
def test_the_filters_are_the_query(words: list[str], query: InvoiceQuery, limit: int) -> None:
    reading = Reading(WHOLE)
    assert run(["invoices", *words], reading.stage.compose) == 0
    assert reading.asked == [(query, limit)]
    assert not reading.whole


@pytest.mark.parametrize("days", [0, 90])
def test_the_last_days_reach_from_their_first_into_the_future(days: int) -> None:
    reading = Reading(WHOLE)
    before = datetime.now().astimezone().date()
    assert run(["invoices", "--days", str(days)], reading.stage.compose) == 0
    after = datetime.now().astimezone().date()
    [(query, _)] = reading.asked
    assert query.transaction_date_from is not None
    assert before <= query.transaction_date_from + timedelta(days=days) <= after
    assert query == InvoiceQuery(transaction_date_from=query.transaction_date_from)


def test_lines_are_read_when_asked_for() -> None:
    reading = Reading(WHOLE)
    assert run(["invoices", "--lines", "--limit", "3"], reading.stage.compose) == 0
    assert reading.asked == [(InvoiceQuery(), 3)]
    assert reading.whole


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--from", "2025-13-01"], "2025-13-01"),
        (["--to", "tomorrow"], "tomorrow"),
        (["--from", "2025-02-01", "--to", "2025-01-01"], "wrong way round"),
        (["--updated-since", "2025-01-02T25:00"], "like 2025-12-31"),
        (["--updated-since", "0001-01-01T00:00+14:00"], "is not a moment"),
        (["--days", "-1"], "-1"),
        (["--days", "99999999999"], "99999999999"),
        (["--days", "3", "--to", "2025-01-01"], "--days goes together with neither"),
        (["--number-starts", "1", "--number-contains", "1"], "Too many filters"),
        (["--number-from", "10", "--number-to", "9"], "wrong way round"),
        (["--limit", "-1"], "-1"),
        (["--limit", "many"], "many"),
        (["--output", "invoices.pdf"], ".xlsx"),
        (["--output", "missing/invoices.csv"], "no such folder"),
        (["--output", "con.csv"], "keeps this name"),
        (["--output", "a.csv", "--columns", "number,colour"], "no column “colour”"),
        (["--output", "a.csv", "--columns", " , "], "None is named"),
        (["--columns", "number"], "--columns goes together with --output"),
    ],
)
def test_what_cannot_work_is_one_sentence_before_anybody_is_asked(
    words: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    reading = Reading(WHOLE)
    assert run(["invoices", *words], reading.stage.compose) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert says in line
    assert reading.asked == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code"), [(NotSetUp(), 5), (KeyRejected(), 4), (Offline(OfflineKind.DNS), 3)]
)
def test_when_nothing_arrives_the_reason_is_told(
    error: AppError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["invoices", "--json"], raising(error).compose) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert error.title in printed.err


# ---- JSON


def printed_json(preview: InvoicePreview, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    run(["invoices", "--json"], Reading(preview).stage.compose)
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_json_is_of_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed_json(WHOLE, capsys)
    invoices = answer.pop("invoices")
    assert isinstance(invoices, list)
    assert answer == {
        "complete": True,
        "count": 1,
        "totals": {"USD": "1080.12"},
        "paid": {"USD": "80.12"},
        "open": {"USD": "1000.00"},
        "overdue": {"USD": "1000.00"},
        "problem": None,
        "output": None,
    }
    [invoice] = invoices
    assert invoice["transactionDate"] == "2025-01-31"
    assert invoice["subtotal"] == "1000.10"
    assert invoice["customer"] == {"id": "c1", "fullName": "Étang & Söhne"}
    assert invoice["memo"] == "Thanks"
    assert invoice["terms"] == {"id": None, "fullName": "Net 30"}


@pytest.mark.parametrize("kind", [InvoiceRow, Invoice])
def test_every_field_that_was_read_is_there_under_its_own_name(
    kind: type[InvoiceRow], capsys: pytest.CaptureFixture[str]
) -> None:
    read = preview([kind(id="1", transaction_date=date(2025, 1, 1), subtotal=Decimal(1))])
    [invoice] = cast("list[dict[str, object]]", printed_json(read, capsys)["invoices"])
    assert set(invoice) == {field.encode_name for field in msgspec.structs.fields(kind)}
    assert ("balanceRemainingInHomeCurrency" in invoice) is (kind is Invoice)


def test_amounts_are_written_as_conductor_writes_them(capsys: pytest.CaptureFixture[str]) -> None:
    line = InvoiceLine(id="L", amount=Decimal("0.0000000000"), quantity=1.5)
    invoice = Invoice(
        id="1",
        transaction_date=date(2025, 1, 1),
        subtotal=Decimal("12345678901234.50"),
        lines=(line,),
    )
    [found] = cast("list[dict[str, object]]", printed_json(preview([invoice]), capsys)["invoices"])
    assert found["subtotal"] == "12345678901234.50"
    [found_line] = cast("list[dict[str, object]]", found["lines"])
    assert found_line["amount"] == "0.0000000000"
    assert found_line["quantity"] == 1.5


def test_no_invoices_are_an_answer_too(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed_json(preview([]), capsys)
    assert (answer["complete"], answer["count"], answer["totals"]) == (True, 0, {})
    assert answer["invoices"] == []


def test_the_json_says_why_some_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    answer = printed_json(PARTIAL, capsys)
    assert answer["complete"] is False
    assert answer["problem"] == {
        "title": BROKEN.title,
        "explanation": BROKEN.explanation,
        "nextStep": BROKEN.next_step,
    }
    assert printed_json(LIMITED, capsys)["problem"] is None


def test_the_json_survives_any_output_encoding(capsys: pytest.CaptureFixture[str]) -> None:
    run(["invoices", "--json"], Reading(WHOLE).stage.compose)
    assert capsys.readouterr().out.isascii()


# ---- exit codes


@pytest.mark.parametrize(("preview", "code"), [(WHOLE, 0), (LIMITED, 0), (PARTIAL, 1)])
@pytest.mark.parametrize("words", [[], ["--json"]])
def test_only_a_broken_reading_needs_attention(
    preview: InvoicePreview, code: int, words: list[str]
) -> None:
    assert run(["invoices", *words], Reading(preview).stage.compose) == code


# ---- the terminal


def test_a_person_reads_the_table_the_totals_and_that_it_is_complete() -> None:
    paid = msgspec.structs.replace(
        full_invoice("7"),
        customer=Ref(full_name="Ash"),
        currency=Ref(full_name="EUR"),
        balance_remaining=Decimal("-0.5"),
        is_paid=True,
    )
    assert text_lines(preview([full_invoice(), paid]), None, 100) == [
        "Number  Customer       Date        Due            Total   Balance  Currency  Status",
        "1001    Étang & Söhne  2025-01-31  2025-03-02  1,080.12  1,000.00  USD       Overdue",
        "7       Ash            2025-01-31  2025-03-02  1,080.12     -0.50  EUR       Paid",
        "",
        "       Billed      Paid      Open   Overdue",
        "EUR  1,080.12  1,080.62     -0.50      0.00",
        "USD  1,080.12     80.12  1,000.00  1,000.00",
        "",
        "Complete: 2 invoices.",
    ]


@pytest.mark.parametrize("some", [LIMITED, PARTIAL])
def test_no_bare_total_when_some_are_missing(some: InvoicePreview) -> None:
    text = text_lines(some, None, 100)
    headings = [line.split() for line in text if "Billed" in line]
    assert [" ".join(words) for words in headings] == [
        "Billed so far Paid so far Open so far Overdue so far"
    ]
    assert any(line.startswith("Partial: ") for line in text)


def test_without_invoices_only_that_is_said() -> None:
    assert text_lines(preview([]), None, 100) == ["Complete: no invoice matches."]


def cells(text: str) -> int:
    """Columns of a terminal, for the letters used here."""
    return sum(2 if "\u3000" <= letter <= "\u9fff" else 1 for letter in text)


@pytest.mark.parametrize("width", [60, 72, 80, 100, 140])
@pytest.mark.parametrize(
    "name", ["Big Construction Company of the West " * 3, "株式会社サンプル" * 9]
)
def test_the_table_fits_the_terminal_and_amounts_are_never_cut(width: int, name: str) -> None:
    huge = msgspec.structs.replace(
        full_invoice("INV-2025-0000001"),
        customer=Ref(full_name=name),
        subtotal=Decimal("999999999.99"),
    )
    *table, _, _, _, _, _ = text_lines(preview([huge, full_invoice()]), None, width)
    assert len(table) == 3
    assert max(map(cells, table)) <= width
    assert "1,000,000,080.01" in table[1]
    assert "…" in table[1]
    assert name[:6] in table[1]


def test_a_narrow_terminal_loses_the_least_important_columns() -> None:
    headings = {width: text_lines(WHOLE, None, width)[0].split() for width in (60, 72, 84)}
    assert headings[84][-1] == "Status"
    assert "Due" not in headings[72]
    assert headings[60] == ["Number", "Customer", "Date", "Total", "Balance"]


def test_wide_letters_do_not_push_the_columns() -> None:
    wide = msgspec.structs.replace(full_invoice(), customer=Ref(full_name="株式会社"))
    _, first, second, *_ = text_lines(preview([full_invoice(), wide]), None, 100)
    assert cells(first[: first.index("2025")]) == cells(second[: second.index("2025")])


def test_a_text_cannot_break_the_table_or_give_the_terminal_orders() -> None:
    hostile = worded_invoice("\x1b[2J\x1b]0;owned\x07a\nb\tc\u202ed")
    text = text_lines(preview([hostile]), None, 140)
    assert len(text) == 7
    joined = "".join(text)
    assert not any(unwanted in joined for unwanted in ("\x1b", "\x07", "\u202e", "\t"))


def test_a_very_long_text_is_no_burden() -> None:
    text = text_lines(preview([worded_invoice("x" * 1_000_000)]), None, 100)
    assert max(map(len, text[:2])) <= 100


# ---- files


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_file_holds_the_invoices_and_its_place_is_told(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "invoices.csv"
    reading = Reading(WHOLE)
    assert run(["invoices", "--output", str(target), *words], reading.stage.compose) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["Customer"] == "Étang & Söhne"
    printed = capsys.readouterr().out
    if words:
        assert json.loads(printed)["output"] == str(target)
    else:
        assert str(target) in printed.replace("\n", "")
        assert "Étang" not in printed
        assert "Complete: 1 invoice." in printed


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_has_the_columns_that_are_named(ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{ending}"
    words = ["invoices", "--output", str(target), "--columns", "Total, number"]
    assert run(words, Reading(WHOLE).stage.compose) == 0
    if ending == "csv":
        assert target.read_text("utf-8-sig").splitlines()[0] == '"Total","Number"'
    else:
        first = openpyxl.load_workbook(target).worksheets[0][1]
        assert [cell.value for cell in first] == ["Total", "Number"]


def test_a_partial_file_says_so_in_its_name_and_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["invoices", "--output", str(tmp_path / "a.xlsx")]
    assert run(words, Reading(PARTIAL).stage.compose) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a (partial).xlsx"]
    book = openpyxl.load_workbook(tmp_path / "a (partial).xlsx")
    assert book.sheetnames[0] == "Invoices (partial)"
    assert "Partial: 1 invoice so far." in capsys.readouterr().out


def test_texts_that_had_to_be_cut_are_mentioned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = preview([worded_invoice("x" * 40_000)])
    run(["invoices", "--output", str(tmp_path / "a.csv")], Reading(long).stage.compose)
    assert "7 texts were too long" in " ".join(capsys.readouterr().out.split())


def test_without_a_file_none_is_mentioned() -> None:
    assert as_mapping(WHOLE)["output"] is None


# ---- progress


def test_progress_is_shown_to_a_person_on_one_line_that_is_cleared() -> None:
    with watched_stderr() as terminal:
        run(["invoices"], Reading(WHOLE).stage.compose)
    said = terminal.getvalue()
    assert "\n" not in said
    shown = [piece.rstrip() for piece in said.split("\r")]
    assert shown[1:4] == [
        "Asking QuickBooks for invoices",
        "150 invoices, 90 to come, about 5 minutes left",
        "75 invoices",
    ]
    # Every piece covers the one before, and the last ones leave an empty line.
    pieces = said.split("\r")[1:]
    lengths = [len(piece) for piece in pieces]
    assert lengths[1] >= len("Asking QuickBooks for invoices")
    assert shown[4:] == ["", ""]


def test_nobody_watching_means_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    run(["invoices"], Reading(WHOLE).stage.compose)
    assert capsys.readouterr().err == ""


def test_the_progress_line_is_cleared_before_an_error_is_told() -> None:
    class Failing(Reading):
        def load(
            self,
            query: InvoiceQuery,
            limit: int | None,
            on_progress: Callable[[InvoiceProgress], None],
            cancel: CancelToken,
        ) -> InvoicePreview:
            super().load(query, limit, on_progress, cancel)
            raise BROKEN

    with watched_stderr() as terminal:
        assert run(["invoices"], Failing(WHOLE).stage.compose) == 3
    *_, last = terminal.getvalue().split("\r")
    assert last.startswith(str(BROKEN))


def test_a_program_without_a_console_reads_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    words = ["invoices", "--output", str(tmp_path / "a.csv")]
    assert run(words, Reading(WHOLE).stage.compose) == 0
    assert (tmp_path / "a.csv").exists()
