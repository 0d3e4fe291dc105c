"""``build/dev.py bench invoices``: what is measured, and what is said of it."""

from __future__ import annotations

import re

import pytest

from build.bench import invoices
from build.bench.report import Verdict

SCREEN = {
    "rows": 100_000.0,
    "load_seconds": 6.0,
    "load_cpu_seconds": 5.5,
    "first_rows_seconds": 0.2,
    "bytes_a_row": 1400.0,
    "late_ticks": 2.0,
    "latest_tick_ms": 31.0,
    "sort customer": 0.1,
    "sort date": 0.09,
    "keystroke_seconds": 0.05,
    "row_frame_seconds": 0.01,
    "page_frame_seconds": 0.02,
    "csv_seconds": 2.5,
    "csv_cpu_seconds": 2.4,
    "csv_bytes": 1e6,
    "xlsx_seconds": 20.0,
    "xlsx_cpu_seconds": 19.0,
    "xlsx_bytes": 11e6,
}
READER = {"load_seconds": 5.0, "load_cpu_seconds": 4.5}
PROXY = {"sort customer": 9.0, "sort date": 8.0}


def told(**more: float) -> list[Verdict]:
    return list(invoices.verdicts({**SCREEN, **more}, READER, PROXY))


def test_all_is_well_where_every_target_is_met() -> None:
    assert [verdict.met for verdict in told()] == [True] * 15


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("first_rows_seconds", 1.1, "click to first rows: 1.10 s (at most 1): too much"),
        ("bytes_a_row", 1501.0, "memory a row: 1501.00 bytes (at most 1500): too much"),
        ("load_seconds", 7.0, "without a window: 1.40 times (at most 1.3): too much"),
        ("late_ticks", 6.0, "late by over 20 ms: 6 (at most 5): too much"),
        ("latest_tick_ms", 51.0, "the latest tick: 51 ms (at most 50): too much"),
        ("sort customer", 0.151, "sorting by any column: 151 ms (at most 150): too much"),
        ("sort date", 0.21, "sorting by date: 38 times as fast as Qt’s proxy (at least 40): too"),
        ("keystroke_seconds", 0.061, "slowest letter: 61 ms (at most 60): too much"),
        ("page_frame_seconds", 0.036, "by a page, longest frame: 36 ms (at most 35): too much"),
        ("csv_seconds", 3.1, "export as CSV: 3.10 s (at most 3): too much"),
        ("xlsx_bytes", 151e6, "export as XLSX, memory: 151 MB (at most 150): too much"),
    ],
)
def test_a_missed_target_is_said(key: str, value: float, words: str) -> None:
    missed = [verdict.text for verdict in told(**{key: value}) if verdict.met is False]
    assert any(words in text for text in missed), missed


@pytest.mark.slow
def test_the_whole_is_measured_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows through the real screen, so that all three workers are known to run."""
    monkeypatch.setattr(invoices, "ROUNDS", 1)
    said = [verdict.text for verdict in invoices.measure(310)]
    assert said[0].startswith("310 invoices, click to first rows: ")
    assert len(said) == len(told())
    assert all(re.search(r"\((at most|at least) [0-9.]+\): ", text) for text in said)
