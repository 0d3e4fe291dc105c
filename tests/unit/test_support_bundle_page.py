"""What docs/support-bundle.md says is tried is tried by the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "support-bundle.md").read_text("utf-8")
ROWS = re.findall(r"^\| (?!What is tried|---)(.+?) \| (`[\w/]+\.py`: .+) \|$", PAGE, re.MULTILINE)


def test_every_row_of_its_tables_has_been_read() -> None:
    section = PAGE.partition("## How it is known")[2]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    headings = [line for line in rows if line.startswith(("| What", "| ---"))]
    assert len(ROWS) == len(rows) - len(headings) > 20


@pytest.mark.parametrize(("tried", "named"), ROWS)
def test_every_test_that_it_names_is_in_the_file_that_it_names(tried: str, named: str) -> None:
    for part in named.split("; "):
        file, _, tests = part.partition(": ")
        source = (ROOT / "tests" / file.strip("`")).read_text("utf-8")
        for test in tests.split(", "):
            assert f"def {test.strip('`')}(" in source, f"{tried}: {file}"
