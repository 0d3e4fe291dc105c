"""The connection file lands under our name in our folder, whatever a server calls it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.downloads import DownloadCatcher
from conductor_desktop.ui.web.load_state import LoadPhase
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.ui.web.view import AuthView
from tests.helpers.web_site import WebSite
from tests.ui.web.stage import WAIT_MS, Stage

OUR_NAME = re.compile(r"conductor-[0-9a-f]{8}\.qwc")
QWC = b"<?xml version='1.0'?><QBWCXML/>"
HALF = b"<?xml version='1.0'?>" + b" " * 4096  # more than the engine wants to see first
LIMIT = 64 * 1024


def quoted(name: str) -> str:
    """The name as a server writes it without knowing better: raw bytes between quotes."""
    return f'attachment; filename="{name}"'


def encoded(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


NAMES = {
    "plain": quoted("connection.qwc"),
    "traversal": encoded("../../../evil.qwc"),
    "traversal quoted": quoted("../../evil.qwc"),
    "backslashes": encoded("..\\..\\Startup\\evil.bat"),
    "absolute": encoded("{tmp}/evil.qwc"),
    "drive": encoded("C:\\Windows\\evil.qwc"),
    "share": encoded("\\\\server\\share\\evil.qwc"),
    "stream": encoded("a.qwc:exe"),
    "reserved": encoded("CON.qwc"),
    "reserved bare": encoded("nul"),
    "right to left": encoded("a\u202ecwq.exe"),
    "double ending": encoded("invoice.qwc.exe"),
    "nul": encoded("a\x00.qwc"),
    "newline": encoded("a\r\nSet-Cookie: x=y.qwc"),
    "long": encoded("a" * 300 + ".qwc"),
    "dots": encoded(".."),
    "dot": encoded("."),
    "hidden": encoded(".qwc"),
    "trailing dot": encoded("a.qwc."),
    "encoded twice": encoded("%2e%2e%2f%2e%2e%2fevil.qwc"),
    "home": encoded("~/.bashrc"),
    "empty": quoted(""),
    "none": "attachment",
}


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def ask_for(stage: Stage, path: str) -> None:
    stage.page.runJavaScript(f"location = '{path}'")


def catch(stage: Stage, path: str) -> Path:
    """Ask the page for ``path``; the file that came of it."""
    with stage.qtbot.waitSignal(stage.view.connection_file_received, timeout=WAIT_MS) as caught:
        ask_for(stage, path)
    assert caught.args is not None
    file = caught.args[0]
    assert isinstance(file, Path)
    return file


def refusal(stage: Stage, path: str) -> str:
    """Ask the page for ``path``; why it was refused."""
    with stage.qtbot.waitSignal(stage.view.download_refused, timeout=WAIT_MS) as refused:
        ask_for(stage, path)
    assert refused.args is not None
    return str(refused.args[0])


@pytest.mark.qt_log_ignore("^Broken filename passed to function")  # Qt's own look at the NUL
def test_a_hostile_name_lands_under_ours(
    stage: Stage, folder: Path, tmp_path: Path, private_machine: Path
) -> None:
    before = files_below(private_machine)
    stage.show("hi")
    for kind, name in NAMES.items():
        disposition = name.replace(quote("{tmp}", safe=""), quote(str(tmp_path), safe=""))
        stage.site.download("/file", QWC, disposition)
        file = catch(stage, "/file")
        assert file.parent == folder, kind
        assert OUR_NAME.fullmatch(file.name), kind
        assert file.read_bytes() == QWC, kind
        assert files_below(tmp_path) == [file], kind
        assert files_below(private_machine) == before, kind
        file.unlink()


def test_the_page_stays_and_two_files_get_two_names(stage: Stage, folder: Path) -> None:
    stage.site.download("/file", QWC)
    stage.show("<body style='background: #00aa00'>")
    first, second = catch(stage, "/file"), catch(stage, "/file")
    assert files_below(folder) == sorted({first, second})
    assert stage.settled().phase is LoadPhase.LOADED
    stage.wait_for_colour("#00aa00")


@pytest.mark.parametrize("address", ["blob", "data"])
def test_a_file_the_page_builds_itself_is_caught(stage: Stage, address: str) -> None:
    stage.show("<a id=a download='x.qwc'>x</a>")
    href = {
        "blob": "URL.createObjectURL(new Blob(['<QBWCXML/>'], {type: 'application/xml'}))",
        "data": "'data:application/xml,' + encodeURIComponent('<QBWCXML/>')",
    }[address]
    with stage.qtbot.waitSignal(stage.view.connection_file_received, timeout=WAIT_MS) as caught:
        stage.page.runJavaScript(f"a.href = {href}; a.click()")
    assert caught.args is not None
    assert caught.args[0].read_bytes() == b"<QBWCXML/>"


def test_the_largest_file_passes_and_one_more_byte_does_not(stage: Stage, folder: Path) -> None:
    stage.site.download("/file", b"x" * LIMIT)
    stage.site.download("/larger", b"x" * (LIMIT + 1))
    stage.show("hi")
    assert catch(stage, "/file").stat().st_size == LIMIT
    assert "larger" in refusal(stage, "/larger")
    assert len(files_below(folder)) == 1


def test_a_file_without_an_end_is_cut_off_and_deleted(stage: Stage, folder: Path) -> None:
    stage.site.download("/file", b"x" * 8192, endless=True)
    stage.show("hi")
    assert "larger" in refusal(stage, "/file")
    stage.qtbot.waitUntil(lambda: files_below(folder) == [], timeout=WAIT_MS)


def test_an_empty_file_is_no_file(stage: Stage, folder: Path) -> None:
    stage.site.download("/file", b"")
    stage.show("hi")
    assert "empty" in refusal(stage, "/file")
    assert files_below(folder) == []


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("guide.pdf", "application/pdf"),
        ("setup.exe", "application/x-msdownload"),
        ("page.html", "text/html; charset=utf-8"),
        ("all.zip", "application/zip"),
    ],
)
def test_what_is_plainly_another_file_is_refused(
    stage: Stage, folder: Path, name: str, mime: str
) -> None:
    stage.site.download("/file", b"content", quoted(name), mime)
    stage.show("hi")
    assert "not a connection file" in refusal(stage, "/file")
    assert files_below(folder) == []


def test_a_file_called_qwc_may_be_of_any_type(stage: Stage) -> None:
    stage.site.download("/file", QWC, quoted("c.QWC"), "application/x-something")
    stage.show("hi")
    assert catch(stage, "/file").read_bytes() == QWC


def test_one_file_at_a_time(stage: Stage, folder: Path) -> None:
    stage.site.download("/slow", HALF, unfinished=True)
    stage.site.download("/second", QWC)
    stage.show("hi")
    ask_for(stage, "/slow")
    stage.qtbot.waitUntil(lambda: len(files_below(folder)) == 1, timeout=WAIT_MS)
    assert "One file" in refusal(stage, "/second")


def test_a_file_that_stops_coming_is_given_up(
    qtbot: QtBot, site: WebSite, folder: Path, nothing_opened_on_the_desktop: None
) -> None:
    site.download("/slow", HALF, unfinished=True)
    view = AuthView(AuthPolicy(frozenset(), site.port), folder, download_seconds=0.3)
    with qtbot.waitSignal(view.download_refused, timeout=WAIT_MS) as refused:
        view.open(Secret(site.url("/slow")))
    assert refused.args is not None
    assert "too long" in refused.args[0]
    assert files_below(folder) == []
    view.close_view()
    shiboken6.delete(view)


def test_what_cannot_be_deleted_at_once_is_no_reason_to_end_the_app(
    qtbot: QtBot,
    site: WebSite,
    folder: Path,
    nothing_opened_on_the_desktop: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On Windows the engine may hold the file for a moment after it was told to stop."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "unlink", refuse)
    site.download("/slow", HALF, unfinished=True)
    view = AuthView(AuthPolicy(frozenset(), site.port), folder, download_seconds=0.3)
    with qtbot.waitSignal(view.download_refused, timeout=WAIT_MS):
        view.open(Secret(site.url("/slow")))
    view.close_view()
    shiboken6.delete(view)


def test_a_file_that_comes_when_the_view_closes_is_deleted(stage: Stage, folder: Path) -> None:
    stage.show("hi")
    folder.mkdir(exist_ok=True)
    path = folder / "conductor-0123abcd.qwc"
    path.write_bytes(QWC)
    catcher = stage.view.findChild(DownloadCatcher)
    assert catcher is not None
    with stage.qtbot.assertNotEmitted(stage.view.connection_file_received):
        catcher.caught.emit(path)
        stage.view.close_view()
        stage.qtbot.waitUntil(lambda: not path.exists(), timeout=WAIT_MS)


def test_closing_the_view_deletes_half_a_file(stage: Stage, folder: Path) -> None:
    stage.site.download("/slow", HALF, unfinished=True)
    stage.show("hi")
    ask_for(stage, "/slow")
    stage.qtbot.waitUntil(lambda: len(files_below(folder)) == 1, timeout=WAIT_MS)
    stage.view.close_view()
    assert files_below(folder) == []


@pytest.mark.parametrize("how", ["link", "download link", "redirect", "redirected download link"])
def test_no_file_comes_from_another_host(stage: Stage, folder: Path, how: str) -> None:
    there = stage.decoy.download("/file", QWC)
    stage.site.redirect("/bounce", there)
    target = "/bounce" if "redirect" in how else there
    extra = "download" if "download" in how else ""
    stage.show(f"<a id=a {extra} href='{target}'>x</a>")
    stage.run("a.click(); 1")
    stage.run_and_wait_for("/alive", "fetch('/alive')")
    stage.qtbot.waitUntil(lambda: "redirect" not in how or "/bounce" in stage.site.paths())
    stage.settled()
    assert files_below(folder) == []
    assert stage.decoy.hits == []


def test_a_folder_that_cannot_be_made_is_said(
    qtbot: QtBot, site: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    (tmp_path / "taken").write_text("a file")
    site.download("/file", QWC)
    view = AuthView(AuthPolicy(frozenset(), site.port), tmp_path / "taken")
    with qtbot.waitSignal(view.download_refused, timeout=WAIT_MS) as refused:
        view.open(Secret(site.url("/file")))
    assert refused.args is not None
    assert "could not be saved" in refused.args[0]
    view.close_view()
    shiboken6.delete(view)
