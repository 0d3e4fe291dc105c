"""Tests that were never run here are compiled once, a share by each worker, not by all of them.

pytest rewrites every assertion as it imports a test, and all workers import all tests. In a fresh
checkout that is most of what they do before the first test; afterwards it costs nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterable
from pathlib import Path

import pytest


def import_share(names: Iterable[Path], root: Path) -> None:
    """Import every n-th of the test files in ``names``, files or folders, if this is a worker.

    What cannot be imported is told when it is collected.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    this = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    ours = [path for path in all_files(names) if path.is_relative_to(root.resolve())]
    for path in ours[this::workers]:
        module = ".".join(path.relative_to(root.resolve()).with_suffix("").parts)
        with contextlib.suppress(Exception, pytest.skip.Exception, pytest.fail.Exception):
            importlib.import_module(module)


def all_files(names: Iterable[Path]) -> list[Path]:
    found = [
        file for name in names for file in (name.rglob("test_*.py") if name.is_dir() else [name])
    ]
    return sorted({file.resolve() for file in found if file.is_file()})
