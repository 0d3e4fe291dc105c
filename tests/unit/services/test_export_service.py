"""The file of invoices on the disk: whole, marked when partial, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from conductor_desktop.errors import AppError, ExitCode
from conductor_desktop.services.export import service
from conductor_desktop.services.export.errors import ExportNotWritten, UnknownExportFormat
from conductor_desktop.services.export.service import Exported, check_target, export_invoices
from tests.unit.services.export_books import TODAY, full_invoice, preview, worded_invoice

WHOLE = preview([full_invoice()])
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


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC])
def test_a_disk_that_refuses_while_writing_is_told_in_words(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(service, "write_atomically", refuse)
    with pytest.raises(AppError, match=os.strerror(code)):
        export_invoices(WHOLE, tmp_path / "a.csv", today=TODAY)
    assert list(tmp_path.iterdir()) == []


def test_trying_the_place_leaves_what_is_there_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("what was there")
    check_target(target)
    assert target.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [target]
