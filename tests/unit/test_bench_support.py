"""The bench of the support bundle says what it found, and fails where a target is missed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from build.bench import report, support, support_worker

_PAGE = {
    "painted": 0.2,
    "first": 0.3,
    "usable": 0.4,
    "in_a_second": 9.0,
    "stall_ms": 90.0,
    "all": 2.0,
}
FINE = {
    "logs": _PAGE,
    "hanging": {**_PAGE, "all": 9.0},
    "redaction": {"megabytes": 20.0, "seconds": 0.8, "taken_out": 2400.0},
    "bundle": {
        "log": 1000.0,
        "seconds": 3.0,
        "bytes": 40e6,
        "written": 1.2,
        "inside": 9.0,
        "failures": 0.0,
    },
}


def test_targets_that_are_met_are_said_to_be() -> None:
    found = list(support.verdicts(FINE))
    assert all(verdict.met for verdict in found)
    assert found[0].text.startswith("redaction: 25.0 MB/s (at least 20): ok")


@pytest.mark.parametrize(
    ("work", "figure", "value"),
    [
        ("redaction", "seconds", 1.1),
        ("bundle", "seconds", 10.1),
        ("bundle", "bytes", 101e6),
        ("bundle", "written", 25.1),
        ("bundle", "inside", 25.1),
        ("bundle", "failures", 1.0),
        ("logs", "painted", 1.1),
        ("hanging", "usable", 1.1),
        ("hanging", "in_a_second", 0.0),
        ("logs", "stall_ms", 251.0),
        ("hanging", "all", 10.1),
    ],
)
def test_a_target_that_is_missed_fails_the_bench(
    work: str, figure: str, value: float, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {**FINE, work: {**FINE[work], figure: value}}
    assert [verdict.met for verdict in support.verdicts(found)].count(False) == 1
    assert report.print_report("support", lambda: support.verdicts(found)) == 1


def test_the_log_is_as_long_as_asked_for_and_has_private_lines() -> None:
    lines = list(support_worker.log_lines(0.2, datetime(2026, 3, 4, tzinfo=UTC)))
    size = sum(len(line) + 1 for line in lines)
    assert 200_000 <= size < 200_500
    private = [line for line in lines if "mary.jones" in line or "office@" in line]
    assert 0.001 < len(private) / len(lines) < 0.05
