"""The file of invoices on the disk: whole, marked when partial, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.services.export import service
from conductor_desktop.services.export.errors import (
    ExportNotWritten,
    UnknownExportFormat,
    no_folder,
    not_written,
)
from conductor_desktop.services.export.service import Exported, check_target, export_invoices
from conductor_desktop.storage.atomic import replacing
from conductor_desktop.work import Cancelled, CancelToken
from tests.unit.services.export_books import TODAY, full_invoice, preview, worded_invoice

WHOLE = preview([full_invoice()])
PAID = preview([full_invoice("1002"), worded_invoice("paid")])
PARTIAL = preview([full_invoice()], complete=False)


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.csv", b"\xef\xbb\xbf"), ("A.CSV", b"\xef"), ("a.xlsx", b"PK"), ("a.b.XLSX", b"PK")],
)
def test_the_name_says_the_format(name: str, start: bytes, tmp_path: Path) -> None:
    target = tmp_path / name
    assert export_invoices(WHOLE, target, today=TODAY) == Exported(target, 1, 0)
    assert target.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["invoices.csv", "invoices.xlsx"])
def test_a_partial_file_has_it_in_its_name_and_spares_the_complete_one(
    name: str, tmp_path: Path
) -> None:
    export_invoices(WHOLE, tmp_path / name, today=TODAY)
    before = (tmp_path / name).read_bytes()

    written = export_invoices(PARTIAL, tmp_path / name, today=TODAY).path

    assert written.name == name.replace(".", " (partial).")
    assert written.exists()
    assert (tmp_path / name).read_bytes() == before


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "invoices.csv"
    target.write_text("what was there")
    export_invoices(WHOLE, target, today=TODAY)
    assert b"what was there" not in target.read_bytes()


def test_texts_that_were_cut_are_counted(tmp_path: Path) -> None:
    long = preview([worded_invoice("x" * 40_000)])
    assert export_invoices(long, tmp_path / "a.csv", today=TODAY).cut == 7


@pytest.mark.parametrize("name", ["invoices", "invoices.pdf", ".csv", "invoices.csv.gz"])
def test_an_unknown_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownExportFormat, match=r"ends in \.csv or \.xlsx"):
        check_target(tmp_path / name)
    with pytest.raises(UnknownExportFormat):
        export_invoices(WHOLE, tmp_path / name, today=TODAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["con.csv", "NUL.xlsx", "com1.csv", "LPT9.old.csv", "aux .csv", "conin$.csv", "COM².csv"],
)
def test_a_name_windows_keeps_for_itself_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportNotWritten, match="keeps this name"):
        check_target(tmp_path / name)


@pytest.mark.parametrize(
    "name", ["contacts.csv", "com.csv", "com10.csv", "my con.csv", "nul-1.csv"]
)
def test_a_name_that_only_looks_reserved_is_fine(name: str, tmp_path: Path) -> None:
    check_target(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def unusable(folder: Path) -> dict[str, Path]:
    (folder / "folder.csv").mkdir()
    (folder / "file").write_text("not a folder")
    return {
        "a folder": folder / "folder.csv",
        "no folder": folder / "missing" / "a.csv",
        "a file for a folder": folder / "file" / "a.csv",
        "too long": folder / ("x" * 300 + ".csv"),
        "not a name": folder / "a\0b.csv",
    }


@pytest.mark.parametrize(
    "which", ["a folder", "no folder", "a file for a folder", "too long", "not a name"]
)
def test_a_place_that_cannot_be_written_is_one_sentence_and_nothing_is_left(
    which: str, tmp_path: Path
) -> None:
    target = unusable(tmp_path)[which]
    before = sorted(tmp_path.iterdir())
    for attempt in (
        lambda: check_target(target),
        lambda: export_invoices(WHOLE, target, today=TODAY),
    ):
        with pytest.raises(ExportNotWritten) as refused:
            attempt()
        assert refused.value.exit_code is ExitCode.USAGE
        assert str(target) in str(refused.value)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything"
)
def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("kept")
    target.chmod(0o444)
    with pytest.raises(ExportNotWritten):
        export_invoices(WHOLE, target, today=TODAY)
    assert target.read_text() == "kept"


class Disk:
    """Refuses at the ``nth`` write with this error; 0 counts them and refuses none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, nth: int, error: OSError) -> None:
        self.writes = 0
        self._nth = nth
        self._error = error

        @contextlib.contextmanager
        def watched(path: Path) -> Iterator[IO[bytes]]:
            with replacing(path) as file:
                yield cast("IO[bytes]", _Writing(file, self.count))

        monkeypatch.setattr(service, "replacing", watched)

    def count(self) -> None:
        self.writes += 1
        if self.writes == self._nth:
            raise self._error


