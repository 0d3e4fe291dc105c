"""``build/dev.py bench conductor``: what is measured, by whom, and what is said of it."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError

import pytest

from build.bench import conductor, conductor_reader
from build.bench.report import Figures, NotMeasured, Verdict

SDK = {"cpu_seconds": 15.0, "peak_bytes": 600e6}


Found = tuple[dict[str, Figures], dict[str, Figures]]


def found(**ours: float) -> Found:
    """These costs of ours, and everything else within its target."""
    rows = {"cpu_seconds": 0.3, "peak_bytes": 50e6, **ours}
    whole = {"cpu_seconds": 0.75, "peak_bytes": 150e6}
    quiet = {"idle_seconds": 0.001, "busy_seconds": 0.006}
    return (
        {"sdk-whole": SDK, "sdk-rows": SDK, "rows": rows, "whole": whole},
        {"rows": quiet, "whole": quiet},
    )


def told(**ours: float) -> list[Verdict]:
    return list(conductor.verdicts(*found(**ours)))


# ---- what is said


@pytest.mark.parametrize(
    ("seconds", "met", "words"),
    [
        (0.6, True, "rows, CPU: 1/25.0 of conductor-py's (at most 1/25): ok  [ours 40.0 micro"),
        (0.61, False, "rows, CPU: 1/24.6 of conductor-py's (at most 1/25): too much  [ours 40.7"),
    ],
)
def test_a_ratio_is_told_with_its_target_and_its_verdict(
    seconds: float, met: bool, words: str
) -> None:
    first = told(cpu_seconds=seconds)[0]
    assert first.met is met
    assert words in first.text
    assert "conductor-py 1,000.0 microseconds an invoice, medians of 5]" in first.text


def test_memory_has_a_target_of_its_own() -> None:
    missed = [one.text for one in told(peak_bytes=61e6) if one.met is False]
    assert missed == [
        "rows, memory: 1/9.8 of conductor-py's (at most 1/10): too much  "
        "[ours 61.0 MB, conductor-py 600.0 MB, medians of 5]"
    ]


def test_the_same_question_is_compared_too_and_decides_nothing() -> None:
    without_target = [one for one in told() if one.met is None]
    assert [one.text.partition(":")[0] for one in without_target] == [
        "rows, both without lines, CPU",
        "rows, both without lines, memory",
    ]


@pytest.mark.parametrize(
    ("busy", "idle", "met", "words"),
    [
        (0.0215, 0.002, True, "19.5 ms (at most 20): ok  [21.5 ms while reading, 2.0 ms idle"),
        (0.0225, 0.002, False, "20.5 ms (at most 20): too long"),
        (0.001, 0.002, True, "0.0 ms (at most 20): ok"),
    ],
)
def test_a_stall_counts_beyond_what_an_idle_machine_shows(
    busy: float, idle: float, met: bool, words: str
) -> None:
    verdict = conductor.stalled("rows", {"idle_seconds": idle, "busy_seconds": busy})
    assert verdict.met is met
    assert words in verdict.text


@pytest.mark.parametrize(("peak", "code"), [(60e6, 0), (61e6, 1)])
def test_one_missed_target_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], peak: float, code: int
) -> None:
    monkeypatch.setattr(conductor, "measure", lambda: found(peak_bytes=peak))

    assert conductor.main() == code
    assert len(capsys.readouterr().out.splitlines()) == 8


def test_what_could_not_be_measured_fails_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Found:
        raise NotMeasured("Reading rows failed.")

    monkeypatch.setattr(conductor, "measure", fail)

    assert conductor.main() == 1
    assert "not measured. Reading rows failed." in capsys.readouterr().err


# ---- what is measured


def test_all_take_turns_and_every_figure_has_its_own_median(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns: list[str] = []

    @contextmanager
    def server(invoices: int) -> Iterator[str]:
        assert invoices == 15_000
        yield "http://127.0.0.1:1/v1"

    def run(what: str, kind: str, base_url: str) -> Mapping[str, float]:
        turns.append(f"{what} {kind}")
        number = float(turns.count(turns[-1]))
        return {"cpu_seconds": number, "peak_bytes": -number}

    monkeypatch.setattr(conductor, "page_server", server)
    monkeypatch.setattr(conductor, "run_reader", run)

    costs, stalls = conductor.measure()

    assert turns == 5 * [
        *(f"cost {kind}" for kind in ("sdk-whole", "sdk-rows", "rows", "whole")),
        *(f"stalls {kind}" for kind in ("rows", "whole")),
    ]
    assert costs["rows"] == {"cpu_seconds": 3, "peak_bytes": -3}
    assert set(stalls) == {"rows", "whole"}


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """A server of 151 invoices: two pages."""
    with conductor.page_server(151) as base_url:
        yield base_url


def ask(base_url: str, query: str) -> dict[str, Any]:
    url = f"{base_url}/quickbooks-desktop/invoices?{query}"
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        body: dict[str, Any] = json.load(answer)
    return body


@pytest.mark.parametrize(("query", "with_lines"), [("", True), ("includeLineItems=false", False)])
def test_the_pages_are_the_sandboxs_and_the_cursor_walks_through_them(
    pages: str, query: str, with_lines: bool
) -> None:
    first = ask(pages, query)
    second = ask(pages, f"{query}&cursor={first['nextCursor']}")
    assert (len(first["data"]), len(second["data"]), second["hasMore"]) == (150, 1, False)
    assert bool(first["data"][0]["lines"]) is with_lines
    with pytest.raises(HTTPError):
        ask(pages, f"{query}&cursor={first['nextCursor']}")


@pytest.mark.parametrize(
    "kind",
    ["rows", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("sdk-whole", "whole"))],
)
def test_every_reading_reads_all_and_says_what_it_cost(
    monkeypatch: pytest.MonkeyPatch, pages: str, kind: str
) -> None:
    monkeypatch.setattr(conductor, "INVOICES", 151)

    costs = conductor.run_reader("cost", kind, pages)

    assert costs["cpu_seconds"] > 0
    assert costs["peak_bytes"] > 10e6


def test_the_longest_wait_of_another_thread_is_measured(
    monkeypatch: pytest.MonkeyPatch, pages: str
) -> None:
    monkeypatch.setattr(conductor, "INVOICES", 151)

    assert set(conductor.run_reader("stalls", "rows", pages)) > {"idle_seconds", "busy_seconds"}


def test_a_reading_that_missed_some_is_not_a_measurement(pages: str) -> None:
    with pytest.raises(NotMeasured, match="gave 151 invoices"):
        conductor.run_reader("cost", "rows", pages)


def test_a_reader_that_fails_is_reported_with_its_last_words() -> None:
    with pytest.raises(NotMeasured, match="Offline: Conductor cannot be reached"):
        conductor.run_reader("cost", "rows", "http://127.0.0.1:9/v1")


def test_a_thread_that_is_kept_waiting_notices() -> None:
    with conductor_reader.Ticker() as ticker:
        began = time.process_time()
        sum(range(5_000_000))  # one call that does not let go of the interpreter
        taken = time.process_time() - began
    assert ticker.longest > taken / 2
