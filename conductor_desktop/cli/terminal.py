"""What commands need to know of the terminal, and how wide text is on it."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence

import click

from conductor_desktop.cli.plain_marks import in_plain_marks, may_be_misread
from conductor_desktop.errors import InvalidInput
from conductor_desktop.storage.log_lines import printable

_USUAL = (100, 24)  # where nothing says how wide it is, as in a pipe
_NARROWEST = 60
_MORE = "…"
_FACT = len("Whose turn: ")


def width() -> int:
    """Columns to write to."""
    return max(_NARROWEST, shutil.get_terminal_size(_USUAL).columns)


def put_out(text: str) -> None:
    """Give out what a command was asked for. Raises ``InvalidInput`` when it cannot be taken."""
    if sys.stdout is not None and may_be_misread(sys.stdout):
        text = in_plain_marks(text)
    try:
        click.echo(text)
    except BrokenPipeError:
        raise  # whoever reads has read enough
    except OSError as error:
        raise InvalidInput(
            "The output was not written",
            f"What was asked for could not be written ({error.strerror or error}).",
            "Free some disk space, or send the output to another place.",
        ) from error


def someone_watches() -> bool:
    """Whether messages go to a terminal; a windowed program has nowhere to send them."""
    return sys.stderr is not None and sys.stderr.isatty()


def say(text: str) -> None:
    """Tell a person who waits; a script gets its messages at the end."""
    if someone_watches():
        click.echo(text, err=True)


class Ticker:
    """One line that is written over; silent unless somebody watches."""

    def __init__(self) -> None:
        self._shown = 0

    def show(self, text: str) -> None:
        if someone_watches():
            click.echo(f"\r{text:<{self._shown}}", nl=False, err=True)
            self._shown = len(text)

    def clear(self) -> None:
        if self._shown:
            self.show("")
            click.echo("\r", nl=False, err=True)
            self._shown = 0


def one_line(text: str) -> str:
    """``text`` on one line, with nothing in it that a terminal would obey."""
    return printable(" ".join(text.split()))


def wrap(text: str, first: str = "", rest: str = "", columns: int | None = None) -> list[str]:
    """``text`` as a paragraph of ``columns``, else of the terminal's width.

    ``first`` stands before its first line and ``rest`` before the others. It holds nothing that
    a terminal would obey. A word is kept whole, so that a path can be copied, unless it is in a
    script that writes without blanks.
    """
    most = columns or width()
    lines: list[str] = []
    line, is_empty = first, True
    for word in one_line(text).split():
        for piece, blank in _pieces(word, most - cells(rest)):
            gap = "" if is_empty else blank
            if not is_empty and cells(line + gap + piece) > most:
                lines.append(line)
                line, gap = rest, ""
            line += gap + piece
            is_empty = False
    return lines if is_empty else [*lines, line]


def numbered(steps: Sequence[str], first: int = 1) -> Iterator[str]:
    """Steps as they are done one after the other."""
    for number, step in enumerate(steps, first):
        yield from wrap(step, f"{number:>3}. ", "     ")


def fact(name: str, text: str) -> list[str]:
    """A name and what it is, as a paragraph that hangs behind the name."""
    return wrap(text, f"{name + ':':<{_FACT}}", " " * _FACT)


def cells(text: str) -> int:
    """How many columns ``text`` takes: two for an East Asian letter, none for an accent."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def cut(text: str, most: int) -> str:
    """``text``, or as much of it as fits into ``most`` columns with a mark."""
    if cells(text) <= most:
        return text
    kept, used = [], cells(_MORE)
    for character in text:
        used += _cells_of(character)
        if used > most:
            break
        kept.append(character)
    return "".join(kept) + _MORE


def pad(text: str, to: int, *, right: bool = False) -> str:
    """``text`` with blanks up to ``to`` columns, before it when ``right``."""
    blanks = " " * (to - cells(text))
    return blanks + text if right else text + blanks


def _pieces(word: str, room: int) -> Iterator[tuple[str, str]]:
    """``word``, or the parts it is broken into, and what stands before each on the same line."""
    blank = " "
    while cells(word) > max(room, len(word)):  # wider than it is long: a script without blanks
        fitting = next(n for n in range(len(word), 0, -1) if n == 1 or cells(word[:n]) <= room)
        yield word[:fitting], blank
        word, blank = word[fitting:], ""
    yield word, blank


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
