"""Paragraphs, and marks that survive the code pages of a Windows console."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.cli.boundary import use_safe_streams
from conductor_desktop.cli.terminal import cells, numbered, put_out, wrap

CODE_PAGES = ["cp437", "cp850", "cp1252", "cp932", "latin-1"]
MARKED = "QuickBooks’ window “Café” – see “Edit” · 1 − 1… ‹name›"
PLAIN = 'QuickBooks\' window "Café" - see "Edit" - 1 - 1... <name>'


class Screen(io.TextIOWrapper):
    """A terminal, which shows what it is given in its own code page."""

    def isatty(self) -> bool:
        return True


def given_out(text: str, stream: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stdout", stream)
    use_safe_streams()
    put_out(text)
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode(stream.encoding).rstrip("\n")


@pytest.mark.parametrize("code_page", [page for page in CODE_PAGES if page != "cp932"])
def test_a_pipe_in_a_code_page_gets_ascii_marks(
    code_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding=code_page)
    assert given_out(MARKED, pipe, monkeypatch) == PLAIN


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_no_mark_becomes_a_question_mark_on_a_screen(
    code_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(io.BytesIO(), encoding=code_page)
    shown = given_out("Window “A”: it’s open… · 1 − 1 ‹name›", screen, monkeypatch)
    assert "?" not in shown
    assert shown.startswith(("Window “A”", 'Window "A"'))


def test_letters_of_another_script_are_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="cp437")
    assert given_out("“株式会社” é", pipe, monkeypatch) == '"????" é'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_where_everything_can_be_written_nothing_changes(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert given_out(MARKED, pipe, monkeypatch) == MARKED


def test_a_paragraph_is_broken_at_blanks_and_indented() -> None:
    assert wrap("one two three four", "1. ", "   ", 12) == ["1. one two", "   three", "   four"]


def test_a_path_is_kept_whole() -> None:
    path = r"%ProgramData%\Intuit\QBWebConnector\log\QWCLog.txt:"
    assert wrap(f"Seen: {path} 5 bytes", columns=40) == ["Seen:", path, "5 bytes"]


def test_a_script_without_blanks_is_broken_anywhere() -> None:
    lines = wrap(f"Open: {'株式会社サンプル' * 5}", "[look]  ", "        ", 40)
    assert max(map(cells, lines)) <= 40
    assert "".join("".join(lines[1:]).split()) == "株式会社サンプル" * 5


def test_nothing_is_no_paragraph() -> None:
    assert wrap(" \n ", "- ", "  ") == []


@given(st.text(), st.integers(10, 80))
def test_any_text_is_printable_and_within_the_width(text: str, columns: int) -> None:
    lines = wrap(text, "- ", "  ", columns)
    assert all(line.isprintable() or not line.isascii() for line in lines)
    assert not any(set(line) & set("\x1b\x07\r\n\u202e") for line in lines)
    blanks_only = [line for line in lines if cells(line) > columns]
    assert all(len(line.split()) <= 2 for line in blanks_only)  # a mark and one whole word


def test_steps_are_numbered_and_hang() -> None:
    assert list(numbered(["Do it.", "Then that."], 9)) == ["  9. Do it.", " 10. Then that."]
