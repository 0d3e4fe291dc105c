"""What commands need to know of the terminal, and how wide text is on it."""

from __future__ import annotations

import shutil
import sys
import unicodedata

import click

from conductor_desktop.errors import InvalidInput
from conductor_desktop.storage.logs import printable

_USUAL = (100, 24)  # where nothing says how wide it is, as in a pipe
_NARROWEST = 60
_MORE = "…"


def width() -> int:
    """Columns to write to."""
    return max(_NARROWEST, shutil.get_terminal_size(_USUAL).columns)


def put_out(text: str) -> None:
    """Give out what a command was asked for. Raises ``InvalidInput`` when it cannot be taken."""
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


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
