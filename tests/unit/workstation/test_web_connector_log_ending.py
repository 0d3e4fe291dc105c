"""How a log ends, seen at one look."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import pytest

from conductor_desktop.workstation.described_log import log_of
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.web_connector_log.ending import read_end
from conductor_desktop.workstation.web_connector_log.follower import TAIL_BYTES
from tests.helpers.web_connector_pc import LOG, ChangingPc, web_connector_pc
from tests.unit.workstation.web_connector_logs import (
    BEGIN,
    HEADER,
    OURS,
    SOAP,
    at,
    entry,
    named,
    read,
    update,
)

PROBLEM = entry(64, SOAP + "connect", "QBWC1013: Error connecting. 0x80040414", end="")
LONG = 64 * 1024 * 1024


class PcWithFile(ChangingPc):
    """Its log is a real file, of which the bytes that are read are counted."""

    def __init__(self, path: Path) -> None:
        super().__init__(log="there is one")
        self.path = path
        self.bytes_read = 0

    def open_shared(self, _path: str) -> BinaryIO:
        return _Counting(self)


class _Counting(io.FileIO):
    def __init__(self, pc: PcWithFile) -> None:
        super().__init__(pc.path)
        self._pc = pc

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self._pc.bytes_read += len(data)
        return data


def test_all_is_told_at_once_the_last_entry_too() -> None:
    log = HEADER + update(0) + update(30, name="Another") + named(60) + PROBLEM
    end = read_end(web_connector_pc(log=log), OURS)
    assert end is not None
    assert [*end.events] == read(log)
    assert end.events[-1].hresult == "0x80040414"
    assert len(end.others) == 1
    assert end.file.path == LOG


def test_of_a_very_long_log_the_end_alone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    with path.open("wb") as file:
        file.write((HEADER + update(0)).encode())
        file.seek(LONG)
        file.write(("\r\n" + update(300) + named(360) + PROBLEM).encode())
    pc = PcWithFile(path)
    end = read_end(pc.now, OURS)
    assert end is not None
    assert [*end.events] == read(update(300) + named(360) + PROBLEM)
    assert pc.bytes_read < TAIL_BYTES * 1.1


def test_without_a_log_there_is_no_end() -> None:
    assert read_end(web_connector_pc(), OURS) is None


def test_a_log_that_may_not_be_read_could_not_be_told(tmp_path: Path) -> None:
    with pytest.raises(CouldNotTell):
        read_end(web_connector_pc(environment={"TEMP": "C:\\Temp"}), OURS)


def test_a_described_log_is_as_young_as_it_is_said_to_be() -> None:
    lines = [*update(0).splitlines(), *named(90).splitlines(), "a line of its own", "99999999.99"]
    moved = log_of(lines, at(5090))
    assert moved.splitlines()[-2:] == lines[-2:]
    assert [event.time for event in read(moved)] == [
        event.time and event.time + (at(5000) - BEGIN) for event in read("\r\n".join(lines))
    ]


@pytest.mark.parametrize("lines", [[], ["no time"], ["20259999.15:00:00 UTC\t: x() : y"]])
def test_without_a_time_a_described_log_stays_as_it_is(lines: list[str]) -> None:
    assert log_of(lines, at(0)).splitlines() == lines
