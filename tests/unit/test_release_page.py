"""The page about releases has every step and case, and the README owns up to what was not seen."""

from __future__ import annotations

import re

import pytest

from build.release.__main__ import STEPS
from build.release.signing import CERTIFICATE, PASSWORD
from build.windows.kept import ROOT

PAGE = (ROOT / "docs" / "release.md").read_text("utf-8")
CASES = [f"I{number:02}" for number in (1, 2, 3, 4, 5, 6, 10, 11, 12, 13)]


@pytest.mark.parametrize("step", sorted(set(STEPS) - {"sign"}))
def test_every_step_is_told(step: str) -> None:
    assert f"| `build.release {step}`" in PAGE


def test_no_step_is_told_that_is_none() -> None:
    assert set(re.findall(r"build\.release ([a-z]+)", PAGE)) <= set(STEPS)
    assert {CERTIFICATE, PASSWORD} == set(re.findall(r"CONDUCTOR_SIGN_\w+", PAGE))


@pytest.mark.parametrize("case", CASES)
def test_every_case_that_needs_windows_says_what_is_expected(case: str) -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith(f"| {case} |")]
    assert rows
    assert all(len(row) == 4 and all(cell.strip() for cell in row) for row in rows)


def test_what_the_readme_says_of_windows_was_seen_somewhere_or_not_yet() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    _before, head, table = text.partition("| on Windows | seen |\n| --- | --- |\n")
    assert head
    rows = [line.split("|")[1:-1] for line in table.partition("\n\n")[0].splitlines()]
    assert len(rows) > 10
    for _claim, seen in rows:
        assert re.match("(under Wine|on Windows|not yet)", seen.strip()), seen
