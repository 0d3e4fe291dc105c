"""What the log tells of our application while somebody connects, and of nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

import pytest

from conductor_desktop.services.connect_watch import Answer, ConnectWatch, News, Sight
from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.services.connector_log import LogOfApplication
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.facts import FileFacts
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.qwc import read_qwc
from conductor_desktop.workstation.qwc.keeping import KeptFile
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.workstation.qwc_file import ALLOWED, qwc
from tests.unit.workstation.web_connector_logs import (
    HEADER,
    SECRET,
    SOAP,
    answer,
    at,
    entry,
    named,
    update,
)

HOST = "qbwc.conductor.is"
NAME = "Conductor"


class PcWithLog:
    """A described PC with a log that grows."""

    def __init__(self, path: Path) -> None:
        self._pc: DescribedPc = web_connector_pc()
        self.path = path
        self.is_readable = True

    def write(self, *entries: str) -> None:
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write("".join(entries))

    def files(self, folder: str, pattern: str) -> tuple[FileFacts, ...]:
        is_there = self.path.exists() and "ProgramData" in folder and "QWCLog" in pattern
        return (FileFacts(str(self.path)),) if is_there else ()

    def open_shared(self, _path: str) -> BinaryIO | None:
        if not self.is_readable:
            raise CouldNotTell("A file on this PC may not be read.")
        return self.path.open("rb")

    def __getattr__(self, name: str) -> object:
        return getattr(self._pc, name)


@pytest.fixture
def pc(tmp_path: Path) -> PcWithLog:
    return PcWithLog(tmp_path / "QWCLog.txt")


@pytest.fixture
def file() -> ConnectionFile:
    content = read_qwc(qwc(), ALLOWED)
    return ConnectionFile(KeptFile(Path("conductor-1.qwc"), content.sha256), content)


@pytest.fixture
def log(pc: PcWithLog, file: ConnectionFile) -> LogOfApplication:
    return LogOfApplication(cast(Workstation, pc), file, since=at(100))


def said(log: LogOfApplication) -> list[News]:
    """All that is told by now; the last entry is told when nothing follows it."""
    return [news for _ in range(3) for news in log.news()]


def authenticating(seconds: int, company: str, name: str = NAME, host: str = HOST) -> str:
    told = answer(company)
    return named(seconds, name, host) + entry(seconds + 1, SOAP + "do_authenticate", told)


def test_the_web_connector_has_the_password(pc: PcWithLog, log: LogOfApplication) -> None:
    pc.write(HEADER, authenticating(100, ""))
    assert said(log) == [News.PASSWORD_TAKEN]
    assert said(log) == []


def test_a_service_without_work_has_taken_it_too(pc: PcWithLog, log: LogOfApplication) -> None:
    pc.write(HEADER, update(100, name=NAME, host=HOST))
    assert said(log) == [News.PASSWORD_TAKEN]


def test_a_wrong_password_and_then_the_right_one(pc: PcWithLog, log: LogOfApplication) -> None:
    pc.write(HEADER, authenticating(100, "nvu"), authenticating(200, ""))
    assert said(log) == [News.PASSWORD_REFUSED, News.PASSWORD_TAKEN]


def test_quickbooks_let_it_in_or_was_told_no(pc: PcWithLog, log: LogOfApplication) -> None:
    opened = entry(104, SOAP + "do_sendRequestXML", 'cfn="C:\\\\Books\\\\big.qbw"')
    refused = entry(204, SOAP + "connect", "QBWC1013: Error connecting. 0x80040420")
    pc.write(HEADER, named(200, NAME, HOST), refused)
    assert said(log) == [News.PERMISSION_REFUSED]
    pc.write(named(300, NAME, HOST), opened)
    assert said(log) == [News.PERMISSION_GIVEN]


def test_what_happened_before_the_file_is_not_about_it(
    pc: PcWithLog, log: LogOfApplication
) -> None:
    pc.write(HEADER, authenticating(10, ""), authenticating(98, "nvu"))
    assert said(log) == []


@pytest.mark.parametrize(("name", "host"), [("Other", HOST), (NAME, "qbwc.other.example")])
def test_another_application_is_not_ours(
    pc: PcWithLog, log: LogOfApplication, name: str, host: str
) -> None:
    pc.write(HEADER, authenticating(100, "", name, host))
    assert said(log) == []


def test_the_log_may_begin_later(pc: PcWithLog, log: LogOfApplication) -> None:
    assert said(log) == []
    pc.write(HEADER, authenticating(100, ""))
    assert said(log) == [News.PASSWORD_TAKEN]


def test_a_log_that_may_not_be_read_now_is_read_later(pc: PcWithLog, log: LogOfApplication) -> None:
    pc.write(HEADER, authenticating(100, ""))
    pc.is_readable = False
    with pytest.raises(CouldNotTell):
        list(log.news())
    pc.is_readable = True
    assert said(log) == [News.PASSWORD_TAKEN]


def test_on_the_watch_it_is_an_answer(pc: PcWithLog, file: ConnectionFile) -> None:
    watch = ConnectWatch(
        cast(Workstation, pc), None, lambda pc, file: LogOfApplication(pc, file, since=at(100))
    )
    assert watch.look(file, handed_over=True) == Sight()
    pc.write(HEADER, authenticating(100, ""))
    sights = [watch.look(file, handed_over=True) for _ in range(3)]
    assert sights[-1] == Sight(password=Answer.TAKEN)
    assert SECRET not in repr(sights)
