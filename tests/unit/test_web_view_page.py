"""What docs/web-view.md tells reviewers is true as far as a machine can see."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "web-view.md").read_text("utf-8")
TESTS = ROOT / "tests" / "ui" / "web"


def test_every_test_that_it_names_is_in_the_file_that_it_names() -> None:
    row = re.compile(r"`((?:tests/[\w/]+/)?test_\w+\.py)`: ((?:`test_\w+`(?:, )?)+)")
    named = row.findall(PAGE)
    assert len(named) > 30
    for file, tests in named:
        path = ROOT / file if "/" in file else TESTS / file
        source = path.read_text("utf-8")
        for test in re.findall(r"`(test_\w+)`", tests):
            assert f"def {test}(" in source, f"{file}: {test}"
