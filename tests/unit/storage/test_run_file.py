"""The record of a run comes back as it was written, and anything else as nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.storage.run_file import Ended, RunFile, RunRecord, Trouble

RECORD = RunRecord(
    process=4711,
    began=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
    up_seconds=5_000.0,
    settled=True,
    ended=Ended.ERROR,
    failures=2,
    untold=Trouble.HANG,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@pytest.fixture
def file(tmp_path: Path) -> RunFile:
    return RunFile(tmp_path / "window.run")


@pytest.mark.parametrize(
    "record", [RECORD, RunRecord(1, datetime(2026, 1, 1, tzinfo=UTC), up_seconds=0.0)]
)
def test_it_comes_back_as_it_was_written(file: RunFile, record: RunRecord) -> None:
    file.write(record)
    assert file.read() == record


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\0" * 200,
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"version": 2}',
        b"[" * 9_000,
        b'{"version": 1, "process": "x"}',
        b" " * 20_000,
    ],
)
def test_anything_else_is_nothing(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "window.run"
    path.write_bytes(written)
    assert RunFile(path).read() is None


def test_where_there_is_none_and_where_it_is_a_folder_there_is_nothing(tmp_path: Path) -> None:
    assert RunFile(tmp_path / "none").read() is None
    assert RunFile(tmp_path).read() is None


@settings(deadline=None, max_examples=60)
@given(
    key=st.sampled_from(
        ["version", "process", "began", "upSeconds", "settled", "ended", "failures", "untold"]
    ),
    value=json_values,
)
def test_a_field_of_any_other_kind_raises_nothing(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    path = tmp_path_factory.mktemp("run") / "window.run"
    RunFile(path).write(RECORD)
    tree = json.loads(path.read_bytes())
    path.write_text(json.dumps({**tree, key: value}), encoding="utf-8")
    read = RunFile(path).read()
    assert read is None or read.failures >= 0