class _Writing:
    def __init__(self, file: IO[bytes], count: Callable[[], None]) -> None:
        self._file = file
        self._count = count

    def write(self, data: bytes) -> int:
        self._count()
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
BUSY = PermissionError(errno.EACCES, "sharing violation")
BUSY.winerror = 32  # type: ignore[attr-defined]  # as Windows has it


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize(
    ("error", "says", "step"),
    [
        (FULL, os.strerror(errno.ENOSPC), "Free some disk space"),
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied", "Choose another"),
        (BUSY, "another program has it open", "Close it there"),
    ],
)
def test_a_disk_that_refuses_at_any_write_is_told_in_words_and_leaves_nothing(
    name: str,
    error: OSError,
    says: str,
    step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        counting = Disk(patched, 0, error)
        export_invoices(WHOLE, tmp_path / name, today=TODAY)
    before = (tmp_path / name).read_bytes()
    for nth in range(1, counting.writes + 1):
        with monkeypatch.context() as patched:
            Disk(patched, nth, error)
            with pytest.raises(ExportNotWritten) as refused:
                export_invoices(PAID, tmp_path / name, today=TODAY)
        assert says in refused.value.explanation
        assert refused.value.next_step.startswith(step)
        assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit only POSIX has")
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_disk_that_really_fills_up_leaves_nothing(name: str, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from conductor_desktop.services.export.errors import ExportNotWritten\n"
        "from conductor_desktop.services.export.service import export_invoices\n"
        "from tests.unit.services.export_books import TODAY, full_invoice, preview\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    export_invoices(preview([full_invoice()] * 999), Path(sys.argv[1]), today=TODAY)\n"
        "except ExportNotWritten as error:\n"
        "    print(error.title)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "The file was not written"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_cancelled_at_any_moment_it_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    class CancelledAt(CancelToken):
        """Cancelled when it is looked at for the ``nth`` time."""

        def __init__(self, nth: int) -> None:
            super().__init__()
            self.looks, self._nth = 0, nth

        def raise_if_cancelled(self) -> None:
            self.looks += 1
            if self.looks == self._nth:
                self.cancel()
            super().raise_if_cancelled()

    counting = CancelledAt(0)
    export_invoices(WHOLE, tmp_path / name, today=TODAY, cancel=counting)
    assert counting.looks > 3
    before = (tmp_path / name).read_bytes()
    for nth in range(1, counting.looks + 1):
        with pytest.raises(Cancelled):
            export_invoices(PAID, tmp_path / name, today=TODAY, cancel=CancelledAt(nth))
        assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_folder_that_goes_while_it_is_written_is_told_in_words(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(service, "check_target", lambda _path: folder.rmdir())
    with pytest.raises(ExportNotWritten) as refused:
        export_invoices(WHOLE, folder / name, today=TODAY)
    assert os.strerror(errno.ENOENT) in refused.value.explanation
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_a_workbook_lies_outside_its_folder_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it to crash there, invoices would stay where nobody looks for them."""
    usual = tmp_path / "usual"
    usual.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(usual))
    made = usual.stat().st_mtime_ns
    (tmp_path / "chosen").mkdir()
    export_invoices(WHOLE, tmp_path / "chosen" / "a.xlsx", today=TODAY)
    assert usual.stat().st_mtime_ns == made


def test_a_name_that_says_partial_already_does_not_say_it_twice(tmp_path: Path) -> None:
    target = tmp_path / "Invoices (partial).csv"
    assert export_invoices(PARTIAL, target, today=TODAY).path == target


def test_trying_the_place_leaves_what_is_there_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("what was there")
    check_target(target)
    assert target.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_path_of_three_hundred_characters_is_written(name: str, tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= "a folder with a long name"
    folder.mkdir(parents=True)
    exported = export_invoices(WHOLE, folder / name, today=TODAY)
    assert len(str(exported.path)) > 300
    assert exported.path.stat().st_size > 0


@pytest.mark.parametrize(
    ("length", "is_too_long"), [(300, True), (232, True), (230, False), (20, False)]
)
def test_where_windows_reaches_no_further_it_is_said(length: int, is_too_long: bool) -> None:
    """Also where the name fits and what is written beside it meanwhile does not."""
    folder = Path("/" + "x" * (length - 1))
    missing = FileNotFoundError(errno.ENOENT, "No such file or directory")
    for refused in (
        no_folder(folder / "a.csv", on_windows=True),
        not_written(folder / "a.csv", missing, on_windows=True),
    ):
        assert ("longer than Windows" in refused.explanation) is is_too_long
        assert ("nearer to the top" in refused.next_step) is is_too_long
    elsewhere = not_written(folder / "a.csv", missing, on_windows=False)
    assert "longer than Windows" not in elsewhere.explanation


def test_a_file_that_a_spreadsheet_has_open_stays_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("open in Excel")
    really = Path.open

    def held(path: Path, mode: str = "r", *more: Any, **others: Any) -> IO[Any]:
        if path == target and "+" in mode:
            raise BUSY
        return really(path, mode, *more, **others)

    monkeypatch.setattr(Path, "open", held)
    for attempt in (
        lambda: check_target(target),
        lambda: export_invoices(WHOLE, target, today=TODAY),
    ):
        with pytest.raises(ExportNotWritten, match="another program has it open") as refused:
            attempt()
        assert "Close it there" in refused.value.next_step
    monkeypatch.undo()
    assert target.read_text() == "open in Excel"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
