"""The lines the sandbox prints for each SDK, run as they are printed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.conformance.node_packages import NotHere, bare_environment, installed, node
from tests.contract.test_sandbox_command import serving

pytestmark = pytest.mark.slow


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[str]:
    """What a sandbox with three pages of invoices says when it starts, while it runs."""
    with serving(tmp_path / "ready.json", "--invoices", "301") as (_, said):
        yield "".join(said)


def lines_for(sdk: str, printed: str) -> str:
    """What is indented under this SDK's title."""
    (block,) = [block for block in printed.split("\n\n") if block.partition("\n")[0].find(sdk) >= 0]
    return textwrap.dedent(block.partition("\n")[2])


def run(*command: str, folder: Path) -> list[list[str]]:
    """The words of each line that is printed; the program has to end well and say no more."""
    ended = subprocess.run(
        command,
        cwd=folder,
        env=bare_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return [line.split() for line in ended.stdout.splitlines()]


def test_conductor_py_lists_all_invoices(printed: str, tmp_path: Path) -> None:
    lines = lines_for("conductor-py", printed)
    invoices = run(sys.executable, "-c", lines, folder=tmp_path)
    assert len(invoices) == 301
    assert float(invoices[0][-1]) >= 0


@pytest.mark.parametrize(("generation", "count"), [("12", 301), ("11", 20)])
def test_conductor_node_lists_invoices(printed: str, generation: str, count: int) -> None:
    lines = lines_for(f"conductor-node {generation}", printed)
    try:
        program, folder = node(), installed(generation)
    except NotHere as reason:
        pytest.skip(str(reason))
    with tempfile.TemporaryDirectory(dir=folder) as place:  # node_modules are found from there
        file = Path(place) / "invoices.mjs"
        file.write_text(lines, encoding="utf-8")
        invoices = run(program, str(file), folder=file.parent)
    assert len(invoices) == count
    assert float(invoices[0][-1]) >= 0
