"""``build/dev.py bench windows``: what is said of sizes and times, and what counts as missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from build.bench import windows
from build.bench.report import NotMeasured


def test_a_size_is_told_beside_the_bare_one() -> None:
    verdict = windows.sized("bundle", 330.0, 300.0)
    assert verdict.met
    assert verdict.text == (
        "bundle: 1.10 times a bare one (at most 1.15): ok  [ours 330 MB, bare 300 MB]"
    )
    assert windows.sized("bundle", 346.0, 300.0).met is False


def test_a_minute_is_the_limit_of_each_step() -> None:
    assert windows.timed("silent install", 59.0).text == "silent install: 59 s (at most 60): ok"
    assert windows.timed("silent install", 61.0).met is False


def test_a_start_is_compared_by_its_median() -> None:
    verdict = windows.started([3.0, 9.0, 3.0], [2.0, 2.0, 0.1])
    assert verdict.met
    assert "1.50 times a bare one" in verdict.text
    assert windows.started([3.2], [2.0]).met is False


def test_everything_in_a_folder_is_weighed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for file in (tmp_path / "one", tmp_path / "deep" / "two"):
        file.write_bytes(b"x" * 500_000)
    assert windows.megabytes(tmp_path) == 1.0
    assert windows.megabytes(tmp_path / "one") == 0.5


def test_what_did_not_work_was_not_measured() -> None:
    with pytest.raises(NotMeasured, match="code 3"):
        windows.seconds_of(lambda: 3)
