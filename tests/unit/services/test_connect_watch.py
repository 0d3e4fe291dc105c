"""What one look at the PC tells of somebody who is connecting."""

from __future__ import annotations

from pathlib import Path

import pytest

from conductor_desktop.services.connect_watch import Answer, ConnectWatch, News, Sight
from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.qwc import read_qwc
from conductor_desktop.workstation.qwc.keeping import KeptFile
from tests.helpers.web_connector_pc import ChangingPc, web_connector, web_connector_pc
from tests.unit.workstation.qwc_file import ALLOWED, qwc


def file(*, was_added: bool = False) -> ConnectionFile:
    content = read_qwc(qwc(), ALLOWED)
    kept = KeptFile(Path("conductor-1.qwc"), content.sha256)
    return ConnectionFile(kept, content, was_added=was_added)


def watch(pc: ChangingPc | None, downloads: Path | None = None) -> ConnectWatch:
    return ConnectWatch(pc.now if pc is not None else None, downloads)


def look(watch: ConnectWatch, *, handed_over: bool = False) -> Sight:
    return watch.look(file(), handed_over=handed_over)


def test_a_web_connector_that_opens_is_seen() -> None:
    pc = ChangingPc()
    watching = watch(pc)
    assert look(watching) == Sight()
    pc.become(running=[web_connector()])
    assert look(watching) == Sight(is_open=True)


def test_one_that_ran_before_is_no_evidence_until_it_was_given_the_file() -> None:
    pc = ChangingPc(running=[web_connector()])
    watching = watch(pc)
    assert look(watching) == Sight()
    assert look(watching, handed_over=True) == Sight(is_open=True)


def test_one_that_opens_for_somebody_else_is_no_evidence() -> None:
    pc = ChangingPc()
    watching = watch(pc)
    pc.become(running=[web_connector(session=2)])
    assert look(watching, handed_over=True) == Sight()


def test_without_a_file_an_open_web_connector_means_nothing() -> None:
    pc = ChangingPc()
    watching = watch(pc)
    pc.become(running=[web_connector()], applications=["Conductor"])
    assert watching.look(None, handed_over=False) == Sight()


@pytest.mark.parametrize("name", ["Conductor", "conductor"])
def test_an_application_that_is_in_the_list_now_was_added(name: str) -> None:
    pc = ChangingPc(applications=["Another Service"])
    watching = watch(pc)
    pc.become(applications=["Another Service", name])
    assert look(watching) == Sight(is_open=True, is_added=True)


def test_one_that_was_in_the_list_before_is_no_evidence() -> None:
    watching = watch(ChangingPc(applications=["Conductor"]))
    assert watching.look(file(was_added=True), handed_over=True) == Sight()


def test_a_pc_that_cannot_tell_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pc = web_connector_pc(running=None)

    def refuse(*_: object) -> tuple[str, ...]:
        raise CouldNotTell("Windows does not allow it.")

    monkeypatch.setattr(pc, "registry_subkeys", refuse)
    assert ConnectWatch(pc, None).look(file(), handed_over=True) == Sight()


def test_in_the_sandbox_only_the_downloads_are_looked_at(tmp_path: Path) -> None:
    watching = watch(None, tmp_path)
    path = tmp_path / "conductor.qwc"
    path.write_bytes(qwc())
    found = [sight.found for _ in range(3) if (sight := look(watching)).found]
    assert found == [path]
    assert look(watching, handed_over=True) == Sight()


def test_a_download_is_seen_before_there_is_any_file(tmp_path: Path) -> None:
    (tmp_path / "old.qwc").write_bytes(qwc())
    watching = watch(ChangingPc(), tmp_path)
    (tmp_path / "new.qwc").write_bytes(qwc())
    seen = [watching.look(None, handed_over=False).found for _ in range(3)]
    assert [path for path in seen if path] == [tmp_path / "new.qwc"]


class Log:
    """A log of the Web Connector that says what it is told to."""

    def __init__(self) -> None:
        self.next: list[News] = []
        self.is_readable = True

    def news(self) -> list[News]:
        if not self.is_readable:
            raise CouldNotTell("The Web Connector’s log cannot be read.")
        told, self.next = self.next, []
        return told


def test_what_the_log_said_last_counts() -> None:
    log, one = Log(), file()
    watching = ConnectWatch(web_connector_pc(), None, lambda _pc, _file: log)
    assert watching.look(one, handed_over=True) == Sight()
    log.next = [News.PASSWORD_REFUSED]
    assert watching.look(one, handed_over=True) == Sight(password=Answer.REFUSED)
    log.is_readable = False
    assert watching.look(one, handed_over=True) == Sight(password=Answer.REFUSED)
    log.is_readable = True
    log.next = [News.PASSWORD_REFUSED, News.PASSWORD_TAKEN, News.PERMISSION_REFUSED]
    told = Sight(password=Answer.TAKEN, permission=Answer.REFUSED)
    assert watching.look(one, handed_over=True) == told
    log.next = [News.PERMISSION_GIVEN]
    told = Sight(password=Answer.TAKEN, permission=Answer.TAKEN)
    assert watching.look(one, handed_over=True) == told


def test_of_one_that_was_added_before_only_what_follows_the_hand_over_counts() -> None:
    """Until then it is the old entry that the log tells of, with its old password."""
    log, again = Log(), file(was_added=True)
    opened: list[Log] = []

    def open_log(_pc: object, _file: object) -> Log:
        opened.append(log)
        return log

    watching = ConnectWatch(web_connector_pc(), None, open_log)
    log.next = [News.PASSWORD_REFUSED]
    assert watching.look(again, handed_over=False) == Sight()
    assert opened == []
    log.next = [News.PASSWORD_TAKEN]
    assert watching.look(again, handed_over=False, tried=True) == Sight(password=Answer.TAKEN)
    assert watching.look(again, handed_over=False, tried=True) == Sight(password=Answer.TAKEN)
    assert len(opened) == 1


def test_another_file_has_a_log_and_answers_of_its_own() -> None:
    logs: list[Log] = []

    def open_log(_pc: object, _file: object) -> Log:
        logs.append(Log())
        return logs[-1]

    watching = ConnectWatch(web_connector_pc(), None, open_log)
    one, other = file(), file()
    watching.look(one, handed_over=True)
    logs[0].next = [News.PASSWORD_TAKEN]
    assert watching.look(one, handed_over=True).password is Answer.TAKEN
    assert watching.look(other, handed_over=False) == Sight()
    assert len(logs) == 2
