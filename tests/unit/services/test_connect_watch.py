"""What one look at the PC tells of somebody who is connecting."""

from __future__ import annotations

from pathlib import Path

import pytest

from conductor_desktop.services.connect_watch import ConnectWatch, Sight
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
