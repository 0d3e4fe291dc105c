"""An engine that is not whole would end the program, so its files are looked for first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conductor_desktop.ui.web.engine_files import missing_file, warm_up
from conductor_desktop.work import Cancelled, CancelToken

PLACES = {
    "linux": ("Qt/libexec/QtWebEngineProcess", "Qt/resources"),
    "win32": ("QtWebEngineProcess.exe", "resources"),
}
RESOURCES = ("icudtl.dat", "qtwebengine_resources.pak", "v8_context_snapshot.bin")


def installation(root: Path, platform: str) -> list[Path]:
    process, resources = PLACES[platform]
    files = [root / process, *(root / resources / name for name in RESOURCES)]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"content")
    return files


def test_the_installed_engine_is_whole() -> None:
    assert missing_file() == ""


@pytest.mark.parametrize("platform", PLACES)
def test_each_file_that_is_gone_or_empty_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for file in installation(tmp_path, platform):
        assert missing_file(tmp_path) == ""
        file.write_bytes(b"")
        assert missing_file(tmp_path) == file.name
        file.unlink()
        assert missing_file(tmp_path) == file.name
        file.write_bytes(b"content")


def test_warming_up_reads_the_engine_and_stops_when_told() -> None:
    assert warm_up(CancelToken()) > 150_000_000  # the library alone is 200 MB
    cancelled = CancelToken()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        warm_up(cancelled)
