"""Typographic marks in ASCII, for outputs that cannot show them or may be read as another script.

Most code pages of a Windows console have no “ ” ’ …, and what goes through a pipe is written in one
code page and usually read in another, which turns those marks into letters.
"""

from __future__ import annotations

import codecs
from typing import TextIO

HANDLER = "plain-marks"
"""For ``reconfigure(errors=…)`` of a stream: marks become ASCII, anything else a "?"."""

_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "‹": "<",
        "›": ">",
        "…": "...",
        "·": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{NO-BREAK SPACE}": " ",
    }
)


def in_plain_marks(text: str) -> str:
    """``text`` with each mark as ASCII writes it; letters stay."""
    return text.translate(_MARKS)


def may_be_misread(stream: TextIO) -> bool:
    """Whether ``stream`` is a pipe or a file in a code page, which its reader has to guess."""
    return not stream.isatty() and not codecs.lookup(stream.encoding or "utf-8").name.startswith(
        "utf"
    )


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = in_plain_marks(error.object[error.start : error.end])
    return "".join(c if c.isascii() else "?" for c in plain), error.end


codecs.register_error(HANDLER, _replace)
